"""Takes a text that only puts the entry before it right: "sorry, that was June 2012"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.entries import EDGE, day_of_writing, entry
from bot.typed import past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dates import Found
    from bot.entries import Line
    from bot.rendering.voice import Voice


FEW_WORDS = 4
"""Of so many words at the most, others behind "I meant" take the place."""


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
    line = entry(voice, voice.session.place, number)
    if new := _new_date(voice, said, now):
        return _with_date(voice, line, *new, now)
    meant = past(past(said, cues.excuses), cues.meant)
    old = line.typed if not line.found else f"{line.typed[: line.found.start]} {line.typed[line.found.end :]}"
    is_word_for_word = meant != past(said, cues.excuses) and max(map(_words, (meant, old))) <= FEW_WORDS
    if not meant or not is_word_for_word or line.side_effects:
        return None
    has_date = voice.words.date_reader.find(meant, day_of_writing(now)) is not None
    when = line.typed[line.found.start : line.found.end] if line.found and not has_date else ""
    return number, ", ".join(filter(None, (meant, when)))


def left_open(voice: Voice, text: str, now: int) -> str:
    """Give the number of the entry just written when a text corrects its date, but not which one of a period."""
    new = _new_date(voice, " ".join(text.split()), now)
    return _just_written(voice) if new and not new[1].is_period else ""


def _new_date(voice: Voice, said: str, now: int) -> tuple[str, Found] | None:
    """Give the date of which a correction consists, as typed and as read; None for what corrects no date."""
    cues = voice.words.shared.entries.corrections
    rest = past(said, (*cues.excuses, *cues.meant))
    named, is_instead = _date_alone(voice, past(rest, cues.around), cues.instead, now)
    return named if rest != said or is_instead else None


def _words(text: str) -> int:
    return len(text.split())


def _just_written(voice: Voice) -> str:
    """Give the number of the entry of the present list that was added or changed in the turn before."""
    for said in voice.session.said:
        kind, _, detail = said.partition(":")
        question, _, number = detail.rpartition(":")
        if kind in {"added", "changed"} and question == voice.session.place:
            return number if number in voice.session.entries(question) else ""
    return ""


def _date_alone(voice: Voice, text: str, instead: Sequence[str], now: int) -> tuple[tuple[str, Found] | None, bool]:
    """Give the date that a text consists of, as typed and as read, and whether the one that was wrong is named, too."""
    reader, today = voice.words.date_reader, day_of_writing(now)
    found = reader.find(text, today)
    if found is None or text[: found.start].strip(EDGE) or (found.is_relative and found.day):
        return None, False
    behind = text[found.end :].strip(EDGE + "!")
    wrong = past(behind, instead)
    other = reader.find(wrong, today) if wrong != behind else None
    is_instead = other is not None and not f"{wrong[: other.start]}{wrong[other.end :]}".strip(EDGE)
    return (None if behind and not is_instead else (text[: found.end], found)), is_instead


def _with_date(voice: Voice, line: Line, date: str, new: Found, now: int) -> tuple[str, str] | None:
    """Put a date in the place of the old one, or behind the words; one end of a period cannot stand for both."""
    old, typed = line.found, line.typed
    if new.is_period and not new.begins:
        return None
    if old is None:
        return line.number, f"{typed}, {date}"
    start = old.start
    if old.is_period and not new.is_period:
        start = _only_date(voice, typed, old, now)
    elif old.is_period != new.is_period:
        return None
    return (line.number, f"{typed[:start]}{date}{typed[old.end :]}") if start >= 0 else None


def _only_date(voice: Voice, typed: str, old: Found, now: int) -> int:
    """Give where the date of "since March 2019" begins; -1 where a period has two dates, or the words do not part."""
    for space in re.finditer(r"\s+", typed[old.start : old.end]):
        start = old.start + space.end()
        alone = voice.words.date_reader.find(typed[start : old.end], day_of_writing(now))
        if alone and not alone.is_period and (alone.start, alone.end) == (0, old.end - start):
            return start if not (old.begins and old.ends) else -1
    return -1
