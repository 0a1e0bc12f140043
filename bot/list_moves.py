"""What is written into lists: entries are added, put right, put in other words and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot import consent
from bot.corrections import corrected, left_open
from bot.entries import apart, day_of_writing, needs_day
from bot.flows import QUESTIONS
from bot.flows.preparation import OWN_QUESTIONS
from bot.moves import LONGEST_TEXT, ask, hold
from bot.questions import EntryPart
from bot.typed import is_question, normalised, past

if TYPE_CHECKING:
    from bot.rendering.voice import Voice
    from bot.session import Entries, Session

MOST_ENTRIES = 30
"""How many entries a list may have."""


def taken_down(voice: Voice, text: str, now: int) -> Session:
    """Give the session with a text in the present list: as one entry or several, or to put the last one right."""
    session = voice.session
    if put_right := corrected(voice, text, now):
        return rewritten(voice, *put_right, now)
    if removed := to_be_removed(voice, text):
        return hold(session, removed)
    if unclear := left_open(voice, text, now):
        return hold(session, f"entry:{unclear}")
    said: tuple[str, ...] = ()
    for line in apart(voice, session.place, text, now):
        session = _with_entry(session, line, _day(voice, line, now))
        said = (*said, *session.said)
    return ask(session, *dict.fromkeys(said))


def asks_at_list(voice: Voice, text: str, now: int) -> bool:
    """Say whether a text asks something at a list of what happened, and is no entry: it names no date."""
    if EntryPart.WHEN not in QUESTIONS[voice.session.place].parts:
        return False
    asks = is_question(text, voice.words.shared.typed_loosely.asking)
    return asks and voice.words.date_reader.find(text, day_of_writing(now)) is None


def rewritten(voice: Voice, number: str, text: str, now: int) -> Session:
    """Give the session with other words in the place of an entry of the present list."""
    session = _with_words(voice.session, number, text, _day(voice, text, now))
    return ask(session, f"changed:{session.place}:{number}")


def to_be_removed(voice: Voice, text: str) -> str:
    """Give the page on which the entry can be removed that "delete Lemtrada" names; nothing for any other text."""
    entries = voice.session.entries(voice.session.place)
    said = " ".join(text.split())
    named = past(said, voice.words.shared.entries.corrections.removing)
    if named == said or not entries:
        return ""
    found = [number for number, entry in entries.items() if named and normalised(named) in normalised(entry)]
    return f"entry:{found[0]}" if len(found) == 1 else "entries:0"


def entry_to_change(session: Session, command: str) -> Session:
    """Offer to change or remove an entry of the present list: the last one where that is named."""
    entries = session.entries(session.place)
    if not entries:
        return hold(session, "answers:0")
    return hold(session, f"entry:{max(entries, key=int)}" if command == "last_entry" else "entries:0")


def without_entry(session: Session, number: str) -> Session:
    """Take an entry from the present list."""
    entries = {one: text for one, text in session.entries(session.place).items() if one != number}
    left = replace(session, written=_without(session, number))
    return ask(left.with_answer(session.place, entries), "removed")


def with_question(session: Session, text: str) -> Session:
    """Put a question that was asked on the way on the person's own list, where they agreed that something is kept."""
    entries = session.entries(OWN_QUESTIONS)
    if not consent.allows_keeping(session) or len(entries) >= MOST_ENTRIES or len(text) > LONGEST_TEXT:
        return ask(session)
    if text in entries.values():
        return ask(session, "question_kept")
    return ask(session.with_answer(OWN_QUESTIONS, {**entries, _next(entries): text}), "question_kept")


def _with_entry(session: Session, text: str, written: str) -> Session:
    entries = session.entries(session.place)
    if len(entries) >= MOST_ENTRIES:
        return ask(session, f"too_many_entries:{MOST_ENTRIES}")
    number = _next(entries)
    return ask(_with_words(session, number, text, written), f"added:{session.place}:{number}")


def _next(entries: Entries) -> str:
    """Give the number of the next entry; none is given twice as long as the newest is there."""
    return str(max(map(int, entries), default=0) + 1)


def _day(voice: Voice, text: str, now: int) -> str:
    """Give the day of writing, where the date in an entry is counted from it."""
    return day_of_writing(now).isoformat() if needs_day(voice, voice.session.place, text, now) else ""


def _with_words(session: Session, number: str, text: str, written: str) -> Session:
    days = _without(session, number) | ({f"{session.place}:{number}": written} if written else {})
    entries = {**session.entries(session.place), number: text}
    return replace(session, written=days).with_answer(session.place, entries)


def _without(session: Session, number: str) -> dict[str, str]:
    return {entry: day for entry, day in session.written.items() if entry != f"{session.place}:{number}"}
