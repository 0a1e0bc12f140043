"""What the clock does: reminders that are due, the notice before the end, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.events import ClockTick
from bot.reminders import due, ends_at, lived_through, notice_at
from bot.rendering.reminders import ending, given

if TYPE_CHECKING:
    from bot.record import Record
    from bot.rendering import Renderer
    from bot.reply import Message
    from bot.session import Session
    from bot.turn import Turns


def ticked(turns: Turns, record: Record, now: int, gap: range = range(0)) -> Record:
    """Give a record after the clock had its turn.

    Args:
        turns: Takes the turn.
        record: The record.
        now: The time, in seconds since 1970 (UTC).
        gap: The moments of which the record may know nothing: the reminders that were due then have come.
    """
    if record.session is None:
        return replace(record, pending=())
    turn = turns.take(lived_through(record.session, gap), ClockTick(), now)
    pending = (*record.pending, *turn.reply.outgoing) if turn.session else ()
    return replace(record, session=turn.session, pending=pending)


class Clock:
    """Says what has come.

    Args:
        renderer: Speaks to the person.
        retention: After how many seconds without use a session is erased.
    """

    def __init__(self, renderer: Renderer, retention: int) -> None:
        self._renderer = renderer
        self._retention = retention

    def strike(self, session: Session, now: int) -> tuple[Session | None, Message | None]:
        """Give the session afterwards, None when its time is over, and the message that comes, if one does."""
        come = due(session, now)
        if come:
            numbers = {one.number for one in come}
            reminders = (one._replace(given=now) if one.number in numbers else one for one in session.reminders)
            return replace(session, reminders=tuple(reminders)), given(self._renderer.voice(session), come, now)
        if any(at <= now for at in notice_at(session, self._retention)):
            told = replace(session, noticed=now)
            return told, ending(self._renderer.voice(told), ends_at(told, self._retention))
        return (None if ends_at(session, self._retention) <= now else session), None
