"""What the turns after danger, or after texts that were not understood, still owe the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.events import Text
from bot.flows import QUESTIONS
from bot.list_moves import with_question
from bot.moves import Move, ask, hold, takes_free_text
from bot.reminders.moves import LIST_OF_DATES, takes_a_date
from bot.signs import Level
from bot.typed import is_question

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.events import Event
    from bot.listening.alarm import Alarm
    from bot.session import Session

MISSES = 3
"""After so many texts in a row that were not understood, other ways are offered."""

CAREFUL = 2
"""So many replies after words that sounded like danger still say where to call."""

_NOT_UNDERSTOOD = {"hint", "not_understood", "reading"}


def counted(before: Session, after: Session, event: Event) -> Session:
    """Count texts in a row that were not understood; the third opens a page with ways out."""
    if not isinstance(event, Text):
        return replace(after, misses=0, careful=max(0, before.careful - 1))
    missed = any(said.partition(":")[0] in _NOT_UNDERSTOOD for said in after.said)
    after = replace(after, misses=before.misses + 1 if missed else 0, careful=max(0, before.careful - 1))
    return hold(replace(after, misses=0), "lost") if after.misses == MISSES else after


def is_meant(session: Session, event: Event, alarm: Alarm, asking: Collection[str]) -> bool:
    """Say whether an alarm is for the person: what doctors said of a treatment asks for no decision.

    Nor does a question that only sounds like asking for one, where questions for the doctor are written down.

    Args:
        session: The session before the event.
        event: What the person did.
        alarm: What it called for.
        asking: The words with which questions begin.
    """
    if alarm.level is not Level.ADVICE or not isinstance(event, Text) or not takes_free_text(session):
        return True
    question = QUESTIONS[session.place]
    if question.takes_questions and not alarm.is_named:
        return False
    return is_question(event.text, asking) or not question.tells_of_doctors


def after_alarm(
    before: Session, event: Event, alarm: Alarm, asking: Collection[str], as_answer: Callable[[], Move]
) -> Move:
    """Show the place again, take the answer, or put a personal decision that was asked about on the list of questions.

    Args:
        before: The session before the event.
        event: What the person did.
        alarm: What it called for.
        asking: The words with which questions begin.
        as_answer: Makes the move that the event would make without the alarm.
    """
    if not isinstance(event, Text):
        return Move(ask(before))
    if takes_a_date(before) or before.view == LIST_OF_DATES:
        return as_answer()
    is_answer, asks = takes_free_text(before), is_question(event.text, asking)
    if alarm.level is Level.ADVICE and asks and not (is_answer and QUESTIONS[before.place].takes_questions):
        return Move(with_question(before, event.text))
    if is_answer:
        return as_answer()
    # What only tells of a decision ("they want me to stop it") may be the answer, and is no command such as to pause.
    told = as_answer() if alarm.level is Level.ADVICE else None
    return told if told and _has_answered(before, told.session) else Move(ask(before))


def _has_answered(before: Session, after: Session | None) -> bool:
    return after is not None and (after.answers, after.ticked) != (before.answers, before.ticked)
