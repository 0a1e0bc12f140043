"""What is being sent belongs to one worker, for as long as that worker sends it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from running_bot import SECRET

from bot.delivery.chat_locks import ChatLocks
from bot.delivery.holds import Holds
from bot.delivery.outcomes import Fate, Outcome
from bot.record import Record
from bot.records import Records
from bot.reply import Message, Send
from bot.session import Session
from bot.store import StoreError
from bot.store.sqlite import SqliteStore
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LEASE = 2
SENT = Outcome(Fate.SENT, 5)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path / "sessions.db")
    yield store
    await store.close()


def now() -> int:
    return int(time.time())


async def begun(store: SqliteStore, seconds: int = LEASE) -> tuple[Holds, Record]:
    """Give the holds of a worker, and a record that it has just begun to send from and holds for so many seconds."""
    records = Records(store, Vault([SECRET]), 90 * 24 * 60 * 60)
    session = Session(answers={"opening.consent": "remember"}, seen=now())
    record = await records.save(Record(7, session, (Send(1, Message("first")),)), now(), now() + seconds)
    return Holds(records, ChatLocks(), now, LEASE), record


async def sent_after(seconds: float) -> Outcome:
    await asyncio.sleep(seconds)
    return SENT


async def test_what_is_sent_at_once_renews_nothing(store: SqliteStore) -> None:
    holds, record = await begun(store)
    assert await holds.during(record, sent_after(0)) == (SENT, record)


async def test_a_slow_send_keeps_its_hold(store: SqliteStore) -> None:
    holds, record = await begun(store)
    held = await holds.during(record, sent_after(1.5 * LEASE))
    assert held
    outcome, renewed = held
    assert outcome == SENT
    assert record.row
    assert renewed.row
    assert renewed.row.wake_at > record.row.wake_at
    assert await store.read(record.row.id) == renewed.row


@pytest.mark.fault(29)
async def test_a_send_ends_when_another_worker_has_taken_over(store: SqliteStore) -> None:
    holds, record = await begun(store)
    assert record.row
    assert await store.hold(record.row.id, record.row.wake_at, record.row.wake_at + 100)
    ended = asyncio.Event()

    async def endless() -> Outcome:
        try:
            return await sent_after(60)
        finally:
            ended.set()

    assert await asyncio.wait_for(holds.during(record, endless()), 30) is None
    assert ended.is_set()


@pytest.mark.fault(29)
async def test_a_send_ends_with_its_hold_when_the_database_is_away(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> bool:
        raise StoreError

    holds, record = await begun(store)
    monkeypatch.setattr(store, "hold", away)
    assert record.row
    assert await asyncio.wait_for(holds.during(record, sent_after(60)), 30) is None
    assert time.time() <= record.row.wake_at


async def test_a_send_that_fails_by_time_fails_as_such(store: SqliteStore) -> None:
    holds, record = await begun(store)

    async def late() -> Outcome:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await holds.during(record, late())


@pytest.mark.fault(24)
async def test_nothing_is_sent_under_a_hold_that_is_over(store: SqliteStore) -> None:
    holds, record = await begun(store, 0)
    assert await holds.during(record, sent_after(0.1)) is None


@pytest.fixture
def asked(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let the database hang once a hold is to be renewed, and say when that was asked for."""
    event = asyncio.Event()

    async def hang(*_: object) -> bool:
        event.set()
        await asyncio.sleep(60)
        return True

    monkeypatch.setattr(store, "hold", hang)
    return event


@pytest.mark.fault(29)
async def test_a_send_ends_with_its_hold_when_the_database_hangs(store: SqliteStore, asked: asyncio.Event) -> None:
    holds, record = await begun(store)
    assert await asyncio.wait_for(holds.during(record, sent_after(60)), LEASE + 1) is None
    assert asked.is_set()


async def test_who_stops_the_bot_waits_for_no_renewal(store: SqliteStore, asked: asyncio.Event) -> None:
    holds, record = await begun(store, LEASE + 1)
    sending = asyncio.ensure_future(holds.during(record, sent_after(60)))
    await asyncio.wait_for(asked.wait(), LEASE + 2)
    sending.cancel()
    done, _ = await asyncio.wait({sending}, timeout=0.5)
    assert done
    await asyncio.sleep(0)
    assert "hold" not in {task.get_name() for task in asyncio.all_tasks()}
