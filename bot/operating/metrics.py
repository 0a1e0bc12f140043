"""Counts what happens, by kind and place in the talk, never by person."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from bot.dialogue import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication

    from prometheus_client import CollectorRegistry
    from prometheus_client.core import CounterMetricFamily

    from bot.delivery.outcomes import Outcome
    from bot.events import Event
    from bot.reply import Outgoing
    from bot.session import Session
    from bot.turn import Turn


NOWHERE = "none"
"""The place of someone who is new, or of whom nothing is left."""

COUNTED = {
    "turns": ("Turns taken, by what was done and where it led", ("event", "place")),
    "arrived": ("How often a place of the talk was reached", ("place",)),
    "moved_on": ("How often a place of the talk was left for another", ("place",)),
    "alarms": ("Texts that sounded like danger, by level", ("level",)),
    "feedback": ("Answers to 'was this helpful?'", ("section", "answer")),
    "sends": ("Replies handed to Telegram, by kind and fate", ("kind", "fate")),
    "failures": ("Updates that could not be handled, by error", ("error",)),
}
"""What is counted: what it says, and its labels."""


class Metrics:
    """The counts of one bot; every label is one of a few fixed words."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[tuple[str, ...]]] = {name: Counter() for name in COUNTED}

    def _count(self, name: str, *labels: str) -> None:
        self._counts[name][labels] += 1

    def turn(self, event: Event, before: Session | None, turn: Turn) -> None:
        """Count a turn that was committed: what was done, the move from place to place, a rating if there was one.

        People stop where ``arrived`` minus ``moved_on`` stays high.
        """
        left, reached = _place(before), _place(turn.session)
        self._count("turns", type(event).__name__, reached)
        if left not in {reached, NOWHERE}:
            self._count("moved_on", left)
        if reached not in {left, NOWHERE}:
            self._count("arrived", reached)
        if turn.alarm:
            self._count("alarms", turn.alarm)
        if turn.rating:
            section, _, answer = turn.rating.partition(":")
            self._count("feedback", section, answer)

    def send(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """Count a reply that was tried."""
        self._count("sends", type(outgoing).__name__, outcome.fate.name.lower())

    def failure(self, error: Exception) -> None:
        """Count an update that failed, by the type of its error alone."""
        self._count("failures", type(error).__name__)

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Give the counts as they are now, in the form that Prometheus reads; any thread may ask."""
        from prometheus_client.core import CounterMetricFamily  # noqa: PLC0415 - only who looks at counts waits for it

        for name, (about, labels) in COUNTED.items():
            family = CounterMetricFamily(f"second_opinion_{name}", about, labels=labels)
            for values, count in dict(self._counts[name]).items():
                family.add_metric(values, count)
            yield family

    @cached_property
    def registry(self) -> CollectorRegistry:
        """Where Prometheus finds the counts."""
        from prometheus_client import CollectorRegistry  # noqa: PLC0415

        registry = CollectorRegistry(auto_describe=True)
        registry.register(self)
        return registry

    def wsgi_app(self) -> WSGIApplication:
        """Give what answers with the counts."""
        from prometheus_client import make_wsgi_app  # noqa: PLC0415

        return make_wsgi_app(self.registry)


def _place(session: Session | None) -> str:
    return session.place if session and session.place in PLACES else NOWHERE
