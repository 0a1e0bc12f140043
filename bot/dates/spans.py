"""The days of a year, a season, a month, and months counted on from a day."""

from __future__ import annotations

from calendar import monthcalendar, monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from bot.dates.found import Days, Precision

FIRST_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month with which a season begins in the north; it only decides the order of entries."""

A_DAY = timedelta(days=1)


def one_day(year: int, month: int, day: int) -> Days:
    """Give one day."""
    return Days(date(year, month, day), date(year, month, day), Precision.DAY)


def nth_weekday(nth: int, weekday: int, year: int, month: int) -> Days:
    """Give the first Monday (0) of a month, the second, and so on; the last one is -1.

    Raises:
        ValueError: The month has no such day.
    """
    days = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
    if not -len(days) <= nth <= len(days):
        raise ValueError(nth)
    return one_day(year, month, days[nth - 1 if nth > 0 else nth])


def one_month(year: int, month: int) -> Days:
    """Give all days of a month."""
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)


def one_year(year: int) -> Days:
    """Give all days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


def one_season(season: str, year: int, *, begins_in: bool = False) -> Days:
    """Give the season of a year; a winter named by one year can be its first or its last months."""
    first = date(year, FIRST_MONTHS[season], 1)
    last = months_later(first, 3) - A_DAY
    if season == "winter" and not begins_in:
        first = date(year, 1, 1)
    return Days(first, last, Precision.SEASON, season=season)


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
