"""The hold that a worker has on what is pending: it ends the work when it is over, and nothing waits for it in vain."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from talking import DAY, SECRET

from bot.delivery.chat_locks import ChatLocks
from bot.delivery.holds import Holds
from bot.delivery.outcomes import Fate, Outcome
from bot.record import Record
from bot.records import Records
from bot.reply import Message, Send
from bot.session import Session
from bot.store.opening import open_store
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store import Store

LEASE = 2


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'sessions.db'}")
    yield store
    await store.close()


@pytest.fixture
def records(store: Store) -> Records:
    return Records(store, Vault([SECRET]), DAY)


@pytest.fixture
def holds(records: Records) -> Holds:
    return Holds(records, ChatLocks(), lambda: int(time.time()), LEASE)


async def held(records: Records, seconds: int, chat: int = 7) -> Record:
    """Give a record with something pending that is held for so many seconds from now."""
    session = Session(answers={"opening.consent": "remember"}, seen=int(time.time()))
    now = int(time.time())
    return await records.save(Record(chat, session, (Send(1, Message("hello")),)), now, now + seconds)


async def sent_after(seconds: float) -> Outcome:
    await asyncio.sleep(seconds)
    return Outcome(Fate.SENT, 5)


def renewals() -> list[str]:
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name() == "hold"]


@pytest.mark.fault(24)
async def test_nothing_is_sent_under_a_hold_that_is_over(records: Records, holds: Holds) -> None:
    record = await held(records, 0)
    assert await holds.during(record, sent_after(0.1)) is None


async def test_what_is_sent_in_time_is_told(records: Records, holds: Holds) -> None:
    record = await held(records, LEASE)
    assert await holds.during(record, sent_after(0.1)) == (Outcome(Fate.SENT, 5), record)


@pytest.mark.fault(24)
async def test_a_database_that_hangs_holds_up_neither_the_end_of_the_hold_nor_that_of_the_bot(
    records: Records, holds: Holds, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def hang(*_: object) -> bool:
        asked.set()
        await asyncio.sleep(60)
        return True

    monkeypatch.setattr(store, "hold", hang)
    begun = time.monotonic()
    assert await holds.during(await held(records, LEASE), sent_after(30)) is None
    assert asked.is_set()
    assert time.monotonic() - begun < LEASE + 1
    asked.clear()
    sending = asyncio.ensure_future(holds.during(await held(records, LEASE + 1, chat=8), sent_after(30)))
    await asyncio.wait_for(asked.wait(), LEASE + 2)
    sending.cancel()
    done, _ = await asyncio.wait({sending}, timeout=0.5)
    assert done
    await asyncio.sleep(0)
    assert not renewals()
