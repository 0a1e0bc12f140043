"""Counts what happens, by kind and place in the talk, never by person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, make_wsgi_app

from bot.dialogue import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIApplication

    from bot.delivery.outcomes import Outcome
    from bot.events import Event
    from bot.reply import Outgoing
    from bot.session import Session
    from bot.turn import Turn


NOWHERE = "none"
"""The place of someone who is new, or of whom nothing is left."""


class Metrics:
    """The counters of one bot; every label is one of a few fixed words."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = self._counter("turns", "Turns taken, by what was done and where it led", "event", "place")
        self._arrived = self._counter("arrived", "How often a place of the talk was reached", "place")
        self._moved_on = self._counter("moved_on", "How often a place of the talk was left for another", "place")
        self._alarms = self._counter("alarms", "Texts that sounded like danger, by level", "level")
        self._ratings = self._counter("feedback", "Answers to 'was this helpful?'", "section", "answer")
        self._sends = self._counter("sends", "Replies handed to Telegram, by kind and fate", "kind", "fate")
        self._failures = self._counter("failures", "Updates that could not be handled, by error", "error")

    def _counter(self, name: str, about: str, *labels: str) -> Callable[..., Counter]:
        """Give what finds the counter of each combination of labels; there are few, and they are looked up often."""
        return cache(Counter(f"second_opinion_{name}", about, labels, registry=self.registry).labels)

    def turn(self, event: Event, before: Session | None, turn: Turn) -> None:
        """Count a turn that was committed: what was done, the move from place to place, a rating if there was one.

        People stop where ``arrived`` minus ``moved_on`` stays high.
        """
        left, reached = _place(before), _place(turn.session)
        self._turns(type(event).__name__, reached).inc()
        if left not in {reached, NOWHERE}:
            self._moved_on(left).inc()
        if reached not in {left, NOWHERE}:
            self._arrived(reached).inc()
        if turn.alarm:
            self._alarms(turn.alarm).inc()
        if turn.rating:
            section, _, answer = turn.rating.partition(":")
            self._ratings(section, answer).inc()

    def send(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """Count a reply that was tried."""
        self._sends(type(outgoing).__name__, outcome.fate.name.lower()).inc()

    def failure(self, error: Exception) -> None:
        """Count an update that failed, by the type of its error alone."""
        self._failures(type(error).__name__).inc()

    def wsgi_app(self) -> WSGIApplication:
        """Give what answers with the counts."""
        return make_wsgi_app(self.registry)


def _place(session: Session | None) -> str:
    return session.place if session and session.place in PLACES else NOWHERE
