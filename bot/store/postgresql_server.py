"""The way to a PostgreSQL server: its connections, and the form of the database."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg

from bot import kill_points
from bot.store import StoreError, UnreachableError
from bot.store.schema import NEWER, POSTGRESQL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from asyncpg.pool import PoolConnectionProxy

CONNECTIONS = 10
"""How many connections a worker opens at the most."""

PATIENCE = 10.0
"""Seconds that a statement or a connection may take."""

FAREWELL = 1.0
"""Seconds that what was begun may take when the connections are closed."""

_MIGRATION = 5_311_017_203
"""The number of the lock that lets one worker at a time change the form of the database."""

_MAY_PASS = (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)
_FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


class _Connection(asyncpg.Connection):  # type: ignore[misc] # asyncpg has no types
    """A connection on which nothing is set that would have to be reset after each statement."""

    def get_reset_query(self) -> str:
        return ""


async def connect(url: str) -> asyncpg.Pool:
    """Connect, and bring the database into its present form.

    Args:
        url: The address, ``postgresql://user:password@host/database``.

    Raises:
        UnreachableError: The server cannot be reached now.
        StoreError: It refuses, or holds a database of a later release.
    """
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            connection_class=_Connection,
            max_size=CONNECTIONS,
            command_timeout=PATIENCE,
            timeout=PATIENCE,
        )
    except (*_FAILURES, ValueError) as error:
        # The error's own words may repeat the address, and the password stands in it.
        raise (UnreachableError if isinstance(error, _MAY_PASS) else StoreError)(
            f"DATABASE_URL: the PostgreSQL server cannot be used ({type(error).__name__}); "
            "check the address and that the server runs"
        ) from error
    try:
        await _migrate(pool)
    except StoreError:
        await pool.close()
        raise
    return pool


@asynccontextmanager
async def connection(pool: asyncpg.Pool) -> AsyncIterator[PoolConnectionProxy]:
    """Give a connection of one's own.

    Raises:
        StoreError: There is none in time, or what is done with it fails.
    """
    try:
        # The pool's own limit of time would cost a task each time.
        async with asyncio.timeout(PATIENCE) as limit, pool.acquire() as database:
            limit.reschedule(None)
            try:
                yield database
            except TimeoutError:
                # To ask a server that does not answer to take the statement back would last as long once more.
                database.terminate()
                raise
    except _FAILURES as error:
        raise StoreError(f"the database failed ({type(error).__name__})") from error


async def close(pool: asyncpg.Pool, *begun: Awaitable[None]) -> None:
    """Let go of the server after what was begun is done; of one that does not answer, without that."""
    try:
        async with asyncio.timeout(FAREWELL):
            await asyncio.gather(*begun)
            await pool.close()
    except TimeoutError:
        pool.terminate()


async def _migrate(pool: asyncpg.Pool) -> None:
    async with connection(pool) as database, database.transaction():
        await database.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION)
        await database.execute("CREATE TABLE IF NOT EXISTS schema_step (done INTEGER NOT NULL)")
        done = await database.fetchval("SELECT max(done) FROM schema_step") or 0
        if done > len(POSTGRESQL):
            raise StoreError(NEWER)
        for number, step in enumerate(POSTGRESQL[done:], done + 1):
            for statement in step:
                await database.execute(statement)
                kill_points.pass_by("database statement begun")
            await database.execute("INSERT INTO schema_step VALUES ($1)", number)
