"""What each tap, word and command does to a session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot import consent
from bot.dialogue import ENDS, READING, SUMMARY, Dialogue, follow_up
from bot.flows import QUESTIONS
from bot.questions import Kind
from bot.session import Session

if TYPE_CHECKING:
    from bot.questions import Question
    from bot.session import Answer

LONGEST_TEXT = 1000
"""How many characters an entry or a free text may have."""


LISTS = ("menu", "answers", "entries", "entry", "recap", "restart", "restart_sure", "forget")
"""The pages that ask for a choice of their own; after any other one, the question comes again."""


class Show(Enum):
    """How the session after a move is shown."""

    NEW = "as a new message"
    SAME = "in the open message"
    NOTHING = "not at all: the note on the tap says it"


@dataclass(frozen=True, slots=True)
class Move:
    """What a move leads to.

    Attributes:
        session: The session after it; None when everything about the person is to be deleted.
        show: How it is shown.
        note: The name of the note on the tap that made it.
        detail: What the note names.
        files: The files that come with it: ``policy``, ``export``, ``pack`` or ``calendar``; empty when there are none.
    """

    session: Session | None
    show: Show = Show.NEW
    note: str = ""
    detail: str = ""
    files: str = ""


def ask(session: Session, *said: str) -> Session:
    """Show the present place again, with this said before."""
    return replace(session, view="", said=said)


def hold(session: Session, view: str, *said: str) -> Session:
    """Hold a page over the present place."""
    return replace(session, view=view, said=said)


def not_understood(session: Session) -> Session:
    """Show the present place again, with what can be done there."""
    if session.place == READING:
        return ask(session, "reading")
    if session.view.partition(":")[0] in LISTS:
        return hold(session, session.view, "not_understood")
    if session.place in QUESTIONS:
        return ask(session, f"hint:{session.place}")
    return ask(session, "not_understood")


def takes_free_text(session: Session) -> bool:
    """Say whether the question at which the person is takes any words for an answer."""
    return session.place in QUESTIONS and QUESTIONS[session.place].kind in {Kind.TEXT, Kind.ENTRIES}


def takes_several(session: Session) -> bool:
    """Say whether the question is open and takes several choices."""
    asked_here = not session.view or session.view.startswith("choices:")
    return asked_here and session.place in QUESTIONS and QUESTIONS[session.place].kind is Kind.SEVERAL


def spoken_in(session: Session, language: str) -> Session:
    """Go on in another language, at the same place."""
    view = "" if session.view in {"guidance", "page:language"} else session.view
    return hold(replace(session, language=language), view, "language")


def started_again(session: Session) -> Session:
    """Begin anew, with every answer deleted."""
    return Session(language=session.language, said=("restarted",), open=session.open, messages=session.messages)


class Moves:
    """The moves that need the machine."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def answer(self, session: Session, answer: Answer) -> Session:
        """Keep the answer to the present question and go on from it."""
        if session.place == consent.QUESTION:
            if answer == consent.READ_ONLY:
                return consent.withdrawn(session)
            # Who only read and now agrees is asked the questions; back among the pages they would find no way on.
            back_to = "" if session.changing == READING else session.changing
            session = replace(session, consent=consent.VERSION, changing=back_to)
        answered = session.with_answer(session.place, answer)
        return self.onward(answered, f"answered:{session.place}")

    def onward(self, session: Session, *said: str) -> Session:
        """Go on from the present place; after a changed answer, back to where the person was."""
        session = replace(session, ticked=None, view="", said=said)
        if session.changing:
            called_for = follow_up(session, session.place)
            return replace(
                session, place=called_for or session.changing, changing=session.changing if called_for else ""
            )
        moved = self._dialogue.move(session, "next")
        if moved.place in ENDS and ENDS[moved.place].name not in moved.finished:
            moved = replace(moved, finished=(*moved.finished, ENDS[moved.place].name))
        if session.place == "opening.stage":
            moved = replace(moved, wanted="", view="menu" if session.wanted == "menu" else "")
        return moved

    def open(self, session: Session, section: str) -> Session:
        """Go to the first question of a section."""
        opened = self._dialogue.move(_with_ticks(session), f"open {section}")
        return replace(opened, view="", said=(), ticked=None, changing="")

    def visited(self, session: Session) -> Session:
        """Go on after the second opinion: the person has had it, and what came out of it is looked at."""
        if not consent.allows_keeping(session):
            return ask(replace(session, wanted="decision"))
        finished = tuple(one for one in session.finished if one != "decision")
        had_one = replace(session, finished=finished).with_answer("opening.stage", "had-one")
        return replace(self.open(had_one, "decision"), said=("visited",))

    def back(self, session: Session) -> Session:
        """Go one step back along the person's own path, past what is no longer asked."""
        if session.view and session.view != "guidance":
            return ask(session)
        session = _with_ticks(session)
        if session.changing:
            return replace(session, place=session.changing, changing="", view="", said=(), ticked=None)
        path = session.path
        while path:
            path, place = path[:-1], path[-1]
            if place not in QUESTIONS or QUESTIONS[place].is_asked(session):
                return replace(session, place=place, path=path, view="", said=(), ticked=None)
        return ask(session, "at_the_start")

    def skip(self, session: Session) -> Session:
        """Leave the present question without an answer; an earlier answer stays."""
        if session.place == "opening.consent" and session.place not in session.answers:
            # Who passes over the question has agreed to nothing, so nothing may be stored.
            return self.answer(session, "read-only")
        if session.place in QUESTIONS and session.place != "opening.welcome":
            return self.onward(_with_ticks(session), f"skipped:{session.place}")
        return ask(session) if session.place in {READING, SUMMARY} else self.onward(session)

    def change(self, session: Session, question: str) -> Session:
        """Go to a question to change its answer, and return afterwards."""
        back_to = session.changing or session.place
        if question == back_to:
            return ask(session)
        return replace(_with_ticks(session), place=question, changing=back_to, view="", said=(), ticked=None)


def _with_ticks(session: Session) -> Session:
    """Keep what is ticked and not yet confirmed, so that leaving the question in between loses nothing."""
    return session.with_answer(session.place, session.ticked) if session.ticked else session


def toggle(session: Session, question: Question, choice: str) -> tuple[str, ...] | None:
    """Give the ticks after a choice was touched; None when that would be too many."""
    ticked = session.chosen(question.id) if session.ticked is None else session.ticked
    if choice in ticked:
        return tuple(one for one in ticked if one != choice)
    kept = () if choice in question.alone else tuple(one for one in ticked if one not in question.alone)
    chosen = (*kept, choice)
    counted = [one for one in chosen if not (question.fitting and one in question.choices)]
    return None if question.at_most and len(counted) > question.at_most else chosen
