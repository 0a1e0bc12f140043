"""The file for calendars says when, and nothing of what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from running_bot import running_bot

from bot.reminders.calendar_file import calendar_file

if TYPE_CHECKING:
    from pathlib import Path

    from running_bot import RunningBot

MADE = "2027-01-15T08:00:00+00:00"


def made(at: str, zone: str = "", number: str = "3") -> Calendar:
    """Give the file as another program reads it."""
    content = calendar_file({"at": at, "zone": zone, "summary": "Appointment", "made": MADE, "id": number})
    return Calendar.from_ical(content)


def file_in(bot: RunningBot) -> bytes:
    """Give the newest file for a calendar in the chat."""
    files = [seen.document for seen in bot.patient.messages if seen.document and seen.document.name.endswith(".ics")]
    assert files
    return files[-1].content


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
@pytest.mark.parametrize("day", ["2027-03-12", "2027-07-01", "2027-10-31"])
def test_the_moment_is_the_same_for_who_reads_it_with_its_own_rules(zone: str, day: str) -> None:
    (event,) = made(f"{day}T10:30", zone).events
    assert event.start == datetime.fromisoformat(f"{day}T10:30").replace(tzinfo=ZoneInfo(zone))
    assert event.end - event.start == timedelta(hours=1)
    (rules,) = made(f"{day}T10:30", zone).timezones
    offset = rules.to_tz().utcoffset(datetime.fromisoformat(f"{day}T10:30"))
    assert offset == ZoneInfo(zone).utcoffset(datetime.fromisoformat(f"{day}T10:30"))


def test_a_time_without_a_zone_is_that_of_the_phone_and_a_day_is_a_whole_day() -> None:
    (event,) = made("2027-03-12T10:30").events
    assert event.start == datetime(2027, 3, 12, 10, 30)  # noqa: DTZ001 - no zone is what is meant
    (event,) = made("2027-03-12", "Europe/Madrid").events
    assert (event.start, event.end) == (date(2027, 3, 12), date(2027, 3, 13))


def test_alarms_ring_before_it() -> None:
    def rings(at: str) -> list[object]:
        (event,) = made(at).events
        return [getattr(alarm["trigger"], "dt", None) for alarm in event.walk("VALARM")]

    assert rings("2027-03-12T10:30") == [timedelta(days=-1), timedelta(hours=-2)]
    assert rings("2027-03-12") == [timedelta(hours=-15)]


def test_the_same_date_twice_is_one_appointment_and_another_file_another_one() -> None:
    assert made("2027-03-12").events[0].uid == made("2027-03-12").events[0].uid
    assert made("2027-03-12").events[0].uid != made("2027-03-12", number="4").events[0].uid
    assert (made("2027-03-12").events[0].DTSTAMP - datetime(2027, 1, 15, 8, tzinfo=UTC)) == timedelta()


async def test_a_date_given_as_an_answer_becomes_a_file_that_shows_nothing_about_health(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/start decision")
        await bot.tap("For me", "Thinking", "Fewer relapses", "Done", "Yes")
        await bot.say("12 March 2027 at 10:30, neurologist, about Tysabri")
        seen = await bot.tap("Calendar or reminder")
        assert "Friday 12 March 2027, 10:30" in seen.text
        await bot.tap("File for my calendar")
        content = file_in(bot)
        (event,) = Calendar.from_ical(content).events
        assert event.start == datetime(2027, 3, 12, 10, 30)  # noqa: DTZ001 - no zone was told yet
        assert event["summary"] == "Appointment"
        for word in (b"MS", b"neurolog", b"Tysabri", b"relaps", b"opinion on"):
            assert word not in content


async def test_an_answer_that_names_no_day_is_asked_for_one(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/start reasons")
        await bot.tap("For me", "Thinking", "None", "None", "None", "Not now")
        await bot.say("after the next scan")
        seen = await bot.tap("Calendar or reminder")
        assert "I could not read a day in that." in seen.text
