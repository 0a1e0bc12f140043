"""Records: what was just stored is in memory for a minute, and never counts for more than what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from running_bot import SECRET

from bot.record import Record
from bot.records import JUST_STORED, LONGEST_JUST_STORED, Records
from bot.reply import Message, Send
from bot.rotation import rotate
from bot.session import Session
from bot.store import ConflictError, StoreError
from bot.store.sqlite import SqliteStore
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store import Row

CHAT = 7
NEW_SECRET = "another secret of more than 32 characters"
DAY = 24 * 60 * 60
AGREED = Session(answers={"opening.consent": "remember"})


class CountingStore(SqliteStore):
    """Counts how often a row is read."""

    reads = 0

    async def read(self, session_id: bytes) -> Row | None:
        self.reads += 1
        return await super().read(session_id)


class SharedStore(CountingStore):
    """Says that others use it, too."""

    is_shared = True


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CountingStore]:
    store = CountingStore(tmp_path / "sessions.db")
    yield store
    await store.close()


def records(store: SqliteStore) -> Records:
    return Records(store, Vault([SECRET]), 90 * DAY)


async def test_the_next_turn_need_not_read_what_was_just_stored(store: CountingStore) -> None:
    ours = records(store)
    stored = await ours.save(Record(CHAT, AGREED), 0)
    assert await ours.load(CHAT) == stored
    assert store.reads == 0


async def test_a_minute_later_it_is_read(store: CountingStore) -> None:
    ours = records(store)
    stored = await ours.save(Record(CHAT, AGREED), 0)
    await ours.take_due(JUST_STORED, JUST_STORED)
    assert await ours.load(CHAT) == stored
    assert store.reads == 1


async def test_what_is_still_to_be_sent_is_read(store: CountingStore) -> None:
    ours = records(store)
    await ours.save(Record(CHAT, AGREED, (Send(1, Message("words")),)), 0)
    await ours.load(CHAT)
    assert store.reads == 1


async def test_what_another_worker_stored_meanwhile_is_not_lost(store: CountingStore) -> None:
    ours, theirs = records(store), records(store)
    before = await ours.save(Record(CHAT, AGREED), 0)
    changed = await theirs.save(Record(CHAT, AGREED.with_answer("opening.who", "me"), row=before.row), 1)
    stale = await ours.load(CHAT)
    with pytest.raises(ConflictError):
        await ours.save(stale, 2)
    assert await ours.load(CHAT) == changed


async def test_of_what_is_deleted_nothing_is_left_in_memory(store: CountingStore) -> None:
    ours = records(store)
    stored = await ours.save(Record(CHAT, AGREED), 0)
    await ours.save(Record(CHAT, row=stored.row), 1)
    assert await ours.load(CHAT) == Record(CHAT)


async def test_what_was_moved_under_a_new_secret_meanwhile_is_deleted_all_the_same(store: CountingStore) -> None:
    ours = Records(store, Vault([NEW_SECRET, SECRET]), 90 * DAY)
    stored = await records(store).save(Record(CHAT, AGREED), 0)
    known = await ours.save(Record(CHAT, AGREED, row=stored.row), 1)
    assert await rotate(store, Vault([NEW_SECRET, SECRET])) == 1
    with pytest.raises(ConflictError):
        await ours.save(Record(CHAT, row=known.row), 2)
    moved = await ours.load(CHAT)
    await ours.save(Record(CHAT, row=moved.row), 3)
    assert await store.rows(b"", 9) == []


@pytest.mark.parametrize("is_committed", [True, False])
async def test_after_a_failure_it_is_read_again(store: CountingStore, is_committed: bool) -> None:  # noqa: FBT001 - filled in above
    ours = records(store)
    before = await ours.save(Record(CHAT, AGREED), 0)
    write = store.write

    async def fail(row: Row) -> None:
        if is_committed:
            await write(row)
        raise StoreError("the answer was lost")

    store.write = fail  # type: ignore[method-assign]
    with pytest.raises(StoreError):
        await ours.save(Record(CHAT, AGREED.with_answer("opening.who", "me"), row=before.row), 1)
    session = (await ours.load(CHAT)).session
    assert session
    assert ("opening.who" in session.answers) is is_committed


async def test_what_is_very_long_is_read(store: CountingStore) -> None:
    ours = records(store)
    story = "".join(chr(0x4E00 + number % 20000) for number in range(LONGEST_JUST_STORED))
    await ours.save(Record(CHAT, AGREED.with_answer("decision.result", story)), 0)
    await ours.load(CHAT)
    assert store.reads == 1


async def test_where_others_use_the_database_every_turn_reads_it(tmp_path: Path) -> None:
    store = SharedStore(tmp_path / "sessions.db")
    ours = records(store)
    await ours.save(Record(CHAT, AGREED), 0)
    await ours.load(CHAT)
    assert store.reads == 1
    await store.close()
