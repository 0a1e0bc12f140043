"""Reminders: when each is due, when the notice before the end comes, and when everything is erased."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

if TYPE_CHECKING:
    from datetime import time

    from bot.session import Session

DAY = 24 * 60 * 60

NOTICE = 7 * DAY
"""How many seconds before the end the people who use reminders are told of it, at the most."""

STAYS = 14 * DAY
"""For how many seconds everything stays at least after a reminder, so that its note can be read."""

MOST = 5
"""How many reminders one person may have, those that came and were kept included."""


FURTHEST = 2 * 365 * DAY
"""How many seconds ahead a date may lie."""

NOON = 12
EARLY = 7
"""The hour before which people are taken to be asleep."""

MORNING = "09:00"
"""When a reminder comes for which no time was named."""


class Reminder(NamedTuple):
    """A date on which the person wants to be written to.

    Attributes:
        number: Its number among this person's reminders; 0 for one that is not set yet.
        at: The time on the clock where the person lives, such as ``2027-03-12T10:00``; only a day when that is all.
        note: What the person wrote, as typed; empty when it was a date alone.
        given: When it came, in seconds since 1970 (UTC); 0 while it waits.
    """

    number: int
    at: str
    note: str = ""
    given: int = 0


@lru_cache(maxsize=10_000)
def due_at(at: str, zone: str) -> int:
    """Give the moment, in seconds since 1970 (UTC), at which the clocks of a time zone show a time.

    Of a time that comes twice, when clocks are set back, it is the first. A time that never comes, when clocks are set
    forward, is moved on by as much as they are: 02:30 becomes 03:30.
    """
    return int(datetime.fromisoformat(at).replace(tzinfo=zone_of(zone), fold=0).timestamp())


def set_for(at: str) -> str:
    """Give the time for which a reminder is set: in the morning when only a day was named."""
    return at if "T" in at else f"{at}T{MORNING}"


def waking(time: time, *, either_half: bool) -> time:
    """Give a time of day; of "at 3", which leaves the half of the day open, the one at which people are awake."""
    return time.replace(hour=time.hour + NOON) if either_half and time.hour < EARLY else time


def the_day_before(at: str) -> str:
    """Give the morning of the day before."""
    day = date.fromisoformat(at.partition("T")[0]) - timedelta(days=1)
    return set_for(day.isoformat())


def zone_of(name: str) -> tzinfo:
    """Give the time zone with this name; UTC when this machine does not know it (any more)."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few people need it

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def now_there(session: Session, now: int) -> datetime:
    """Give the time where the person lives; in UTC as long as they have not said where that is."""
    return datetime.fromtimestamp(now, zone_of(session.zone) if session.zone else UTC)


def waiting(session: Session) -> tuple[Reminder, ...]:
    """Give the reminders that have not come yet, the next one first."""
    return tuple(sorted((one for one in session.reminders if not one.given), key=lambda one: one.at))


def due(session: Session, now: int) -> tuple[Reminder, ...]:
    """Give the reminders whose time has come; none while they are stopped."""
    if session.reminders_off:
        return ()
    return tuple(one for one in waiting(session) if due_at(one.at, session.zone) <= now)


def with_reminder(session: Session, reminder: Reminder) -> Session | None:
    """Give the session with a reminder set, the oldest that came already making room; None when there is no room."""
    others = [one for one in session.reminders if one.number != reminder.number]
    came = sorted((one for one in others if one.given), key=lambda one: one.given)
    if len(others) >= MOST and not came:
        return None
    if len(others) >= MOST:
        others.remove(came[0])
    return replace(session, reminders=(*others, reminder))


def revived(session: Session, now: int) -> Session:
    """Let reminders come again; those whose time passed while they were off have been and do not come."""
    over = {one.number for one in due(replace(session, reminders_off=""), now)} if session.reminders_off else set()
    reminders = tuple(one._replace(given=now) if one.number in over else one for one in session.reminders)
    return replace(session, reminders=reminders, reminders_off="")


def lived_through(session: Session, gap: range) -> Session:
    """Give the session with the reminders that were due within a gap in its memory taken for given."""
    if not gap or not session.reminders:
        return session
    moments = {one.number: due_at(one.at, session.zone) for one in session.reminders if not one.given}
    reminders = (
        one._replace(given=moments[one.number]) if moments.get(one.number, -1) in gap else one
        for one in session.reminders
    )
    return replace(session, reminders=tuple(reminders))


def forgotten(session: Session) -> Session:
    """Give the session without anything about dates and reminders."""
    return replace(session, zone="", reminders=(), draft=None, reminders_off="", noticed=0)


def stopped(session: Session, why: str) -> Session:
    """Let no reminder come any more, until they are turned on again; who never asked for one stays as they were."""
    return replace(session, reminders_off=session.reminders_off or why) if session.zone else session


def blocked(session: Session) -> Session:
    """Let no reminder come to a person whom nothing reaches any more; the newest one has not reached them either."""
    newest = max((one.given for one in session.reminders), default=0)
    if newest > session.seen:
        waits = (one._replace(given=0) if one.given == newest else one for one in session.reminders)
        session = replace(session, reminders=tuple(waits))
    return stopped(session, "blocked")


def wakes_at(session: Session, retention: int) -> int:
    """Give when something is to happen without the person: a reminder, the notice before the end, or the end.

    Args:
        session: The session.
        retention: After how many seconds without use it is erased.
    """
    if not session.zone:
        return session.seen + retention
    moments = [ends_at(session, retention), *notice_at(session, retention)]
    if not session.reminders_off:
        moments += [due_at(one.at, session.zone) for one in session.reminders if not one.given]
    return min(moments)


def notice_at(session: Session, retention: int) -> tuple[int, ...]:
    """Give when the person is to be told that everything will be erased; nothing when they are not to be told."""
    if not session.zone or session.reminders_off or _was_told(session):
        return ()
    return (ends_at(session, retention) - _ahead(retention),)


def ends_at(session: Session, retention: int) -> int:
    """Give when everything about the person is erased, if nothing happens until then."""
    end = session.seen + retention
    for one in () if session.reminders_off else session.reminders:
        end = max(end, (one.given or due_at(one.at, session.zone)) + STAYS)
    return max(end, session.noticed + _ahead(retention)) if _was_told(session) else end


def _was_told(session: Session) -> bool:
    return session.noticed > session.seen


def _ahead(retention: int) -> int:
    return min(NOTICE, retention // 4)
