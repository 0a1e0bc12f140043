"""The store, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from bot.store import ConflictError, Row, Store
from bot.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FIRST = Row(b"anna", b"key", b"box", 1, 100)


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    store = await open_store(database)
    yield store
    await store.close()


async def test_what_was_written_is_read(store: Store) -> None:
    await store.write(FIRST)
    assert await store.read(b"anna") == FIRST
    assert await store.read(b"bert") is None


async def test_what_was_written_is_there_after_a_restart(store: Store, database: str) -> None:
    await store.write(FIRST)
    other = await open_store(database)
    assert await other.read(b"anna") == FIRST
    await other.close()


@pytest.mark.fault(22)
async def test_of_two_workers_that_write_the_same_version_one_succeeds(store: Store, database: str) -> None:
    await store.write(FIRST)
    other = await open_store(database)
    writes = [one.write(replace(FIRST, box=box, version=2)) for one, box in ((store, b"1"), (other, b"2"))]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    await other.close()
    assert [type(one) for one in outcomes].count(ConflictError) == 1
    stored = await store.read(b"anna")
    assert stored
    assert stored.box == (b"2" if isinstance(outcomes[0], ConflictError) else b"1")


async def test_of_two_workers_that_make_the_same_row_one_succeeds(store: Store) -> None:
    outcomes = await asyncio.gather(store.write(FIRST), store.write(FIRST), return_exceptions=True)
    assert [type(one) for one in outcomes].count(ConflictError) == 1


@pytest.mark.fault(24)
async def test_a_late_write_of_a_worker_that_was_taken_for_dead_is_refused(store: Store) -> None:
    await store.write(FIRST)
    await store.write(replace(FIRST, version=2))
    with pytest.raises(ConflictError):
        await store.write(replace(FIRST, box=b"late", version=2))


async def test_a_row_is_erased_in_the_version_that_was_seen_or_not_at_all(store: Store) -> None:
    await store.write(FIRST)
    await store.write(replace(FIRST, version=2))
    with pytest.raises(ConflictError):
        await store.erase(b"anna", 1)
    await store.erase(b"anna", 2)
    assert await store.read(b"anna") is None
    assert await store.key_marks(3) == set()
    await store.erase(b"anna", 2)


async def test_an_update_keeps_the_key_and_a_row_under_another_key_is_another_row(store: Store) -> None:
    await store.write(FIRST)
    with pytest.raises(ConflictError):
        await store.write(replace(FIRST, key=b"other key", box=b"sealed with it", version=2))
    assert await store.read(b"anna") == FIRST
    await store.erase(b"anna", 1)
    await store.write(replace(FIRST, key=b"new key"))
    with pytest.raises(ConflictError):
        await store.write(replace(FIRST, box=b"of the one before", version=2))


async def test_a_row_is_put_under_another_key_in_one_commit(store: Store) -> None:
    await store.write(FIRST)
    new = replace(FIRST, id=b"anna anew", key=b"new key", version=2)
    await store.replace(FIRST, new)
    assert await store.rows(b"", 10) == [new]
    assert await store.key_marks(7) == {b"new key"}
    with pytest.raises(ConflictError):
        await store.replace(FIRST, replace(new, id=b"anna"))
    assert await store.rows(b"", 10) == [new]


async def test_a_move_to_a_taken_id_changes_nothing(store: Store) -> None:
    taken = replace(FIRST, id=b"bert", key=b"his key")
    for row in (FIRST, taken):
        await store.write(row)
    with pytest.raises(ConflictError):
        await store.replace(FIRST, replace(taken, key=b"new key", version=2))
    assert await store.rows(b"", 10) == [FIRST, taken]
    assert await store.key_marks(3) == {b"key", b"his"}


async def test_rows_are_given_page_by_page(store: Store) -> None:
    rows = [replace(FIRST, id=bytes([number]), key=bytes([number])) for number in range(1, 6)]
    for row in rows:
        await store.write(row)
    assert await store.rows(b"", 2) == rows[:2]
    assert await store.rows(rows[1].id, 10) == rows[2:]


async def test_what_is_due_is_given_to_one_worker_only(store: Store, database: str) -> None:
    rows = [replace(FIRST, id=bytes([number]), key=bytes([number]), wake_at=number) for number in range(20)]
    for row in rows:
        await store.write(row)
    other = await open_store(database)
    taken = await asyncio.gather(*(one.take_due(9, 50, 5) for one in (store, other, store, other)))
    await other.close()
    ids = [row.id[0] for batch in taken for row in batch]
    assert sorted(ids) == list(range(10))
    assert {row.wake_at for batch in taken for row in batch} == {50}
    rest = await store.take_due(49, 99, 100)
    assert {row.id for row in rest} == {row.id for row in rows[10:]}


async def test_of_too_many_the_longest_overdue_are_taken(store: Store) -> None:
    for number in (3, 1, 2):
        await store.write(replace(FIRST, id=bytes([number]), key=bytes([number]), wake_at=number))
    assert {row.id for row in await store.take_due(9, 50, 2)} == {bytes([1]), bytes([2])}


async def test_a_hold_is_renewed_only_by_the_one_who_has_it(store: Store) -> None:
    await store.write(FIRST)
    assert await store.hold(b"anna", 100, 104)
    assert not await store.hold(b"anna", 100, 108)
    assert await store.hold(b"anna", 104, 108)


async def test_a_duty_is_taken_by_one_until_its_time_is_over(store: Store, database: str) -> None:
    other = await open_store(database)
    taken = await asyncio.gather(*(one.take_duty("webhook", 10.0, 15.5) for one in (store, other, store)))
    await other.close()
    assert sorted(taken) == [False, False, True]
    assert not await store.take_duty("webhook", 15.0, 20.0)
    assert await store.take_duty("other", 15.0, 20.0)
    assert await store.take_duty("webhook", 15.5, 20.0)


async def test_workers_queue_up_behind_each_other(store: Store) -> None:
    assert await store.queue_up("sending", 10.0, 0.5) == 10.5
    assert await store.queue_up("sending", 10.1, 0.5) == 11.0
    assert await store.queue_up("sending", 20.0, 0.5) == 20.5


async def test_many_rows_written_at_the_same_time_are_all_there(store: Store) -> None:
    rows = [replace(FIRST, id=number.to_bytes(2), key=number.to_bytes(2)) for number in range(300)]
    await asyncio.gather(*(store.write(row) for row in rows))
    assert [await store.read(row.id) for row in rows] == rows
    changed = [replace(row, box=row.id, version=2) for row in rows]
    await asyncio.gather(*(store.write(row) for row in changed))
    assert await asyncio.gather(*(store.read(row.id) for row in rows)) == changed


async def test_of_rows_written_at_the_same_time_a_conflict_harms_no_other(store: Store) -> None:
    rows = [replace(FIRST, id=bytes([number]), key=bytes([number])) for number in range(5)]
    for row in rows:
        await store.write(row)
    written = [replace(row, version=7 if row is rows[2] else 2) for row in rows]
    outcomes = await asyncio.gather(*(store.write(row) for row in written), return_exceptions=True)
    assert [type(one) for one in outcomes] == [type(None), type(None), ConflictError, type(None), type(None)]
    assert await store.rows(b"", 10) == [*written[:2], rows[2], *written[3:]]


@pytest.mark.fault(22)
async def test_of_two_turns_that_write_the_same_version_at_once_one_succeeds(store: Store) -> None:
    await store.write(FIRST)
    written = [replace(FIRST, box=box, version=2) for box in (b"1", b"2")]
    outcomes = await asyncio.gather(*(store.write(row) for row in written), return_exceptions=True)
    assert [type(one) for one in outcomes].count(ConflictError) == 1
    assert await store.read(b"anna") == written[isinstance(outcomes[0], ConflictError)]


@pytest.mark.fault(22)
async def test_workers_that_write_many_of_the_same_rows_at_once_do_not_stop_each_other(
    store: Store, database: str
) -> None:
    rows = [replace(FIRST, id=bytes([number]), key=bytes([number])) for number in range(30)]
    for row in rows:
        await store.write(row)
    other = await open_store(database)
    for version in range(2, 12):
        mine = [store.write(replace(row, box=b"mine", version=version)) for row in rows]
        theirs = [other.write(replace(row, box=b"theirs", version=version)) for row in reversed(rows)]
        outcomes = await asyncio.gather(*mine, *theirs, return_exceptions=True)
        assert [type(one) for one in outcomes].count(ConflictError) == len(rows)
        assert outcomes.count(None) == len(rows)
        stored = await store.rows(b"", 100)
        assert [row.box == b"mine" for row in stored] == [one is None for one in outcomes[: len(rows)]]
    await other.close()


async def test_what_is_asked_for_before_the_store_is_closed_is_done(database: str) -> None:
    store = await open_store(database)
    rows = [replace(FIRST, id=bytes([number]), key=bytes([number])) for number in range(5)]
    for row in rows:
        await store.write(row)
    changed = [replace(row, version=2) for row in rows]
    writes = [asyncio.ensure_future(store.write(row)) for row in changed]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writes)
    again = await open_store(database)
    assert await again.rows(b"", 10) == changed
    await again.close()
