"""Leads a sample person to any place of the talk, by the turns that a real one would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.consent import QUESTION, READ_ONLY
from bot.dialogue import ENDS, PLACES, READING, SUMMARY
from bot.doctor_questions import fitting
from bot.events import Command, Event, Tap, Text
from bot.flows import QUESTIONS
from bot.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.session import Session
    from bot.turn import Turns

MOST_TURNS = 300
"""How many turns a way may take; the longest has about a hundred."""

WRITERS = ("me", "someone")
"""For whom the sample person writes: the choices of ``opening.who``."""


class NoWayError(LookupError):
    """No sample answers lead to this place."""


def session_at(turns: Turns, place: str, language: str, writer: str = "me", now: int = 0) -> Session:
    """Give the session of a sample person who has come to a place; every question before it has an answer.

    Args:
        turns: Takes the turns.
        place: A question, a section's end, ``reading`` or ``summary``.
        language: The language of the talk.
        writer: For whom the person writes.
        now: The time, in seconds since 1970 (UTC).

    Raises:
        NoWayError: There is no such place, or no answers lead there.
    """
    if place not in PLACES or writer not in WRITERS:
        raise NoWayError(f"there is no place {place!r} for {writer!r}")
    wanted = {"opening.who": writer, **_called_for(place)}
    session = turns.take(None, Command("start"), now, language).session
    for _ in range(MOST_TURNS):
        if session is None:
            break
        if session.place == place and not session.view:
            return session
        session = _after_one_answer(turns, session, wanted, now)
    raise NoWayError(f"no answers lead to {place!r}")


def _called_for(place: str) -> dict[str, str]:
    """Give the answers without which nobody comes to a place."""
    if place == READING:
        return {QUESTION: READ_ONLY}
    question = QUESTIONS.get(place)
    if question is None or question.only_if is None:
        return {}
    earlier = question.only_if.question
    return {earlier: question.only_if.choices[0], **_called_for(earlier)}


def _after_one_answer(turns: Turns, session: Session, wanted: dict[str, str], now: int) -> Session | None:
    """Try what answers the place, up to what always leads on."""
    before = session.place, session.view
    for event in _answers(turns, session, wanted):
        after = turns.take(session, event, now).session
        if after is None or (after.place, after.view) != before:
            return after
        session = after
    return None


def _answers(turns: Turns, session: Session, wanted: dict[str, str]) -> Iterator[Event]:
    place = session.place
    if session.view:
        yield Tap("go")
    elif place in ENDS or place in {READING, SUMMARY}:
        yield Tap(f"next:{place}")
    else:
        question, voice = QUESTIONS[place], turns.renderer.voice(session)
        if question.kind in {Kind.ONE, Kind.SEVERAL}:
            choices = (*fitting(voice), *question.choices) if question.fitting else question.choices
            yield Tap(f"pick:{place}:{wanted.get(place, choices[0])}")
        else:
            yield Text(voice.plain(voice.words.question(place).name))
        yield Tap(f"done:{place}")
        yield Tap(f"skip:{place}")
