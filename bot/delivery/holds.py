"""Keeps what is pending in a chat for the worker that sends it, for as long as the worker lives."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.delivery.chat_locks import ChatLocks
    from bot.delivery.outcomes import Outcome
    from bot.record import Record
    from bot.records import Records


class _Holding:
    """What is held while some work goes on, and the end of the work when it is lost."""

    def __init__(self, record: Record, ends: float | None) -> None:
        self.record = record
        self.limit = asyncio.timeout_at(ends)
        self.renewing = asyncio.Lock()
        self.is_over = False


class Holds:
    """Holds records.

    Args:
        records: Where they are stored.
        locks: Keep a chat's turns and its lane apart.
        now: Gives the time, in seconds since 1970 (UTC).
        lease: Seconds after which another worker takes over what a dead one left pending; 2 at least, as one of them
            may be over the moment after it began.
    """

    def __init__(self, records: Records, locks: ChatLocks, now: Callable[[], int], lease: int) -> None:
        self._records = records
        self._locks = locks
        self._now = now
        self._lease = lease

    async def during(self, record: Record, work: Awaitable[Outcome]) -> tuple[Outcome, Record] | None:
        """Do some work and renew the hold on the record meanwhile; None when it was lost before the work was done."""
        loop, ends, soon = asyncio.get_running_loop(), self._end(record), self._lease / 4
        holding = _Holding(record, ends if ends and ends <= loop.time() + soon else None)
        renewal: asyncio.Task[None] | None = None
        outcome: Outcome | None = None

        def renew() -> None:
            nonlocal renewal
            if holding.limit.expired():
                return
            holding.limit.reschedule(ends)
            renewal = asyncio.create_task(self._renewed(holding), name="hold")

        # Most work is done long before: a limit and a task for each would cost more than the work.
        begins = loop.call_later(soon, renew)
        try:
            async with holding.limit:
                outcome = await work
        except TimeoutError:
            if not holding.limit.expired():
                raise
            return None
        finally:
            holding.is_over = True
            begins.cancel()
            if renewal:
                await self._end_renewal(renewal, holding, wait=outcome is not None)
        return outcome, holding.record

    async def _renewed(self, holding: _Holding) -> None:
        """Renew the hold for as long as the work goes on, and end the work when another worker has the record."""
        # Without the database the work has the time that the hold still lasts.
        with suppress(StoreError):
            while not holding.is_over and await self._is_renewed(holding):  # noqa: ASYNC110 - nothing is waited for
                await asyncio.sleep(self._lease / 4)

    async def _end_renewal(self, renewal: asyncio.Task[None], holding: _Holding, *, wait: bool) -> None:
        try:
            if wait:
                # In the midst of it nobody would know how long the hold lasts.
                await holding.renewing.acquire()
        finally:
            renewal.cancel()

    async def _is_renewed(self, holding: _Holding) -> bool:
        async with holding.renewing:
            mine = await self.still_mine(holding.record)
            holding.record = mine or holding.record
            if not (holding.is_over or holding.limit.expired()):
                holding.limit.reschedule(self._end(mine) if mine else asyncio.get_running_loop().time())
        return mine is not None

    def _end(self, record: Record) -> float | None:
        """Give until when the hold lasts for certain, by the loop's clock; None when nobody else can take it."""
        if record.row is None:
            return None
        # The clock gives whole seconds, so that up to one more has gone by.
        return asyncio.get_running_loop().time() + max(0, record.row.wake_at - self._now() - 1)

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
