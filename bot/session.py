"""What we remember of one person's talk."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from bot.reminders import Reminder

FORMAT = 1
"""The number of the present form of a stored session.

New fields need no other one: they have a value for the sessions that were stored before. Whoever raises it has to read
the earlier form, too, or nobody who is in the middle of a talk can go on.
"""

Entries = dict[str, str]
"""Entries by their own number, which never moves to another entry."""

Answer = str | tuple[str, ...] | Entries
"""One choice or a free text; several choices in the order chosen; or a list of entries."""


class Session(msgspec.Struct, frozen=True, tag_field="format", tag=FORMAT):
    """One person's place in the talk and the answers so far.

    Attributes:
        language: The language of the replies.
        place: The state of the machine: a question, a section's end, ``reading`` or ``summary``.
        view: A page held over the place, such as ``menu`` or ``page:privacy``; empty when the place itself is shown.
        said: What the open message says before its question, in order, such as ``answered:treatment.type``.
        answers: Answers by question, kept when the person goes back or changes another one.
        written: The day on which an entry was typed, such as ``2026-11-28``, by ``question:number``; only of entries
            whose date is counted from it, such as "five years ago".
        ticked: Choices ticked at the open question and not yet confirmed; None when none was touched.
        path: The places that led here, newest last.
        finished: The sections that were gone through to their end.
        wanted: Where the person wanted to go before the opening was done: a section, or ``menu``.
        changing: The place to return to once the answer that is being changed is given; empty otherwise.
        open: The number of the newest message with buttons; 0 when there is none.
        messages: How many messages were sent, so that each has a number of its own.
        rated: The sections of which the person said whether they helped; not what they said.
        album: The last album that was answered, so that its other parts are not.
        zone: The time zone in which the person lives, such as ``Europe/Madrid``; empty until they asked for a reminder.
        reminders: The reminders that the person asked for.
        draft: A date that the person named, while they choose what to do with it.
        reminders_off: Why no reminder comes: ``stopped`` by the person, or ``blocked`` with the bot; else empty.
        noticed: When the person was told that everything will be erased, in seconds since 1970 (UTC); 0 for never.
        consent: The version of the words of consent that the person agreed to, if they did.
        misses: How many texts in a row were not understood.
        careful: How many of the next replies still say where to call, after words that sounded like danger.
        seen: When the person last did something, in seconds since 1970 (UTC).
    """

    language: str = "en"
    place: str = "opening.welcome"
    view: str = ""
    said: tuple[str, ...] = ()
    answers: dict[str, Answer] = {}
    written: dict[str, str] = {}
    ticked: tuple[str, ...] | None = None
    path: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    wanted: str = ""
    changing: str = ""
    open: int = 0
    messages: int = 0
    rated: tuple[str, ...] = ()
    album: str = ""
    zone: str = ""
    reminders: tuple[Reminder, ...] = ()
    draft: Reminder | None = None
    reminders_off: str = ""
    noticed: int = 0
    consent: int = 1
    misses: int = 0
    careful: int = 0
    seen: int = 0

    def entries(self, question: str) -> Entries:
        """Give the entries of a list, by their numbers."""
        answer = self.answers.get(question)
        return answer if isinstance(answer, dict) else {}

    def chosen(self, question: str) -> tuple[str, ...]:
        """Give what was chosen at a question, none or one or several."""
        answer = self.answers.get(question, ())
        return (answer,) if isinstance(answer, str) else tuple(answer)

    def with_answer(self, question: str, answer: Answer) -> Session:
        """Give the session with this answer added or put in the old one's place."""
        return replace(self, answers={**self.answers, question: answer})

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data, in the form in which it is stored."""
        return {"format": FORMAT, **asdict(self)}


def marked(session: Session) -> bytes:
    """Give a short mark that only equal sessions share."""
    return blake2b(msgspec.json.encode(session), digest_size=16).digest()


def from_json(stored: dict[str, Any]) -> Session:
    """Read a session from plain data, of this release or an earlier one; unknown fields are passed over."""
    return msgspec.convert(stored, Session)
