"""Dates as people write them, in English and Spanish: what is understood, and what is honestly left open."""

from __future__ import annotations

import time
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talking import CONTENT, shipped

from bot.content.date_wording import DateWords
from bot.content.files import Problem, read, shaped
from bot.dates import DateReader, Found
from bot.dates.reader import MOST_KNOWN

TODAY = date(2026, 11, 28)
"""A Saturday."""


@cache
def reader(language: str) -> DateReader:
    problems: list[Problem] = []
    words = shaped(DateWords, read(CONTENT / language / "dates.yaml", problems), problems)
    assert words, problems
    return DateReader(words, language)


def find(text: str, language: str = "en", *, ahead: bool = False) -> Found:
    found = reader(language).find(text, TODAY, ahead=ahead)
    assert found, f"no date found in {text!r}"
    return found


def days(found: Found) -> str:
    """Give the first and last day that it can mean, or each reading's when there are several."""
    return " | ".join(f"{one.earliest}..{one.latest}" for one in found.readings)


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("March 2019: numb legs", "en", "2019-03-01", "2019-03-31"),
        ("3/19 numb legs", "en", "2019-03-01", "2019-03-31"),
        ("03/2019", "en", "2019-03-01", "2019-03-31"),
        ("2019-03", "en", "2019-03-01", "2019-03-31"),
        ("Febuary 2019", "en", "2019-02-01", "2019-02-28"),
        ("12.5.2021", "en", "2021-05-12", "2021-05-12"),
        ("13/4/2021", "en", "2021-04-13", "2021-04-13"),
        ("May 1st, 2020", "en", "2020-05-01", "2020-05-01"),
        ("12-14 May 2020 in hospital", "en", "2020-05-12", "2020-05-14"),
        ("spring 2020", "en", "2020-03-01", "2020-05-31"),
        ("summer of 2017", "en", "2017-06-01", "2017-08-31"),
        ("winter 2020", "en", "2020-01-01", "2021-02-28"),
        ("early 2018", "en", "2018-01-01", "2018-05-02"),
        ("in the 90s", "en", "1990-01-01", "1999-12-31"),
        ("about five years ago", "en", "2021-05-30", "2022-05-29"),
        ("last year", "en", "2025-01-01", "2025-12-31"),
        ("the first Monday of May 2020", "en", "2020-05-04", "2020-05-04"),
        ("the second Tuesday of March last year", "en", "2025-03-11", "2025-03-11"),
        ("el primer lunes de marzo del año pasado", "es", "2025-03-03", "2025-03-03"),
        ("Friday of last week", "en", "2026-11-20", "2026-11-20"),
        ("el viernes de la semana pasada", "es", "2026-11-20", "2026-11-20"),
        ("last summer", "en", "2026-06-01", "2026-08-31"),
        ("vitamin D 2000 IU, from a fall in 2021", "en", "2021-01-01", "2021-12-31"),
        ("August 2020 lesions in the spine", "en", "2020-08-01", "2020-08-31"),
        ("2022 relapses, twice", "en", "2022-01-01", "2022-12-31"),
        ("agosto de 2020 lesiones nuevas", "es", "2020-08-01", "2020-08-31"),
        ("marzo de 2019", "es", "2019-03-01", "2019-03-31"),
        ("3/4/2021", "es", "2021-04-03", "2021-04-03"),
        ("hace cinco años", "es", "2021-05-30", "2022-05-29"),
        ("primavera de 2020", "es", "2020-03-01", "2020-05-31"),
        ("a principios de 2018", "es", "2018-01-01", "2018-05-02"),
        ("el año pasado", "es", "2025-01-01", "2025-12-31"),
        ("del 3 al 5 de mayo de 2020", "es", "2020-05-03", "2020-05-05"),
        ("Jan-2020 relapse", "en", "2020-01-01", "2020-01-31"),
        ("relapse in May this year", "en", "2026-05-01", "2026-05-31"),
        ("12 August last year, MRI", "en", "2025-08-12", "2025-08-12"),
        ("ene-2020 brote", "es", "2020-01-01", "2020-01-31"),
        ("marzo del 19 brote", "es", "2019-03-01", "2019-03-31"),
        ("verano del 20 ingreso", "es", "2020-06-01", "2020-08-31"),
        ("el 5 de mayo del 21 resonancia", "es", "2021-05-05", "2021-05-05"),
        ("en agosto del año pasado, brote", "es", "2025-08-01", "2025-08-31"),
        ("hace un año y medio", "es", "2025-05-30", "2026-05-29"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(text: str, language: str, first: str, last: str) -> None:
    found = find(text, language)
    assert days(found) == f"{first}..{last}"
    assert not found.is_period


@pytest.mark.parametrize(
    ("text", "language", "begins", "ends"),
    [
        ("tablets 2020 to 2022, flushing", "en", "2020", "2022"),
        ("2020-22", "en", "2020", "2022"),
        ("between 2019 and 2020 two relapses", "en", "2019", "2020"),
        ("March to May 2020 steroids", "en", "2020-03", "2020-05"),
        ("Dec to Jan 2020", "en", "2019-12", "2020-01"),
        ("started 2019 stopped 2021", "en", "2019", "2021"),
        ("since 2021", "en", "2021", None),
        ("2021 to now", "en", "2021", None),
        ("until last month", "en", None, "2026-10"),
        ("de 2020 a 2022", "es", "2020", "2022"),
        ("desde 2021 hasta hoy", "es", "2021", None),
        ("desde hace tres años", "es", "2023-05", None),
    ],
)
def test_a_period_has_a_beginning_and_an_end(text: str, language: str, begins: str | None, ends: str | None) -> None:
    found = find(text, language)
    assert found.is_period
    assert bool(found.begins) == bool(begins)
    assert bool(found.ends) == bool(ends)
    assert str(found.earliest).startswith(begins or str(ends))
    assert found.goes_on or str(found.latest).startswith(str(ends))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("3/4/2021 relapse", "2021-04-03..2021-04-03 | 2021-03-04..2021-03-04"),
        ("3/4", "2004-03-01..2004-03-31 | 2026-04-03..2026-04-03 | 2026-03-04..2026-03-04"),
        ("March 19", "2019-03-01..2019-03-31 | 2026-03-19..2026-03-19"),
        ("2010-12", "2010-12-01..2010-12-31 | 2010-01-01..2012-12-31"),
        ("Tuesday 6 May 2020", "2020-05-06..2020-05-06 | 2020-05-05..2020-05-05"),
        ("2 or 3 years ago", "2024-05-30..2025-05-29 | 2023-05-30..2024-05-28"),
    ],
)
def test_what_can_mean_several_dates_keeps_every_reading(text: str, readings: str) -> None:
    found = find(text)
    assert found.is_ambiguous
    assert days(found) == readings
    assert found.day is None


