"""Counts where people stop and which topics help, with nothing of anyone in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Counter

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from bot.session import Session
    from bot.turn import Turn


class Counters:
    """Counts by section and by place only, so that no figure leads back to a person.

    People stop where ``arrived`` minus ``moved_on`` stays high.

    Args:
        registry: Where the figures can be read.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._arrived = Counter(
            "second_opinion_arrived", "How often a place of the talk was reached.", ["place"], registry=registry
        )
        self._moved_on = Counter(
            "second_opinion_moved_on",
            "How often a place of the talk was left for another.",
            ["place"],
            registry=registry,
        )
        self._ratings = Counter(
            "second_opinion_feedback", "Answers to 'was this helpful?'.", ["section", "answer"], registry=registry
        )

    def count(self, before: Session | None, turn: Turn) -> None:
        """Count a turn that was committed: the move from place to place, and a rating if there was one."""
        if turn.rating:
            section, _, answer = turn.rating.partition(":")
            self._ratings.labels(section, answer).inc()
        left, reached = before and before.place, turn.session and turn.session.place
        if left == reached:
            return
        if left:
            self._moved_on.labels(left).inc()
        if reached:
            self._arrived.labels(reached).inc()
