"""Which words of consent count now, and what a person's choice lets us keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.dialogue import READING, SUMMARY
from bot.events import Command, Tap
from bot.flows import IN_ORDER
from bot.reminders import forgotten
from bot.session import Session

if TYPE_CHECKING:
    from bot.events import Event

VERSION = 1
"""The version of the words of consent; raised when their meaning changes, so that everyone is asked again."""

QUESTION = "opening.consent"
READ_ONLY = "read-only"

_RIGHTS = {"privacy", "export", "forget", "help", "human", "disclaimer", "language"}
_RIGHTS_BY_TAP = {"export", "show:forget", "yes:forget", "yes:withdraw"}
"""What may be done before new words of consent are answered: reading about one's rights, and using them."""

_OPEN_TO_ALL = ("opening.welcome", QUESTION, READING, SUMMARY)


def allows_keeping(session: Session) -> bool:
    """Say whether the person agreed that something is stored."""
    return bool({"remember", "until-summary"} & set(session.chosen(QUESTION)))


def remembers(session: Session) -> bool:
    """Say whether the person agreed to be remembered also after the summary."""
    return "remember" in session.chosen(QUESTION)


def must_wait_for_consent(session: Session, event: Event) -> bool:
    """Say whether the person agreed to earlier words, and what they did waits until they have answered the new ones."""
    is_outdated = allows_keeping(session) and session.consent != VERSION
    return is_outdated and session.place != QUESTION and not _uses_a_right(event)


def asked_again(session: Session) -> Session:
    """Ask for consent anew; every answer is kept, and the person returns to where they were."""
    if session.place == QUESTION:
        return session
    back_to = session.changing or session.place
    return replace(session, place=QUESTION, changing=back_to, view="", said=(), ticked=None)


def guarded(session: Session) -> Session:
    """Give the session without anything that the person did not agree to; who wants to answer is asked first."""
    if session.reminders and not remembers(session):
        session = forgotten(replace(session, said=(*session.said, "reminder:dropped")))
    if allows_keeping(session):
        return session
    answers = {question: answer for question, answer in session.answers.items() if question == QUESTION}
    session = replace(session, answers=answers, written={}, finished=(), draft=None)
    if session.place in _OPEN_TO_ALL:
        return session
    wanted = session.place.partition(".")[0]
    return replace(
        session,
        place=QUESTION,
        wanted=wanted if wanted in IN_ORDER else "",
        view="",
        said=(),
        ticked=None,
        path=("opening.welcome",),
    )


def withdrawn(session: Session) -> Session:
    """Keep nothing any more: the person only reads from now on."""
    return replace(
        forgotten(session),
        place=READING,
        view="",
        said=("withdrawn",) if set(session.answers) - {QUESTION} else (f"answered:{QUESTION}",),
        answers={QUESTION: READ_ONLY},
        written={},
        consent=VERSION,
        ticked=None,
        path=(),
        finished=(),
        wanted="",
        changing="",
    )


def ends_here(session: Session) -> bool:
    """Say whether the person has now seen the summary and wished that nothing is kept after it."""
    return session.place == SUMMARY and not session.view and "until-summary" in session.chosen(QUESTION)


def emptied(session: Session) -> Session:
    """Give the session without what the person wished to be kept no longer."""
    return Session(language=session.language, seen=session.seen) if ends_here(session) else session


def _uses_a_right(event: Event) -> bool:
    if isinstance(event, Tap):
        return event.data.startswith("language:") or event.data in _RIGHTS_BY_TAP
    return isinstance(event, Command) and event.name in _RIGHTS
