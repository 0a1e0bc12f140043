"""Keeps what is pending in a chat for the worker that sends it, for as long as the worker lives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.delivery.chat_locks import ChatLocks
    from bot.delivery.outcomes import Outcome
    from bot.record import Record
    from bot.records import Records


class Holds:
    """Holds records.

    Args:
        records: Where they are stored.
        locks: Keep a chat's turns and its lane apart.
        now: Gives the time, in seconds since 1970 (UTC).
        lease: Seconds after which another worker takes over what a dead one left pending.
    """

    def __init__(self, records: Records, locks: ChatLocks, now: Callable[[], int], lease: int) -> None:
        self._records = records
        self._locks = locks
        self._now = now
        self._lease = lease

    async def during(self, record: Record, work: Awaitable[Outcome]) -> tuple[Outcome, Record] | None:
        """Do some work and renew the hold on the record meanwhile; None when another worker has it."""
        sending = asyncio.ensure_future(work)
        mine: Record | None = record
        try:
            while mine:
                done, _ = await asyncio.wait({sending}, timeout=self._lease / 2)
                if done:
                    return sending.result(), mine
                mine = await self.still_mine(mine)
        finally:
            sending.cancel()
        return None

    async def still_mine(self, record: Record) -> Record | None:
        """Renew the hold on a record when half of it is over; None when another worker has taken the record over."""
        now = self._now()
        if record.row and record.row.wake_at - now > self._lease / 2:
            return record
        async with self._locks.held(record.chat):
            record = await self._records.newest(record)
            held = await self._records.hold(record, now + self._lease)
            if held:
                return held
            # A turn stored since then has kept the hold; only another lane would have moved it.
            current = await self._records.load(record.chat)
            if record.row and current.row and current.row.wake_at == record.row.wake_at:
                return await self._records.hold(current, now + self._lease)
        return None
