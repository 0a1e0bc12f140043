"""Which days are meant where they are counted from the day of writing, or lie nearest to it."""

from __future__ import annotations

from calendar import monthrange
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.dates.found import Days, Precision
from bot.dates.spans import A_DAY, months_later, nth_weekday, one_day, one_month, one_season, one_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from bot.dates.forms import Slots

A_WEEK = timedelta(days=7)

NEAR_MONTHS = 4
"""In so many months a day that is named with its weekday is looked for."""


class Nearby:
    """Counts from a day.

    Args:
        today: The day of writing.
        ahead: Whether a date ahead is expected; otherwise one that is past.
    """

    def __init__(self, today: date, *, ahead: bool) -> None:
        self._today = today
        self._ahead = ahead

    def lies_as_expected(self, days: Days) -> bool:
        """Say whether it lies on the side of today on which a date is expected."""
        return days.latest >= self._today if self._ahead else days.earliest <= self._today

    def readings(self, slots: Slots) -> Iterator[Days]:
        """Give every reading of slots that name no year."""
        match slots:
            case {"nth": nth, "weekday": weekday, "month": month, "unit": "year"}:
                yield replace(nth_weekday(nth, weekday, self._today.year + _step(slots), month), is_relative=True)
            case {"month": month, "unit": "year"}:
                yield self._in_year(self._today.year + _step(slots), month, slots.get("day"))
            case {"nth": nth, "weekday": weekday, "month": month}:
                yield self._nearest(lambda year: nth_weekday(nth, weekday, year, month))
            case {"day": day, "month": month}:
                yield self.day_of_year(month, day)
            case {"weekday": weekday}:
                yield from self._weekday(weekday, slots)
            case {"count": count, "unit": unit}:
                direction = -1 if "ago" in slots else 1
                for number in dict.fromkeys((count, slots.get("last_count", count))):
                    yield self._counted(direction * number, unit, is_about=bool(slots.get("about")))
            case {"offset": days}:
                found = self._today + timedelta(days=days)
                yield replace(one_day(found.year, found.month, found.day), is_relative=True)
            case {"unit": unit}:
                yield self._unit(unit, _step(slots))
            case {"season": season}:
                yield self._season(season, _step(slots))
            case {"month": month}:
                yield self._month(month, _step(slots))
            case {"day": day}:
                yield self._day_of_month(day)

    def day_of_year(self, month: int, day: int) -> Days:
        """Give this day of the year in the nearest year on the expected side of today."""
        return self._nearest(lambda year: one_day(year, month, day))

    def _nearest(self, in_year: Callable[[int], Days]) -> Days:
        """Give a day in the nearest year on the expected side of today that has it."""
        years = range(self._today.year, self._today.year + 9)
        if not self._ahead:
            years = range(self._today.year, self._today.year - 9, -1)
        for year in years:
            with suppress(ValueError):
                found = replace(in_year(year), year_assumed=True)
                if self.lies_as_expected(found):
                    return found
        raise ValueError("there is no such day")

    @staticmethod
    def _in_year(year: int, month: int, day: int | None) -> Days:
        """Give a month or a day of "last year"."""
        return replace(one_day(year, month, day) if day else one_month(year, month), is_relative=True)

    def _counted(self, number: int, unit: str, *, is_about: bool) -> Days:
        """Give a day counted from today; one that lies years back is meant as roughly as it is counted."""
        if unit in {"month", "year"}:
            day = months_later(self._today, number * (12 if unit == "year" else 1))
            roughly = timedelta(days=182 if unit == "year" else 15)
        else:
            day = self._today + number * (A_WEEK if unit == "week" else A_DAY)
            roughly = 3 * A_DAY if unit == "week" else A_DAY
        if (number < 0 and unit != "day") or is_about:
            return Days(day - roughly, day + roughly, Precision(unit), is_about=True, is_relative=True)
        return Days(day, day, Precision.DAY, is_relative=True)

    def _day_on_weekday(self, day: int, weekday: int) -> Days:
        """Give the nearest day of a month that is this day of the week; where none is near, the day of the month."""
        nearest = self._day_of_month(day)
        for step in range(NEAR_MONTHS):
            month = months_later(self._today.replace(day=1), step if self._ahead else -step)
            if day <= monthrange(month.year, month.month)[1]:
                found = one_day(month.year, month.month, day)
                if found.earliest.weekday() == weekday and self.lies_as_expected(found):
                    return replace(found, year_assumed=True)
        return nearest

    def _weekday(self, weekday: int, slots: Slots) -> Iterator[Days]:
        """Read a day of the week, alone or with the day of the month or the week in which it lies."""
        match slots:
            case {"day": day}:
                yield self._day_on_weekday(day, weekday)
            case {"unit": "week"}:
                week = self._unit("week", slots.get("count", _step(slots)))
                yield self._relative(week.earliest + timedelta(days=weekday))
            case {"unit": _}:
                return
            case _:
                later = A_WEEK if "week_on" in slots else timedelta()
                yield from (self._relative(day + later) for day in self._nearest_weekdays(weekday, slots))

    def _nearest_weekdays(self, weekday: int, slots: Slots) -> list[date]:
        """Give the day that is meant; "next" said before it comes can mean this week's or the one after."""
        day = self._today - timedelta(days=self._today.weekday() - weekday)
        if "last" in slots:
            return [day if day < self._today else day - A_WEEK]
        if "this" in slots and "week_on" not in slots:
            return [day]
        if "next" in slots:
            return [day, day + A_WEEK] if day > self._today else [day + A_WEEK]
        if self._ahead:
            return [day if day > self._today else day + A_WEEK]
        return [day if day <= self._today else day - A_WEEK]

    @staticmethod
    def _relative(day: date) -> Days:
        return Days(day, day, Precision.DAY, is_relative=True)

    def _unit(self, unit: str, step: int) -> Days:
        if unit == "week":
            monday = self._today - timedelta(days=self._today.weekday()) + step * A_WEEK
            return Days(monday, monday + A_WEEK - A_DAY, Precision.WEEK, is_relative=True)
        if unit == "month":
            first = months_later(self._today.replace(day=1), step)
            return replace(one_month(first.year, first.month), is_relative=True)
        if unit == "year":
            return replace(one_year(self._today.year + step), is_relative=True)
        day = self._today + step * A_DAY
        return Days(day, day, Precision.DAY, is_relative=True)

    def _season(self, season: str, step: int) -> Days:
        seasons = [
            one_season(season, year, begins_in=True) for year in range(self._today.year - 2, self._today.year + 3)
        ]
        if step < 0:
            found = [one for one in seasons if one.latest < self._today][-1]
        elif step > 0:
            found = next(one for one in seasons if one.earliest > self._today)
        elif self._ahead:
            found = next(one for one in seasons if one.latest >= self._today)
        else:
            found = [one for one in seasons if one.earliest <= self._today][-1]
        return replace(found, is_relative=True)

    def _month(self, month: int, step: int) -> Days:
        months = [one_month(year, month) for year in range(self._today.year - 2, self._today.year + 3)]
        if step > 0 or (self._ahead and not step):
            after = [one for one in months if (one.earliest if step else one.latest) >= self._today]
            found = after[0]
        else:
            found = [one for one in months if (one.latest if step else one.earliest) <= self._today][-1]
        return replace(found, year_assumed=not step, is_relative=bool(step))

    def _day_of_month(self, day: int) -> Days:
        for step in range(12):
            month = months_later(self._today.replace(day=1), step if self._ahead else -step)
            if day <= monthrange(month.year, month.month)[1]:
                found = replace(one_day(month.year, month.month, day), is_relative=True)
                if self.lies_as_expected(found):
                    return found
        raise ValueError(day)


def _step(slots: Slots) -> int:
    return -1 if "last" in slots else 1 if "next" in slots else 0
