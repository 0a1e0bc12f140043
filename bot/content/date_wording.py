"""The shape of the words of dates: how they are read in what people type, and how they are said back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.content.wording import Wording, Words

Spelt = tuple[Words, ...]
Form = Annotated[str, Field(pattern=r"^[a-z_]+\??( [a-z_]+\??)*$")]
"""Names of kinds of words in their order, such as ``day of? month``; a question mark says that it may be missing."""


class SaidDates(Wording):
    """How dates are said back; day, month and year are CLDR patterns."""

    day: Words
    day_no_year: Words
    month: Words
    year: Words
    week: Words
    season: Words
    decade: Words
    part: dict[Literal["early", "mid", "late"], Words]
    about: Words
    since: Words
    until: Words
    period: Words
    either: Words
    at: Words
    seasons: dict[Literal["spring", "summer", "autumn", "winter"], Words]


class DateWords(Wording):
    """The words of dates that are typed, beside the names of months and weekdays, which come from CLDR."""

    day_first: Literal["yes", "unclear"]
    months: dict[int, Spelt]
    numbers: dict[int, Spelt]
    days: dict[int, Spelt]
    units: dict[Literal["day", "week", "month", "year"], Spelt]
    seasons: dict[Literal["spring", "summer", "autumn", "winter"], Spelt]
    parts: dict[Literal["early", "mid", "late"], Spelt]
    nth: dict[int, Spelt]
    offsets: dict[int, Spelt]
    halves: dict[Literal["am", "pm"], Spelt]
    clock: dict[Annotated[str, Field(pattern=r"^\d\d:\d\d$")], Spelt]
    minutes: dict[int, Spelt]
    around: dict[str, Spelt]
    look_alikes: Spelt
    forms: tuple[Form, ...]
    forms_ahead: tuple[Form, ...]
    times: tuple[Form, ...]
    said: SaidDates
