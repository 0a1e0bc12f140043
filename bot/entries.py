"""What a person put into a list: each entry in its parts, as far as they were understood, in the order of its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.dates.said import said_date
from bot.flows import QUESTIONS
from bot.questions import EntryPart

if TYPE_CHECKING:
    from bot.dates import Found
    from bot.rendering.voice import Voice

EDGE = " \t\r\n-–—:;,./|"
"""What may stand between a date and the words beside it."""

_FEWEST_LINES = 2
_BREAK = ",;:.(-–—"
_WRAPPED = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry.

    Attributes:
        number: Its own number in the list.
        typed: It as typed, in one line.
        text: What happened, or the medicine; all that was typed when the date stands in the middle of it.
        when: The date or period as understood; as typed when that leaves it open; empty when there is none.
        side_effects: The side effects of a medicine, when they can be told from the rest.
        found: The date that was read, which says what its words leave open.
        is_medicine: Whether it stands in a list of medicines.
    """

    number: str
    typed: str
    text: str
    when: str = ""
    side_effects: str = ""
    found: Found | None = None
    is_medicine: bool = False


def in_order(voice: Voice, question: str) -> tuple[Line, ...]:
    """Give the entries of a list: those with dates by date, then the others in the order typed."""
    lines = [entry(voice, question, number) for number in voice.session.entries(question)]
    dated = sorted((line for line in lines if line.found), key=_place_in_time)
    return (*dated, *(line for line in lines if not line.found))


def entry(voice: Voice, question: str, number: str) -> Line:
    """Give one entry in its parts."""
    typed = " ".join(voice.session.entries(question).get(number, "").split())
    line = Line(number, typed, typed)
    parts = QUESTIONS[question].parts if question in QUESTIONS else ()
    if EntryPart.WHEN not in parts:
        return line
    found = _date_in(voice, question, number, typed)
    before, after = (typed[: found.start], typed[found.end :]) if found else (typed, "")
    when = said_date(voice, found, typed) if found else ""
    text, side_effects = typed, ""
    if EntryPart.SIDE_EFFECTS in parts:
        text, side_effects = _medicine(voice, before, after)
    if not side_effects:
        text = _without_date(before, after) if found else typed
    is_medicine = EntryPart.SIDE_EFFECTS in parts
    return Line(number, typed, text or (typed if before.strip(EDGE) else ""), when, side_effects, found, is_medicine)


def said_line(voice: Voice, line: Line) -> str:
    """Give an entry in one line, as it was understood."""
    words = voice.words.shared.entries
    said = line.text
    if line.is_medicine and line.when and line.text:
        # A date in the middle of the words stays there, and saying it once is enough.
        said = said if said == line.typed else voice.plain(words.medicine, text=line.text, when=line.when)
    elif line.when:
        said = voice.plain(words.dated, text=line.text, when=line.when) if line.text else line.when
    if line.side_effects:
        said = voice.plain(words.with_side_effects, text=said, side_effects=line.side_effects)
    return said


def day_of_writing(now: int) -> date:
    """Give the day of a moment in seconds since 1970; the person's own may already be the next or still the last."""
    return datetime.fromtimestamp(now, UTC).date()


def needs_day(voice: Voice, question: str, text: str, now: int) -> bool:
    """Say whether an entry can only be understood with the day on which it is written."""
    if EntryPart.WHEN not in QUESTIONS[question].parts:
        return False
    found = voice.words.date_reader.find(" ".join(text.split()), day_of_writing(now))
    return bool(found and (found.is_relative or found.year_assumed))


def apart(voice: Voice, question: str, text: str, now: int) -> tuple[str, ...]:
    """Give the entries of which a text consists: its lines, when each of them has a date, else all of it as one.

    Of these lines, one that only says when something ended ("stopped 2021") is part of the entry before it.
    """
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) < _FEWEST_LINES or EntryPart.WHEN not in QUESTIONS[question].parts:
        return (text,)
    today = day_of_writing(now)
    entries: list[str] = []
    for line in lines:
        found = voice.words.date_reader.find(line, today)
        if found is None:
            return (text,)
        if entries and not found.begins:
            entries[-1] = f"{entries[-1]} {line}"
        else:
            entries.append(line)
    return tuple(entries)


def _date_in(voice: Voice, question: str, number: str, typed: str) -> Found | None:
    written = voice.session.written.get(f"{question}:{number}")
    today = date.fromisoformat(written) if written else day_of_writing(voice.session.seen)
    found = voice.words.date_reader.find(typed, today)
    return found if found and (written or not (found.is_relative or found.year_assumed)) else None


def _place_in_time(line: Line) -> tuple[date, date]:
    assert line.found  # noqa: S101 - only entries with dates are sorted
    first = (*line.found.begins, *line.found.ends)[0]
    return first.earliest, line.found.latest


def _without_date(before: str, after: str) -> str:
    """Give what stands before or after a date; nothing when it stands on both sides, so that no sentence is torn."""
    before, after = before.strip(), after.strip()
    if before and before[-1] in _WRAPPED and after.startswith(_WRAPPED[before[-1]]):
        before, after = before[:-1], after[1:]
    before, after = before.rstrip(EDGE), after.strip(EDGE)
    return "" if before and after else before or after


def _medicine(voice: Voice, before: str, after: str) -> tuple[str, str]:
    """Give a medicine and its side effects; both empty when they cannot be told apart.

    They can where words such as "side effects" name them, and where they stand behind the dates and a comma and say no
    reason, such as "stopped because of pregnancy".
    """
    cues = "|".join(map(re.escape, sorted(voice.words.shared.entries.side_effects, key=len, reverse=True)))
    rest = after or before
    cue = re.search(rf"(?<!\w)(?:{cues})(?!\w)[\s:,–—-]*", rest, re.IGNORECASE)
    if cue and (named := rest[cue.end() :].strip(" ,;.")):
        earlier = rest[: cue.start()].strip(EDGE + "(")
        medicine = before.strip(EDGE) if after and before.strip(EDGE) else earlier
        torn = bool(after and before.strip(EDGE) and earlier)
        return ("", "") if torn or not medicine else (medicine, named.rstrip(")"))
    name, effects = before.strip(EDGE + "("), after.strip()
    says_why = any(one in effects.casefold() for one in voice.words.shared.entries.why_ended)
    has_words = any(map(str.isalpha, effects))
    if name and has_words and not says_why and effects[:1] in _BREAK and effects.strip(EDGE + "()"):
        return name, effects.strip(EDGE + "()")
    return "", ""
