"""Reads what people type about dates ahead: a day with a note, another day for it, the place where they live."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.reminders import FURTHEST, Reminder, due_at, now_there, set_for, waiting, waking
from bot.reminders.time_zones import LONGEST, have_one_clock, is_place
from bot.rendering.reminders import zones_offered
from bot.typed import normalised, past

if TYPE_CHECKING:
    from bot.dates.found import Found
    from bot.rendering.voice import Voice
    from bot.session import Session


_ALONE = "\0"
"""Stands for the note of a date beside which nothing is said."""


def date_read(voice: Voice, text: str, now: int, known: Reminder | None, about: str = "") -> tuple[Reminder, str] | str:
    """Give the date in a text, with what is said of it, or the name of what is wrong with it.

    Args:
        voice: The words, and the person.
        text: What was typed.
        now: The time, in seconds since 1970 (UTC).
        known: The date that is spoken of, whose day a time alone is for.
        about: What was typed before, and is the note of a date that stands alone.
    """
    reader, today = voice.words.date_reader, now_there(voice.session, now).date()
    said = note = " ".join(text.split())
    found = reader.find(said, today, ahead=True)
    if found is None and known:
        said, note = f"{known.at.partition('T')[0]} {said}", known.note
        found = reader.find(said, today, ahead=True)
        found = found if found and found.time else None
    if found is None:
        return "no_date"
    if found.is_ambiguous:
        return f"ambiguous:{note}"
    if found.day is None:
        return "no_day"
    time = f"{waking(found.time, either_half=found.either_half):%H:%M}" if found.time else ""
    is_alone = not f"{said[: found.start]}{said[found.end :]}".strip(" .,;:!")
    note = about if about and is_alone else _without_day(note, found)
    reminder = Reminder(0, f"{found.day}T{time}".removesuffix("T"), note)
    return reminder, f"half:{time}" if found.either_half else ""


def date_meant(session: Session) -> Reminder | None:
    """Give the date of which a person speaks: the one that is open, the one just set, or the only one."""
    kind, _, number = session.view.partition(":")
    if session.draft and kind in {"reminder_offer", "zone_first", "reminders"}:
        return session.draft
    left = [one for one in waiting(session) if kind != "reminder" or str(one.number) == number]
    just = [one for one in left if f"reminder:set:{one.at}" in session.said]
    return just[0] if just else left[0] if len(left) == 1 else None


def date_moved(voice: Voice, one: Reminder, text: str, now: int) -> Reminder | None:
    """Give a date with the day or the time of "move it to Thursday"; None when a text says anything else."""
    said = " ".join(text.split())
    rest = past(said, voice.words.reminders.moved)
    read = date_read(voice, rest, now, one, about=_ALONE) if rest != said else ""
    if isinstance(read, str) or read[0].note != _ALONE:
        return None
    day, _, time = read[0].at.partition("T")
    # The day that the note may name is not the day any more.
    named = voice.words.date_reader.find(one.note, now_there(voice.session, now).date(), ahead=True)
    note = _cut(one.note, named) if named else one.note
    return one._replace(at="T".join(filter(None, (day, time or one.at.partition("T")[2]))), note=note)


def date_cancelled(voice: Voice, text: str, now: int) -> Reminder | None:
    """Give the reminder that "cancel it", or one named by its day or its note, means; None when a text says more."""
    session, words = voice.session, voice.words.reminders
    said = " ".join(text.split())
    rest = past(said, words.cancelled)
    if rest == said:
        return None
    found = voice.words.date_reader.find(rest, now_there(session, now).date(), ahead=True)
    beside = normalised(f"{rest[: found.start]} {rest[found.end :]}" if found else rest)
    named = set(beside.split()) - set(map(normalised, words.cancelled_what))
    if not (found or named):
        return date_meant(session)
    meant = [one for one in waiting(session) if named <= set(normalised(one.note).split()) and _is_within(one, found)]
    return meant[0] if len(meant) == 1 else None


def _is_within(one: Reminder, found: Found | None) -> bool:
    """Say whether a reminder is due on the day, or in the month, that was found; always when none was."""
    day = date.fromisoformat(one.at.partition("T")[0])
    return found is None or any(days.earliest <= day <= days.latest for days in found.begins)


def zone_told(voice: Voice, text: str, now: int) -> str:
    """Give the time zone of "I live in Hamburg"; nothing when a text says more, or the place has several clocks."""
    place = past(" ".join(text.split()), voice.words.reminders.living).strip(" .!")
    is_told = place and place != " ".join(text.split()).strip(" .!")
    if not is_told or not is_place(place, voice.words.code, voice.words.reminders.places):
        return ""
    zones = zones_offered(voice, place[:LONGEST])
    return zones[0] if have_one_clock(zones, now) else ""


def unfit(session: Session, draft: Reminder, now: int) -> str:
    """Give the name of what is wrong with a date; nothing when it lies ahead and not too far."""
    ahead = due_at(set_for(draft.at), session.zone or "UTC") - now
    return "past" if ahead <= 0 else "far" if ahead > FURTHEST else ""


def _without_day(note: str, found: Found) -> str:
    """Give a note without a day such as "tomorrow", which is another one when the note is read; never nothing."""
    if not any(day.is_relative for day in found.begins):
        return note
    return _cut(note, found)


def _cut(note: str, found: Found) -> str:
    """Give a note without the date in it; all of it when it says nothing else."""
    return " ".join(f"{note[: found.start]} {note[found.end :]}".split()).strip(" ,;:-") or note