@pytest.mark.parametrize(
    ("text", "language", "day", "clock"),
    [
        ("12 May at 3pm", "en", "2027-05-12", "15:00"),
        ("3pm on 12 May", "en", "2027-05-12", "15:00"),
        ("next Tuesday", "en", "2026-12-01", None),
        ("in 3 weeks", "en", "2026-12-19", None),
        ("tomorrow 10:30", "en", "2026-11-29", "10:30"),
        ("15 December 14:00", "en", "2026-12-15", "14:00"),
        ("tomorow at noon", "en", "2026-11-29", "12:00"),
        ("on the 12th", "en", "2026-12-12", None),
        ("29 feb", "en", "2028-02-29", None),
        ("el 3 de marzo a las 10", "es", "2027-03-03", "10:00"),
        ("mañana a las 10:30", "es", "2026-11-29", "10:30"),
        ("el martes que viene", "es", "2026-12-01", None),
        ("15 de diciembre a las 3 de la tarde", "es", "2026-12-15", "15:00"),
        ("12 May at half past ten", "en", "2027-05-12", "10:30"),
        ("12 May at quarter to 5pm", "en", "2027-05-12", "16:45"),
        ("12 May at eleven", "en", "2027-05-12", "11:00"),
        ("el 3 de marzo a las 10 y media", "es", "2027-03-03", "10:30"),
        ("el jueves 10 a las 9", "es", "2026-12-10", "09:00"),
        ("jueves 9 de la mañana", "es", "2026-12-03", "09:00"),
        ("Thursday the 10th at 9am", "en", "2026-12-10", "09:00"),
        ("Thursday 10am", "en", "2026-12-03", "10:00"),
        ("el 3 de marzo a las once menos cuarto", "es", "2027-03-03", "10:45"),
        ("el 3 de marzo a las cinco y cuarto de la tarde", "es", "2027-03-03", "17:15"),
        ("dentro de 2 semanas", "es", "2026-12-12", None),
        ("Friday week", "en", "2026-12-11", None),
        ("a week on Friday at 3pm", "en", "2026-12-11", "15:00"),
        ("this Friday week", "en", "2026-12-11", None),
        ("Friday next week", "en", "2026-12-04", None),
        ("Friday of next week", "en", "2026-12-04", None),
        ("next week on Friday", "en", "2026-12-04", None),
        ("in two weeks on Friday", "en", "2026-12-11", None),
        ("the first Monday in December", "en", "2026-12-07", None),
        ("the second Tuesday of February 2027", "en", "2027-02-09", None),
        ("the last Friday in March at 10", "en", "2027-03-26", "10:00"),
        ("el viernes de la semana que viene", "es", "2026-12-04", None),
        ("la semana que viene el viernes", "es", "2026-12-04", None),
        ("el viernes de la próxima semana", "es", "2026-12-04", None),
        ("el primer lunes de enero", "es", "2027-01-04", None),
        ("este viernes en ocho", "es", "2026-12-11", None),
        ("the first Monday of October next year", "en", "2027-10-04", None),
        ("el primer lunes de diciembre del año que viene", "es", "2027-12-06", None),
    ],
)
def test_an_appointment_has_a_day_and_a_time(text: str, language: str, day: str, clock: str | None) -> None:
    found = find(text, language, ahead=True)
    assert str(found.day) == day
    assert (found.time and f"{found.time:%H:%M}") == clock
    assert (found.start, found.end) == (0, len(text))


