"""PostgreSQL when the server or the connection is not as it should be, and when several workers come at once."""

from __future__ import annotations

import asyncio
import os
import signal
import socket

import asyncpg
import pytest
from faults.wire import wire_to
from msgspec.structs import replace

from bot import kill_points
from bot.store import Row, StoreError
from bot.store.opening import open_store
from bot.store.schema import POSTGRESQL

FIRST = Row(b"anna", b"key", b"box", 1, 100)


@pytest.mark.fault(52)
async def test_workers_that_start_together_migrate_once(postgresql: str) -> None:
    stores = await asyncio.gather(*(open_store(postgresql) for _ in range(4)))
    database = await asyncpg.connect(postgresql)
    assert await database.fetchval("SELECT count(*) FROM schema_step") == len(POSTGRESQL)
    await database.close()
    for store in stores:
        await store.close()


@pytest.mark.fault(52)
@pytest.mark.parametrize("killed_at", [1, 2, 3, 4, 5, 6])
async def test_a_migration_can_be_killed_in_every_step(postgresql: str, killed_at: int) -> None:
    assert await asyncio.to_thread(killed_after, killed_at, postgresql) == signal.SIGKILL
    store = await open_store(postgresql)
    await store.write(FIRST)
    await store.close()


@pytest.mark.fault(51)
async def test_a_database_of_a_later_release_is_refused(postgresql: str) -> None:
    await (await open_store(postgresql)).close()
    database = await asyncpg.connect(postgresql)
    await database.execute("INSERT INTO schema_step VALUES (99)")
    await database.close()
    with pytest.raises(StoreError, match="later release"):
        await open_store(postgresql)


@pytest.mark.fault(56)
async def test_a_server_that_is_away_is_told_without_the_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(StoreError) as refusal:
        await open_store(f"postgresql://bot:hidden@127.0.0.1:{port}/sessions")
    assert "cannot be used" in str(refusal.value)
    assert "hidden" not in str(refusal.value)


@pytest.mark.fault(56)
async def test_lost_connections_are_told_and_made_anew(postgresql: str) -> None:
    store = await open_store(postgresql)
    await store.write(FIRST)
    database = await asyncpg.connect(postgresql)
    await database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await database.close()
    reads = [await read_or_failure(store) for _ in range(3)]
    assert reads[-1] == FIRST
    assert all(one == FIRST or isinstance(one, StoreError) for one in reads)
    await store.close()


@pytest.mark.fault(22)
async def test_a_row_that_another_worker_has_locked_holds_up_no_other(postgresql: str) -> None:
    store = await open_store(postgresql)
    bert = Row(b"bert", b"his key", b"box", 1, 100)
    for row in (FIRST, bert):
        await store.write(row)
    locking = await asyncpg.connect(postgresql)
    lock = locking.transaction()
    await lock.start()
    await locking.execute("SELECT FROM session WHERE id = $1 FOR UPDATE", FIRST.id)
    waiting, free = (asyncio.ensure_future(store.write(replace(row, version=2))) for row in (FIRST, bert))
    await asyncio.wait_for(free, 5)
    assert not waiting.done()
    await lock.rollback()
    await locking.close()
    await asyncio.wait_for(waiting, 5)
    assert [row.version for row in await store.rows(b"", 10)] == [2, 2]
    await store.close()


@pytest.mark.fault(56)
async def test_a_connection_that_falls_silent_holds_up_no_other(postgresql: str) -> None:
    async with wire_to(postgresql) as wire:
        store = await open_store(wire.address)
        await store.write(FIRST)
        await asyncio.gather(*(store.write(Row(bytes([one]), bytes([one]), b"box", 1, 100)) for one in range(8)))
        wire.silences_next = True
        lost = asyncio.ensure_future(store.read(b"anna"))
        await asyncio.sleep(0.1)
        assert await asyncio.wait_for(store.read(b"anna"), 3) == FIRST
        await store.close()
        with pytest.raises(StoreError):
            await lost


@pytest.mark.fault(56)
async def test_a_store_whose_server_fell_silent_is_closed_all_the_same(postgresql: str) -> None:
    async with wire_to(postgresql) as wire:
        store = await open_store(wire.address)
        await store.write(FIRST)
        wire.is_silent = True
        asked = [asyncio.ensure_future(read_or_failure(store)) for _ in range(3)]
        await asyncio.sleep(0.1)
        await asyncio.wait_for(store.close(), 3)
        assert all(isinstance(one, StoreError) for one in await asyncio.wait_for(asyncio.gather(*asked), 3))


async def read_or_failure(store: object) -> object:
    try:
        return await store.read(b"anna")  # type: ignore[attr-defined]
    except StoreError as failure:
        return failure


def killed_after(statements: int, address: str) -> int:
    """Open the database in a process of its own, end it after so many statements, and give the signal."""
    child = os.fork()
    if child == 0:
        left = iter(range(statements, 0, -1))

        def count(_: str) -> None:
            if next(left) == 1:
                os.kill(os.getpid(), signal.SIGKILL)

        kill_points.pass_by = count
        asyncio.set_event_loop(None)
        asyncio.run(open_store(address))
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
