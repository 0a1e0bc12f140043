"""How a date that was read in a text is said back: as understood, or as it was typed where that leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.formats import formatted
from bot.dates import Precision

if TYPE_CHECKING:
    from datetime import date

    from bot.dates import Days, Found
    from bot.rendering.voice import Voice


def said_date(voice: Voice, found: Found, text: str) -> str:
    """Give a date or period in words, without its time of day; what it leaves open stays as typed."""
    if found.is_ambiguous or found.year_assumed:
        return " ".join(text[found.start : found.end].split())
    said = voice.words.dates.said
    begins = said_days(voice, found.begins[0]) if found.begins else ""
    ends = said_days(voice, found.ends[0]) if found.ends else ""
    if begins and ends:
        return voice.plain(said.period, begin=begins, end=ends)
    if ends:
        return voice.plain(said.until, date=ends)
    return voice.plain(said.since, date=begins) if found.is_period else begins


def said_readings(voice: Voice, found: Found) -> str:
    """Give every reading of a date that can mean several."""
    readings = found.begins if len(found.begins) > 1 else found.ends
    said = [said_days(voice, one) for one in readings]
    together = said[0]
    for other in said[1:]:
        together = voice.plain(voice.words.dates.said.either, one=together, other=other)
    return together


def said_days(voice: Voice, days: Days) -> str:
    """Give one reading of a date in words, no more precise than it was written."""
    words = voice.words.dates.said
    middle = days.earliest + (days.latest - days.earliest) / 2
    match days.precision:
        case Precision.DAY if days.earliest != days.latest:
            first, last = (_formatted(voice, words.day, day) for day in (days.earliest, days.latest))
            said = voice.plain(words.period, begin=first, end=last)
        case Precision.DAY:
            said = _formatted(voice, words.day, days.earliest)
        case Precision.WEEK if days.is_about:
            said = _formatted(voice, words.day, middle)
        case Precision.WEEK:
            said = voice.plain(words.week, date=_formatted(voice, words.day, days.earliest))
        case Precision.MONTH:
            said = _formatted(voice, words.month, middle)
        case Precision.SEASON:
            year = _formatted(voice, words.year, days.earliest)
            if days.is_relative and days.latest.year != days.earliest.year:
                year = f"{year}/{days.latest:%y}"
            said = voice.plain(words.season, season=dict(words.seasons)[days.season], date=year)  # type: ignore[index]
        case Precision.YEAR:
            said = _years(voice, days, middle)
        case Precision.DECADE:
            said = voice.plain(words.decade, date=_formatted(voice, words.year, days.earliest))
    if days.part:
        said = voice.plain(dict(words.part)[days.part], date=said)  # type: ignore[index]
    return voice.plain(words.about, date=said) if days.is_about else said


def _years(voice: Voice, days: Days, middle: date) -> str:
    words = voice.words.dates.said
    if days.is_about or days.earliest.year == days.latest.year:
        return _formatted(voice, words.year, middle)
    first, last = (_formatted(voice, words.year, day) for day in (days.earliest, days.latest))
    return voice.plain(words.period, begin=first, end=last)


def _formatted(voice: Voice, pattern: str, day: date) -> str:
    return formatted(day, pattern, voice.words.code)
