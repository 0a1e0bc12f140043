"""Makes a date into a file for calendars (.ics), in memory; it holds nothing but the date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT = timedelta(days=400)
"""For how long before and after the date the file says when clocks are changed."""

LENGTH = timedelta(hours=1)
"""How long an appointment is taken to last."""

ALARMS = (timedelta(days=-1), timedelta(hours=-2))
"""How long before an appointment its alarms ring."""

ALARM_OF_A_DAY = timedelta(hours=-15)
"""The same for a date without a time, counted from its midnight: at nine in the morning of the day before."""


def calendar_file(appointment: Mapping[str, str]) -> bytes:
    """Give the file.

    Args:
        appointment: ``at``, a day or a day and a time; ``zone``, the time zone that the time is meant in, or nothing
            for that of the phone; ``summary``, the words shown; ``made``, when it was made, as ISO text; ``id``, what
            tells it from others that were made at the same time.
    """
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - it takes half a second, and few people need it

    begin = _begin(appointment["at"], appointment["zone"])
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_OID, f"{appointment['id']} {appointment['made']} {appointment['at']}")))
    event.add("dtstamp", datetime.fromisoformat(appointment["made"]).astimezone(UTC))
    event.add("summary", appointment["summary"])
    event.add("class", "PRIVATE")
    event.add("dtstart", begin)
    event.add("dtend", begin + LENGTH if isinstance(begin, datetime) else begin + timedelta(days=1))
    for before in ALARMS if isinstance(begin, datetime) else (ALARM_OF_A_DAY,):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", appointment["summary"])
        alarm.add("trigger", before)
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Second opinion//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    day = date.fromisoformat(appointment["at"][:10])
    calendar.add_missing_timezones(first_date=day - ABOUT, last_date=day + ABOUT)
    content: bytes = calendar.to_ical()
    return content


def _begin(at: str, zone: str) -> date | datetime:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few people need it

    if "T" not in at:
        return date.fromisoformat(at)
    # Without a zone it is ten o'clock wherever the phone is, which is what a calendar makes of it.
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone) if zone else None)
