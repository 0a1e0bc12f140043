"""Counts what happens, by kind and place in the talk, never by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, make_wsgi_app

from bot.dialogue import PLACES

if TYPE_CHECKING:
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
        self._turns = Counter(
            "second_opinion_turns",
            "Turns taken, by what was done and where it led",
            ("event", "place"),
            registry=self.registry,
        )
        self._arrived = Counter(
            "second_opinion_arrived", "How often a place of the talk was reached", ("place",), registry=self.registry
        )
        self._moved_on = Counter(
            "second_opinion_moved_on",
            "How often a place of the talk was left for another",
            ("place",),
            registry=self.registry,
        )
        self._alarms = Counter(
            "second_opinion_alarms", "Texts that sounded like danger, by level", ("level",), registry=self.registry
        )
        self._ratings = Counter(
            "second_opinion_feedback", "Answers to 'was this helpful?'", ("section", "answer"), registry=self.registry
        )
        self._sends = Counter(
            "second_opinion_sends",
            "Replies handed to Telegram, by kind and fate",
            ("kind", "fate"),
            registry=self.registry,
        )
        self._failures = Counter(
            "second_opinion_failures", "Updates that could not be handled, by error", ("error",), registry=self.registry
        )

    def turn(self, event: Event, before: Session | None, turn: Turn) -> None:
        """Count a turn that was committed: what was done, the move from place to place, a rating if there was one.

        People stop where ``arrived`` minus ``moved_on`` stays high.
        """
        left, reached = _place(before), _place(turn.session)
        self._turns.labels(type(event).__name__, reached).inc()
        if left not in {reached, NOWHERE}:
            self._moved_on.labels(left).inc()
        if reached not in {left, NOWHERE}:
            self._arrived.labels(reached).inc()
        if turn.alarm:
            self._alarms.labels(turn.alarm).inc()
        if turn.rating:
            section, _, answer = turn.rating.partition(":")
            self._ratings.labels(section, answer).inc()

    def send(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """Count a reply that was tried."""
        self._sends.labels(type(outgoing).__name__, outcome.fate.name.lower()).inc()

    def failure(self, error: Exception) -> None:
        """Count an update that failed, by the type of its error alone."""
        self._failures.labels(type(error).__name__).inc()

    def wsgi_app(self) -> WSGIApplication:
        """Give what answers with the counts."""
        return make_wsgi_app(self.registry)


def _place(session: Session | None) -> str:
    return session.place if session and session.place in PLACES else NOWHERE
