"""Sends what is pending: one lane a chat, in order, each reply until Telegram has taken or refused it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot import kill_points
from bot.chat_locks import ChatLocks
from bot.outcomes import Fate, Outcome
from bot.reply import Message, Send
from bot.store import ConflictError, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager

    from bot.outcomes import Perform
    from bot.pace import Pace
    from bot.records import Record, Records
    from bot.reply import Outgoing

log = structlog.get_logger()

LEASE = 4
"""Seconds for which what is pending belongs to the worker that sends it; it renews them for as long as it lives."""

LONGEST_BACKOFF = 30
"""Seconds between two tries of a send that failed for a time, at the most."""


class Delivery:
    """Takes care of what is pending in each chat.

    Args:
        records: Where the pending replies are stored.
        perform: Sends one reply.
        pace: Keeps to Telegram's limits.
        now: Gives the time, in seconds since 1970 (UTC).
        apology: Gives what is sent in the place of a reply that Telegram refuses for good.
        lease: Seconds after which another worker takes over what a dead one left pending.
    """

    def __init__(  # noqa: PLR0913 - wired in one place, by name
        self,
        records: Records,
        perform: Perform,
        *,
        pace: Pace,
        now: Callable[[], int],
        apology: Callable[[Record], str],
        lease: int = LEASE,
    ) -> None:
        self._records = records
        self._perform = perform
        self._pace = pace
        self._now = now
        self._apology = apology
        self._lease = lease
        self._locks = ChatLocks()
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._beside: set[asyncio.Task[None]] = set()

    def turn_in(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Hold the chat's record for as long as it is read, changed and written."""
        return self._locks.held(chat)

    async def commit(self, before: Record, after: Record) -> None:
        """Store the record after a turn, and see to it that what is pending is sent.

        Raises:
            ConflictError: Another worker wrote the record since it was read.
        """
        now = self._now()
        # What another lane has, or Telegram told to wait, keeps its time; the turn's replies queue behind it.
        row = before.row
        taken = row if row and before.pending and row.wake_at > now else None
        kill_points.pass_by("before commit")
        stored = await self._records.save(after, now, taken.wake_at if taken else now + self._lease)
        kill_points.pass_by("after commit")
        if stored.pending and not taken:
            self._begin(stored)

    def beside(self, work: Coroutine[None, None, None]) -> None:
        """Do something that shows for a moment and that nobody has to wait for, such as to answer a tap."""
        task = asyncio.create_task(work, name="beside")
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def sweep(self) -> None:
        """Take over what is overdue, and erase what was not used for too long."""
        now = self._now()
        due = await self._records.take_due(now, now + self._lease)
        kill_points.pass_by("due rows taken")
        for record in due:
            if self._records.is_over(record, now):
                await self._put(replace(record, session=None, pending=()))
            elif record.pending:
                kill_points.pass_by("overdue lane woken")
                self._begin(record)
            else:
                await self._put(record)

    async def idle(self) -> None:
        """Return when nothing is on its way in any lane."""
        while self._lanes or self._beside:
            await asyncio.gather(*self._lanes.values(), *self._beside, return_exceptions=True)

    async def stop(self, patience: float = 0.0) -> None:
        """Let the lanes finish for some seconds, and leave what is pending then to the next start."""
        tasks = [*self._lanes.values(), *self._beside]
        if patience and tasks:
            await asyncio.wait(tasks, timeout=patience)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, record: Record) -> None:
        there = self._lanes.get(record.chat)
        if there and not there.done():
            return
        lane = asyncio.create_task(self._drain(record), name="lane")
        self._lanes[record.chat] = lane
        # A lane that is cancelled before its first step runs no code of its own.
        lane.add_done_callback(lambda ended: self._forget(record.chat, ended))

    def _forget(self, chat: int, lane: asyncio.Task[None]) -> None:
        if self._lanes.get(chat) is lane:
            del self._lanes[chat]

    async def _drain(self, record: Record) -> None:
        kill_points.pass_by("lane begun")
        try:
            mine: Record | None = record
            while mine and mine.pending:
                mine = await self._advanced(mine)
                kill_points.pass_by("between two sends")
        except (ConflictError, StoreError) as error:
            log.warning("lane.stopped", reason=type(error).__name__)

    async def _advanced(self, record: Record) -> Record | None:
        """Send the oldest pending reply and note what became of it; None when the lane has to end."""
        outgoing = record.pending[0]
        mine = await self._still_mine(record)
        held = await self._while_held(mine, self._sent(mine, outgoing)) if mine else None
        if held is None:
            log.info("lane.taken_over")
            return None
        outcome, record = held
        if outcome.fate is Fate.SENT and not isinstance(outgoing, Send) and len(record.pending) > 1:
            # To do an edit twice is to do it once, so its commit can wait for that of the reply behind it.
            return record.without_oldest(outcome.message_id)
        return await self._settled(record, outgoing, outcome)

    async def _sent(self, record: Record, outgoing: Outgoing) -> Outcome:
        if isinstance(outgoing, Send):
            await self._pace.wait(record.paced)
        kill_points.pass_by("before send")
        target = None if isinstance(outgoing, Send) else record.message_of(outgoing.number)
        try:
            outcome = await self._perform(record.chat, outgoing, target, in_doubt=record.in_doubt)
        except Exception as error:  # noqa: BLE001 - a reply that breaks the sending must not be tried for ever
            log.error("send.broke", reason=type(error).__name__)
            outcome = Outcome(Fate.REFUSED)
        kill_points.pass_by("send answered")
        return outcome

    async def _while_held(self, record: Record, work: Awaitable[Outcome]) -> tuple[Outcome, Record] | None:
        """Do some work and renew the hold on the record meanwhile; None when another worker has it."""
        sending = asyncio.ensure_future(work)
        mine: Record | None = record
        try:
            while mine:
                done, _ = await asyncio.wait({sending}, timeout=self._lease / 2)
                if done:
                    return sending.result(), mine
                mine = await self._still_mine(mine)
        finally:
            sending.cancel()
        return None

    async def _still_mine(self, record: Record) -> Record | None:
        """Renew the hold on a record when half of it is over; None when another worker has taken the record over."""
        now = self._now()
        if record.row and record.row.wake_at - now > self._lease / 2:
            return record
        async with self.turn_in(record.chat):
            held = await self._records.hold(record, now + self._lease)
            if held:
                return held
            # A turn stored since then has kept the hold; only another lane would have moved it.
            current = await self._records.load(record.chat)
            if record.row and current.row and current.row.wake_at == record.row.wake_at:
                return await self._records.hold(current, now + self._lease)
        return None

    async def _settled(self, record: Record, done: Outgoing, outcome: Outcome) -> Record | None:
        """Store what became of a reply; None when there is nothing more to do for now."""
        kill_points.pass_by("before settling")
        async with self.turn_in(record.chat):
            while True:
                now = self._now()
                after = self._noted(record, outcome)
                wait = self._wait(after, outcome)
                if wait:
                    kill_points.pass_by("before backoff")
                try:
                    stored = await self._records.save(after, now, now + (wait or self._lease))
                    break
                except ConflictError:
                    record = await self._records.load(record.chat)
                    if done not in record.pending:
                        return None
                    while record.pending[0] != done:
                        record = replace(record, pending=record.pending[1:])
        kill_points.pass_by("after backoff" if wait else "after settling")
        return None if wait else stored

    def _noted(self, record: Record, outcome: Outcome) -> Record:
        match outcome.fate:
            case Fate.LATER | Fate.IN_DOUBT:
                return replace(record, tries=record.tries + 1, in_doubt=outcome.fate is Fate.IN_DOUBT)
            case Fate.THROTTLED:
                return record
            case Fate.GONE:
                # The session stays; whatever the person does next is answered with where they are.
                return replace(record, pending=(), tries=0, in_doubt=False)
            case Fate.REFUSED if isinstance(record.pending[0], Send):
                words = self._apology(record)
                if record.pending[0].message.html != words:
                    instead = Send(record.pending[0].number, Message(words, record.pending[0].message.rows))
                    return replace(record, pending=(instead, *record.pending[1:]), tries=0, in_doubt=False)
        return replace(record.without_oldest(outcome.message_id), paced=self._pace.after(record.paced))

    def _wait(self, record: Record, outcome: Outcome) -> int:
        """Give the seconds before the next try; those of many chats are spread, so that they do not come at once."""
        if outcome.fate is Fate.THROTTLED:
            return max(1, outcome.wait)
        if outcome.fate in {Fate.LATER, Fate.IN_DOUBT}:
            backoff = min(1 << min(record.tries - 1, 10), LONGEST_BACKOFF)
            return backoff + record.chat % (backoff // 2 + 1)
        return 0

    async def _put(self, record: Record) -> None:
        async with self.turn_in(record.chat):
            try:
                await self._records.save(record, self._now())
            except ConflictError:
                log.info("sweep.came_second")