def test_next_friday_said_on_a_monday_can_be_either_friday() -> None:
    found = reader("en").find("next Friday", date(2026, 11, 23), ahead=True)
    assert found
    assert days(found) == "2026-11-27..2026-11-27 | 2026-12-04..2026-12-04"


@pytest.mark.parametrize(("text", "either"), [("12 May at 3", True), ("12 May at 3pm", False), ("12 May 15:00", False)])
def test_an_hour_that_may_be_of_the_morning_or_the_afternoon_says_so(text: str, *, either: bool) -> None:
    assert find(text, ahead=True).either_half is either


def test_a_year_that_was_not_written_is_marked_as_assumed() -> None:
    assert find("12 May").year_assumed
    assert not find("12 May 2020").year_assumed


def test_a_date_that_needs_the_day_of_writing_says_so() -> None:
    assert find("five years ago").is_relative
    assert find("last winter").is_relative
    assert not find("spring 2020").is_relative


@pytest.mark.parametrize(
    "text",
    [
        "I may walk", "we march on", "2000 mg of steroids", "20/20 vision", "in the last year I had two",
        "31.2.2020", "EDSS 3.5", "when I was 30", "1/2 tablet", "pain 3/10 at night",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert reader("en").find(text, TODAY) is None


def test_the_place_in_the_text_is_that_of_the_date() -> None:
    text = "Legs went numb 🙂 in March 2019, then fine"
    found = find(text)
    assert text[found.start : found.end] == "in March 2019"


def test_the_shipped_english_words_are_the_ones_that_are_tested() -> None:
    assert shipped().language("en").date_reader.find("March 2019", TODAY) == find("March 2019")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789/.-:' maysinceto2ago\u0301\u202e🙂", max_size=60), st.booleans())
def test_any_text_is_read_without_fault(text: str, ahead: bool) -> None:  # noqa: FBT001 - hypothesis fills them in
    found = reader("en").find(text, TODAY, ahead=ahead)
    assert found is None or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("piece", ["a ", "- ", "in the ", "may in ", "2020 to ", "9"])
def test_a_text_twice_as_long_takes_about_twice_the_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begun = time.process_time()
        reader("en").find(text, TODAY, ahead=True)
        return time.process_time() - begun

    seconds(100)
    short, long = (min(seconds(length) for _ in range(2)) for length in (250, 2000))
    assert long < 0.03 + 8 * 3 * short


def test_no_text_is_kept_of_what_was_read() -> None:
    reader = DateReader(shipped().language("en").dates, "en")
    assert reader.find("canary in March 2019", TODAY) is reader.find("canary in March 2019", TODAY)
    assert "canary" not in str(vars(reader))


def test_only_so_many_readings_are_kept() -> None:
    reader = DateReader(shipped().language("en").dates, "en")
    for number in range(2 * MOST_KNOWN):
        reader.find(f"{number} pills", TODAY)
    (kept,) = (len(value) for value in vars(reader).values() if isinstance(value, dict))
    assert kept <= MOST_KNOWN
