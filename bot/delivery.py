"""Sends what is pending: one lane a chat, in order, each reply until Telegram has taken or refused it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

import structlog

from bot.reply import Send
from bot.store import ConflictError, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.records import Record, Records
    from bot.reply import Outgoing

log = structlog.get_logger()

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""Seconds between two tries of a send that failed for a time."""


class Fate(Enum):
    """What became of a send."""

    SENT = "sent"
    LATER = "to be tried again"
    GONE = "the person blocked the bot"
    REFUSED = "refused for good"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a send, the message it became, and the seconds to wait before another try."""

    fate: Fate
    message_id: int | None = None
    wait: float = 0.0


class Delivery:
    """Takes care of what is pending in each chat.

    Args:
        records: Where the pending replies are stored.
        perform: Sends one reply to a chat; gets Telegram's number of the message to change, if there is one.
        now: Gives the time, in seconds since 1970 (UTC).
    """

    def __init__(
        self,
        records: Records,
        perform: Callable[[int, Outgoing, int | None], Awaitable[Outcome]],
        now: Callable[[], int],
    ) -> None:
        self._records = records
        self._perform = perform
        self._now = now
        self._locks: dict[int, tuple[asyncio.Lock, list[None]]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def turn_in(self, chat: int) -> AsyncIterator[None]:
        """Hold the chat's record for as long as it is read, changed and written."""
        lock, users = self._locks.setdefault(chat, (asyncio.Lock(), []))
        users.append(None)
        try:
            async with lock:
                yield
        finally:
            users.pop()
            if not users:
                del self._locks[chat]

    def wake(self, chat: int) -> None:
        """See to it that what is pending in the chat is sent."""
        if chat not in self._lanes:
            self._lanes[chat] = asyncio.create_task(self._drain(chat), name="lane")

    async def sweep(self) -> None:
        """Send what an earlier run left pending, and erase what was not used for too long."""
        for record in await self._records.due(self._now()):
            if record.pending and not record.is_overdue_farewell(self._now()):
                self.wake(record.chat)
            else:
                async with self.turn_in(record.chat):
                    current = await self._records.load(record.chat)
                    if current.row == record.row:
                        await self._records.save(replace(current, session=None, pending=()), self._now())

    async def settled(self, chat: int, seconds: float) -> None:
        """Return when nothing is pending in the chat, at the latest after so many seconds."""
        lane = self._lanes.get(chat)
        if lane:
            await asyncio.wait({lane}, timeout=seconds)

    async def idle(self) -> None:
        """Return when nothing is pending in any lane."""
        while self._lanes:
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    async def stop(self) -> None:
        """Leave what is still pending to the next start."""
        lanes = list(self._lanes.values())
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)

    async def _drain(self, chat: int) -> None:
        wait = FIRST_WAIT
        try:
            async with self.turn_in(chat):
                record = await self._records.load(chat)
            while record.pending:
                outcome = await self._perform(chat, record.pending[0], _target(record))
                if outcome.fate is Fate.LATER:
                    await asyncio.sleep(outcome.wait or wait)
                    wait = min(wait * 2, LONGEST_WAIT)
                    continue
                wait = FIRST_WAIT
                record = await self._settled(chat, record.pending[0], outcome)
        except (ConflictError, StoreError) as error:
            log.warning("lane.stopped", reason=type(error).__name__)
        finally:
            del self._lanes[chat]

    async def _settled(self, chat: int, done: Outgoing, outcome: Outcome) -> Record:
        async with self.turn_in(chat):
            record = await self._records.load(chat)
            if not record.pending or record.pending[0] != done:
                return record
            pending = () if outcome.fate is Fate.GONE else record.pending[1:]
            sent = record.sent
            if isinstance(done, Send) and outcome.message_id and done.message.rows:
                sent = ((done.number, outcome.message_id),)
            return await self._records.save(replace(record, pending=pending, sent=sent), self._now())


def _target(record: Record) -> int | None:
    outgoing = record.pending[0]
    return None if isinstance(outgoing, Send) else record.message_of(outgoing.number)
