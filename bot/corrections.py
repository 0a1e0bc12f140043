"""Takes a text that only puts the entry before it right: "sorry, that was June 2012"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.entries import EDGE, day_of_writing, entry
from bot.typed import past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dates import Found
    from bot.rendering.voice import Voice


def corrected(voice: Voice, text: str, now: int) -> tuple[str, str] | None:
    """Give the number and the new words of the entry that was written just before, when a text puts it right.

    Only what leaves nothing open is taken so: another date in the place of the one in the entry, or other words behind
    "I meant". None is given for any other text.
    """
    number = _just_written(voice)
    if not number:
        return None
    cues = voice.words.shared.entries.corrections
    said = " ".join(text.split())
    without_excuses = past(said, cues.excuses)
    rest = past(without_excuses, cues.meant)
    named, is_instead = _date_alone(voice, past(rest, cues.around), cues.instead, now)
    if not rest or not (rest != said or is_instead):
        return None
    line = entry(voice, voice.session.place, number)
    if named:
        return _with_date(line.typed, line.found, *named, number)
    if rest == without_excuses:
        return None
    has_date = voice.words.date_reader.find(rest, day_of_writing(now)) is not None
    when = line.typed[line.found.start : line.found.end] if line.found and not has_date else ""
    return number, ", ".join(filter(None, (rest, when)))


def _just_written(voice: Voice) -> str:
    """Give the number of the entry of the present list that was added or changed in the turn before."""
    for said in voice.session.said:
        kind, _, detail = said.partition(":")
        question, _, number = detail.rpartition(":")
        if kind in {"added", "changed"} and question == voice.session.place:
            return number if number in voice.session.entries(question) else ""
    return ""


def _date_alone(voice: Voice, text: str, instead: Sequence[str], now: int) -> tuple[tuple[str, Found] | None, bool]:
    """Give the date that a text consists of, as typed and as read, and whether it says in the place of what it is."""
    found = voice.words.date_reader.find(text, day_of_writing(now))
    if found is None or text[: found.start].strip(EDGE):
        return None, False
    behind = text[found.end :].strip(EDGE + "!")
    is_instead = behind != past(behind, instead)
    return (None if behind and not is_instead else (text[: found.end], found)), is_instead


def _with_date(typed: str, old: Found | None, date: str, new: Found, number: str) -> tuple[str, str] | None:
    """Put a date in the place of the old one, or behind the words; one end of a period cannot stand for both."""
    if old is None:
        return number, f"{typed}, {date}"
    if old.is_period != new.is_period or (new.is_period and not new.begins):
        return None
    return number, f"{typed[: old.start]}{date}{typed[old.end :]}"
