"""Searches a sentence for a date, a period between two, and a time of day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, NamedTuple

from bot.dates.forms import Forms
from bot.dates.found import Days, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dates.forms import Slots
    from bot.dates.meaning import Meaning
    from bot.dates.words import Sentence

SINCE = Forms.parsed("lead? since")
UNTIL = Forms.parsed("lead? until")
BETWEEN, AND = Forms.parsed("between"), Forms.parsed("and")
FROM = Forms.parsed("from", "lead? since")
TO = Forms.parsed("comma? to", "comma? until")
ONWARD = Forms.parsed("comma? onward", "comma? to now", "comma? until now")
LEAD = Forms.parsed("comma? lead", "comma")
YEARS = Forms.parsed("lead? years")

NOON = 12
EARLY_HOURS = 7
"""An hour on a clock before this one is as likely one of the afternoon, unless it says which."""


class Grammar(NamedTuple):
    """All forms of one language: of dates, of those only where a date ahead is asked for, and of times of day."""

    dates: Forms
    dates_ahead: Forms
    times: Forms


class Search:
    """The search in one sentence; ``at`` and ``end`` count its words."""

    def __init__(self, grammar: Grammar, sentence: Sentence, meaning: Meaning, *, ahead: bool) -> None:
        self._grammar = grammar
        self._dates = grammar.dates_ahead if ahead else grammar.dates
        self._sentence = sentence
        self._meaning = meaning
        self._ahead = ahead

    def first(self) -> Found | None:
        """Give the first date or period, with its place in the text."""
        words = self._sentence.words
        for at in self._sentence.near_dates():
            if found := self._period(at) or self._moment(at):
                return replace(found, start=words[at].start, end=words[found.end - 1].end)
        return None

    def _moment(self, at: int) -> Found | None:
        """Give the date that begins at a place, with the time of day before or after it."""
        if self._ahead:
            for hour, after in self._times(at):
                if day := self._date(self._passed(LEAD, after) or after):
                    return Found(at, day.end, day.readings, time=hour.time, either_half=hour.either_half)
        days = list(self._all_dates(at, self._dates)) if self._ahead else [day for day in [self._date(at)] if day]
        moments = [self._with_time(at, day) for day in days if not day.is_bare_pair or self._may_begin(at)]
        # Of "Thursday 10 at 9" the day of the month is read, and of "Thursday 9 in the morning" the hour.
        return max(moments, key=lambda found: found.end, default=None)

    def _with_time(self, at: int, day: _Date) -> Found:
        found = Found(at, day.end, day.readings)
        for hour, after in self._times(day.end) if self._ahead else ():
            return replace(found, end=after, time=hour.time, either_half=hour.either_half)
        return found

    def _period(self, at: int) -> Found | None:
        """Give the period that begins at a place."""
        for opening, joining in ((BETWEEN, AND), (FROM, TO), (None, TO)):
            start = self._passed(opening, at) if opening else at
            if start is not None and (found := self._from_to(at, start, joining)):
                return found
        if years := YEARS.matches(self._sentence, at):
            begin, end = self._meaning.years(years[0].slots["years"])
            return Found(at, years[0].end, (begin,), (end,), is_period=True) if begin.earliest < end.latest else None
        if (start := self._passed(SINCE, at)) and (day := self._date(start, self._grammar.dates_ahead)):
            return Found(at, day.end, begins=day.readings, is_period=True, goes_on=True)
        if (start := self._passed(UNTIL, at)) and (day := self._date(start, self._grammar.dates_ahead)):
            return Found(at, day.end, ends=day.readings, is_period=True)
        return None

    def _from_to(self, at: int, start: int, joining: Forms) -> Found | None:
        begin = self._date(start)
        if start == at and begin and begin.is_bare_pair and not self._may_begin(at):
            return None
        if begin and (end := self._passed(ONWARD, begin.end)):
            return Found(at, end, begins=begin.readings, is_period=True, goes_on=True)
        for opening in filter(None, (begin, *self._without_year(start))):
            end = self._passed(joining, opening.end)
            closing = self._date(end) if end else None
            if closing and opening is not begin and not closing.slots.keys() & {"day", "month", "season"}:
                # "jan-2020" is a month and no period.
                continue
            begins = self._borrowed_year(opening, closing) if closing else ()
            if closing and begins and begins[0].earliest <= closing.readings[0].latest:
                return Found(at, closing.end, begins, closing.readings, is_period=True)
        return None

    def _date(self, at: int, forms: Forms | None = None) -> _Date | None:
        """Give the longest form that names a date at a place."""
        return next(self._all_dates(at, forms or self._dates), None)

    def _all_dates(self, at: int, forms: Forms) -> Iterator[_Date]:
        """Give every form that names a date at a place, the longest first."""
        for match in forms.matches(self._sentence, at):
            if readings := self._meaning.of(match.slots):
                yield _Date(readings, match.slots, match.end)

    def _without_year(self, at: int) -> Iterator[_Date]:
        """Give what may begin a period whose year stands at its end: "March to May 2020"."""
        for match in self._grammar.dates_ahead.matches(self._sentence, at):
            if "year" not in match.slots and match.slots.keys() & {"month", "season"}:
                yield _Date((), match.slots, match.end)

    def _borrowed_year(self, opening: _Date, closing: _Date) -> tuple[Days, ...]:
        year = closing.slots.get("year")
        if opening.readings and not (opening.readings[0].year_assumed and year):
            return opening.readings
        if not year:
            return ()
        for borrowed in (year, year - 1):
            readings = self._meaning.of({**opening.slots, "year": borrowed})
            if readings and readings[0].earliest <= closing.readings[0].latest:
                return readings
        return ()

    def _times(self, at: int) -> Iterator[tuple[_Hour, int]]:
        for match in self._grammar.times.matches(self._sentence, at):
            if hour := _hour(match.slots):
                yield hour, match.end

    def _passed(self, forms: Forms, at: int) -> int | None:
        """Give the place after one of these forms; None when none of them stands here."""
        found = forms.matches(self._sentence, at)
        return found[0].end if found else None

    def _may_begin(self, at: int) -> bool:
        """Say whether two bare numbers such as 3/19 may be a date here: where one begins a text or a part of it."""
        return at == 0 or self._sentence.words[at - 1].form == "mark"


class _Date(NamedTuple):
    readings: tuple[Days, ...]
    slots: Slots
    end: int

    @property
    def is_bare_pair(self) -> bool:
        """Whether it is only two short numbers, which are as often a score or a half."""
        short = len("31/12")
        return len(self.slots.get("numeric", "too long")) <= short and not self.slots.keys() & {"lead", "about"}


class _Hour(NamedTuple):
    time: time
    either_half: bool


def _hour(slots: Slots) -> _Hour | None:
    half = slots.get("half", "")
    if "clock" in slots:
        digits = "".join(letter if letter.isdigit() else ":" for letter in slots["clock"])
        hour, minute = map(int, digits.split(":"))
        is_open = not half and not digits.startswith("0") and 0 < hour < EARLY_HOURS
    else:
        hour, minute = slots["hour"] if "hour" in slots else slots["hour_count"], slots.get("minutes", 0)
        is_open = not half and 0 < hour < NOON
    if half and not 0 < hour <= NOON:
        half = ""
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    hour, minute = (hour - 1, minute + 60) if minute < 0 else (hour, minute)
    return _Hour(time(hour, minute), is_open) if 0 <= hour < 24 else None  # noqa: PLR2004 - hours of a day
