"""Sends what is pending: one lane a chat, in order, each reply until Telegram has taken or refused it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot import kill_points
from bot.delivery.bookkeeping import Bookkeeper
from bot.delivery.chat_locks import ChatLocks
from bot.delivery.holds import Holds
from bot.delivery.lanes import Lanes
from bot.delivery.outcomes import Fate, Outcome
from bot.operating.logs import place_of
from bot.records import MOST_DUE, PUT_OFF
from bot.reply import Change, Close, Document, Send
from bot.store import ConflictError, StoreError
from bot.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractAsyncContextManager

    from bot.delivery.outcomes import Perform
    from bot.delivery.pace import Pace
    from bot.record import Record
    from bot.records import Records
    from bot.reply import Outgoing

log = structlog.get_logger()

LEASE = 4
"""Seconds for which what is pending belongs to the worker that sends it; it renews them for as long as it lives."""

LOOKS = 60
"""Seconds after which it is noted again that everything due was taken up, also when nothing was."""


class Delivery:
    """Takes care of what is pending in each chat.

    Args:
        records: Where the pending replies are stored.
        perform: Sends one reply.
        pace: Keeps to Telegram's limits.
        tick: Gives a record after the clock had its turn, told of a gap in the memory of the rows.
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
        tick: Callable[[Record, int, range], Record],
        now: Callable[[], int],
        apology: Callable[[Record], str],
        lease: int = LEASE,
    ) -> None:
        self._records = records
        self._perform = perform
        self._pace = pace
        self._tick = tick
        self._now = now
        self._books = Bookkeeper(pace, apology)
        self._lease = lease
        self._locks = ChatLocks()
        self._holds = Holds(records, self._locks, now, lease)
        self._gap: range | None = None
        self._looked = 0
        self._lanes = Lanes()

    def turn_in(self, chat: int) -> AbstractAsyncContextManager[None]:
        """Hold the chat's record for as long as it is read, changed and written."""
        return self._locks.held(chat)

    async def commit(self, before: Record, after: Record) -> Record:
        """Store the record after a turn, see to it that what is pending is sent, and give it as it is stored now.

        Raises:
            ConflictError: Another worker wrote the record since it was read.
        """
        now = self._now()
        # What another lane has, or Telegram told to wait, keeps its time; the turn's replies queue behind it.
        row = before.row
        taken = row if row and before.pending and row.wake_at > now else None
        until = taken.wake_at if taken else now + self._lease
        if taken and after.session is None:
            # The last words take the hold from the lane of what was deleted, here or elsewhere.
            until, taken = now + self._lease + (taken.wake_at == now + self._lease), None
        kill_points.pass_by("before commit")
        stored = await self._records.save(after, now, until)
        kill_points.pass_by("after commit")
        if stored.session is None:
            self._lanes.end(stored.chat)
        if stored.pending and not taken:
            self._begin(stored)
        return stored

    def beside(self, work: Coroutine[None, None, None]) -> None:
        """Do something that shows for a moment and that nobody has to wait for, such as to answer a tap."""
        self._lanes.begin_beside(work)

    def is_behind(self, record: Record) -> bool:
        """Say whether so much waits for the chat that more would only be read too late."""
        return self._pace.is_behind(len(record.waiting))

    async def sweep(self) -> None:
        """Take over what is overdue, and give the clock its turn with all for whom something is due."""
        now = self._now()
        if self._gap is None:
            self._gap = await self._records.gap()
        due = await self._records.take_due(now, now + self._lease)
        kill_points.pass_by("due rows taken")
        for record in due:
            if record.pending and not self._records.is_over(record, now):
                kill_points.pass_by("overdue lane woken")
                self._begin(record)
            else:
                await self._take_tick(record, now, self._gap)
        if len(due) < MOST_DUE and (due or abs(now - self._looked) >= LOOKS):
            await self._records.note_look(now)
            self._looked = now

    async def settled(self, chat: int, seconds: float) -> None:
        """Return when nothing is pending in the chat, at the latest after so many seconds."""
        await self._lanes.settled(chat, seconds)

    async def idle(self) -> None:
        """Return when nothing is on its way in any lane."""
        await self._lanes.idle()

    async def stop(self, patience: float = 0.0) -> None:
        """Let the lanes finish for some seconds, and leave what is pending then to the next start."""
        await self._lanes.stop(patience)

    def _begin(self, record: Record) -> None:
        self._lanes.begin(record.chat, lambda: self._drain(record))

    async def _drain(self, record: Record) -> None:
        kill_points.pass_by("lane begun")
        try:
            mine: Record | None = record
            while mine and mine.pending:
                mine = await self._advanced(mine)
                kill_points.pass_by("between two sends")
        except (ConflictError, StoreError, VaultError) as error:
            log.warning("lane.stopped", reason=type(error).__name__)

    async def _advanced(self, record: Record) -> Record | None:
        """Send the oldest pending reply and note what became of it; None when the lane has to end."""
        outgoing = record.pending[0]
        mine = await self._holds.still_mine(record)
        is_left = mine and outgoing in mine.pending
        held = await self._holds.during(mine, self._sent(mine, outgoing)) if mine and is_left else None
        if held is None:
            log.info("lane.taken_over")
            return None
        outcome, record = held
        is_edit = isinstance(outgoing, Change | Close) and outcome.fate is Fate.SENT
        if is_edit and record.row and outgoing in record.pending[:-1]:
            # To do an edit twice is to do it once, so its commit can wait for that of the reply behind it.
            return record.from_reply(outgoing).without_oldest(outcome.message_id)
        return await self._settled(record, outgoing, outcome)

    async def _sent(self, record: Record, outgoing: Outgoing) -> Outcome:
        if isinstance(outgoing, Send | Document):
            await self._pace.wait(record.paced)
        kill_points.pass_by("before send")
        target = None if isinstance(outgoing, Send | Document) else record.message_of(outgoing.number)
        try:
            outcome = await self._perform(record.chat, outgoing, target, in_doubt=record.in_doubt)
        except Exception as error:  # noqa: BLE001 - a reply that breaks the sending must not be tried for ever
            log.error("send.broke", reason=type(error).__name__)
            outcome = Outcome(Fate.REFUSED)
        kill_points.pass_by("send answered")
        return outcome

    async def _settled(self, record: Record, done: Outgoing, outcome: Outcome) -> Record | None:
        """Store what became of a reply; None when there is nothing more to do for now."""
        kill_points.pass_by("before settling")
        async with self.turn_in(record.chat):
            record = await self._records.newest(record)
            while True:
                if done not in record.pending:
                    return None
                # An edit whose commit waited may still stand before it.
                record = record.from_reply(done)
                now = self._now()
                after = self._books.noted(record, outcome)
                wait = self._books.wait(after, outcome)
                if wait:
                    kill_points.pass_by("before backoff")
                try:
                    stored = await self._records.save(after, now, now + (wait or self._lease))
                    break
                except ConflictError:
                    record = await self._records.load(record.chat)
        kill_points.pass_by("after backoff" if wait else "after settling")
        if wait and stored.row is None:
            return await self._next_try(stored, wait)
        return None if wait else stored

    async def _next_try(self, record: Record, wait: int) -> Record | None:
        """Wait with what is pending for a visitor, which no sweep finds; None when it is stored meanwhile."""
        await asyncio.sleep(wait)
        record = await self._records.newest(record)
        return record if record.row is None else None

    async def _take_tick(self, record: Record, now: int, gap: range) -> None:
        async with self.turn_in(record.chat):
            try:
                await self.commit(record, self._tick(record, now, gap))
            except ConflictError:
                # The person did something meanwhile, or another worker was faster: the row says when to look again.
                log.info("sweep.came_second")
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one record that fails must not stand in the way of the others
                log.error("tick.failed", error=type(error).__name__, place=place_of(error))
                await self._records.hold(record, now + PUT_OFF)
