"""What a date in a text can mean: the days, how precisely, and what the words leave open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time


class Precision(Enum):
    """How precisely a date was written; it decides how it is said back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True)
class Days:
    """One reading of a date.

    Attributes:
        earliest: The first day that it can mean.
        latest: The last day that it can mean.
        precision: How precisely it was written.
        season: The name of the season, when it names one.
        part: Which part of it: ``early``, ``mid`` or ``late``; empty for all of it.
        is_about: Whether it is only about then: "about 2019", "five years ago".
        is_relative: Whether it was counted from the day on which it was written.
        year_assumed: Whether no year was written, so that the nearest one was taken.
    """

    earliest: date
    latest: date
    precision: Precision
    season: str = ""
    part: str = ""
    is_about: bool = False
    is_relative: bool = False
    year_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A date, or a period between two, and where it stands in the text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends in the text.
        begins: What the date can mean, or the beginning of a period; the likeliest reading first. Several readings mean
            that the words do not say which. Empty for a period that has only an end.
        ends: The same for the end of a period.
        is_period: Whether it is a period: "2020 to 2022", "since 2021", "until last month".
        goes_on: Whether the period reaches to the day on which it was written: "2021 to now", "since May".
        time: The time of day, when one was written.
        either_half: Whether the time may be in either half of the day: "at 3".
    """

    start: int
    end: int
    begins: tuple[Days, ...] = ()
    ends: tuple[Days, ...] = ()
    is_period: bool = False
    goes_on: bool = False
    time: time | None = None
    either_half: bool = False

    @property
    def readings(self) -> tuple[Days, ...]:
        """Every reading of its beginning and its end."""
        return (*self.begins, *self.ends)

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words can mean more than one date."""
        return len(self.begins) > 1 or len(self.ends) > 1

    @property
    def is_relative(self) -> bool:
        """Whether it can only be understood with the day on which it was written."""
        return any(one.is_relative for one in self.readings)

    @property
    def year_assumed(self) -> bool:
        """Whether a year was taken that was not written."""
        return any(one.year_assumed for one in self.readings)

    @property
    def earliest(self) -> date:
        """The first day that any reading of it can mean."""
        return min(one.earliest for one in self.readings)

    @property
    def latest(self) -> date:
        """The last day that any reading of it can mean."""
        return max(one.latest for one in self.readings)

    @property
    def day(self) -> date | None:
        """The one day that it means; None when it is less precise, ambiguous or a period."""
        one_day = not self.is_period and self.earliest == self.latest
        return self.earliest if one_day else None
