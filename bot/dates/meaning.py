"""Which days the parts of a date mean, seen from the day on which they were written."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.dates.found import Days, Precision
from bot.dates.nearby import Nearby
from bot.dates.spans import nth_weekday, one_day, one_month, one_season, one_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dates.forms import Slots

AHEAD_YEARS = 10
"""Two digits mean a year up to so many years ahead, else one of the last century."""

NUMBERED_MONTHS = 12
LONGEST_MONTH = 31
TWO_DIGITS = 100


class Meaning:
    """Reads the slots of a date.

    Args:
        today: The day on which it was written.
        ahead: Whether a date ahead is expected, such as an appointment; otherwise one that is past.
        day_first: Whether 3/4 is surely the third of April.
    """

    def __init__(self, today: date, *, ahead: bool, day_first: bool) -> None:
        self._today = today
        self._ahead = ahead
        self._day_first = day_first
        self._nearby = Nearby(today, ahead=ahead)

    def of(self, slots: Slots) -> tuple[Days, ...]:
        """Give every reading, the likeliest first; none when there is no such date."""
        try:
            readings = tuple(dict.fromkeys(self._readings(slots)))
        except (ValueError, OverflowError):
            return ()
        likely = tuple(one for one in readings if self._nearby.lies_as_expected(one))
        # Of what is past nobody says "tomorrow" or "in two years": "una mañana" is a morning there.
        return likely or tuple(one for one in readings if self._ahead or not one.is_relative)

    def year(self, two_digits: int) -> int:
        """Give the year that two digits stand for."""
        century = self._today.year // 100 * 100
        return century + two_digits - (100 if century + two_digits > self._today.year + AHEAD_YEARS else 0)

    def years(self, digits: str) -> tuple[Days, Days]:
        """Read 2019-21 or 2019/20."""
        first, last = re.split(r"\D", digits)
        return one_year(int(first)), one_year(int(first) // 100 * 100 + int(last))

    def _readings(self, slots: Slots) -> Iterator[Days]:
        match slots:
            case {"numeric": digits}:
                yield from self._numeric(digits)
            case {"short_year": two_digits}:
                yield from self._readings({**_without(slots, "short_year"), "year": self.year(two_digits)})
            case {"year": year} if year < TWO_DIGITS:
                yield from self._readings({**slots, "year": self.year(year)})
            case {"day": day, "month": month, "short": year} if not self._ahead:
                yield one_day(self.year(year), month, day)
            case {"short": _, "day": _}:
                return
            case {"nth": nth, "weekday": weekday, "month": month, "year": year}:
                yield nth_weekday(nth, weekday, year, month)
            case {"day": day, "month": month, "year": year}:
                last = int(slots.get("last_day") or day)
                yield from _on_weekday(Days(date(year, month, day), date(year, month, last), Precision.DAY), slots)
            case {"short": number, "month": month}:
                yield one_month(self.year(number), month)
                if number <= monthrange(2000, month)[1] and number:
                    yield self._nearby.day_of_year(month, number)
            case {"month": month, "year": year}:
                yield _shaped(one_month(year, month), slots)
            case {"season": season, "year": year}:
                yield _shaped(one_season(season, year), slots)
            case {"year": year}:
                yield _shaped(one_year(year), slots)
            case {"decade": digits}:
                yield _shaped(self._decade(int(re.sub(r"\D", "", digits))), slots)
            case _:
                readings = (_shaped(one, slots) for one in self._nearby.readings(slots))
                yield from (checked for one in readings for checked in _on_weekday(one, slots))

    def _numeric(self, digits: str) -> Iterator[Days]:
        numbers = [int(one) for one in re.split(r"\D", digits)]
        first_is_year = len(re.split(r"\D", digits)[0]) == len("2019")
        match numbers:
            case [year, month, day] if first_is_year:
                yield one_day(year, month, day)
            case [one, other, year]:
                year = year if year > NUMBERED_MONTHS * 100 else self.year(year)
                yield from self._day_and_month(one, other, year, surely="." in digits or self._day_first)
            case [year, month] if first_is_year:
                yield one_month(year, month)
                if month > year % 100 and "-" in digits:  # 2010-12 may also be three years
                    yield Days(date(year, 1, 1), date(year - year % 100 + month, 12, 31), Precision.YEAR)
            case [month, year] if year > NUMBERED_MONTHS * 100:
                yield one_month(year, month)
            case [one, other]:
                yield from self._pair(one, other)

    def _pair(self, one: int, other: int) -> Iterator[Days]:
        """Read 3/19 or 3/4, which can be a month and a year, or a day and a month in either order."""
        if not self._ahead and other > NUMBERED_MONTHS:
            # Who writes down a story of years names the year, so 3/19 is no day of this one.
            yield one_month(self.year(other), one)
            return
        if one <= NUMBERED_MONTHS:
            yield one_month(self.year(other), one)
        orders = [(one, other), (other, one)]
        valid = [(day, month) for day, month in orders if month <= NUMBERED_MONTHS and 1 <= day <= LONGEST_MONTH]
        for day, month in valid[:1] if self._day_first else valid:
            yield self._nearby.day_of_year(month, day)

    @staticmethod
    def _day_and_month(one: int, other: int, year: int, *, surely: bool) -> Iterator[Days]:
        """Read 3/4/2021, in which the day may stand first or second."""
        if other <= NUMBERED_MONTHS:
            yield one_day(year, other, one)
        if one <= NUMBERED_MONTHS and not (surely and other <= NUMBERED_MONTHS):
            yield one_day(year, one, other)

    def _decade(self, digits: int) -> Days:
        first = digits if digits > NUMBERED_MONTHS * 100 else self.year(digits)
        return Days(date(first, 1, 1), date(first + 9, 12, 31), Precision.DECADE)


def _without(slots: Slots, place: str) -> Slots:
    return {name: value for name, value in slots.items() if name != place}


def _shaped(days: Days, slots: Slots) -> Days:
    """Narrow a reading to the part that is named, or widen it when it is only about then."""
    part = str(slots.get("part", ""))
    if part:
        third = (days.latest - days.earliest) / 3
        at = ("early", "mid", "late").index(part)
        first = days.earliest + at * third
        days = replace(days, earliest=first, latest=days.latest if part == "late" else first + third, part=part)
    return replace(days, is_about=True) if slots.get("about") else days


def _on_weekday(days: Days, slots: Slots) -> Iterator[Days]:
    """Give the date; where it is not the day of the week that stands with it, also that day of the same week."""
    yield days
    wrong = slots.get("weekday", days.earliest.weekday()) - days.earliest.weekday()
    if "month" in slots and wrong:
        day = days.earliest + timedelta(days=wrong)
        yield replace(days, earliest=day, latest=day)
