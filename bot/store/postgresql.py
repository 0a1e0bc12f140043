"""Rows in PostgreSQL: plain statements that each commit by themselves, shared by any number of workers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self

import asyncpg

from bot import kill_points
from bot.store import ConflictError, Row, StoreError
from bot.store.schema import COLUMNS, LOOK, NEWER, POSTGRESQL, name_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from asyncpg.pool import PoolConnectionProxy

CONNECTIONS = 10
"""How many connections a worker opens at the most."""

PATIENCE = 10.0
"""Seconds that a statement or a connection may take."""

_MIGRATION = 5_311_017_203
"""The number of the lock that lets one worker at a time change the form of the database."""

_INSERT = """WITH made AS (
    INSERT INTO session (id, key, box, version, wake_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1
) INSERT INTO session_key (name, key) SELECT $2, $6 FROM made"""

# The key is named, too: a row that was erased and begun anew counts its versions from 1 again.
_UPDATE = "UPDATE session SET box = $3, version = $4, wake_at = $5 WHERE id = $1 AND key = $2 AND version = $4 - 1"

_ERASE = """WITH gone AS (DELETE FROM session WHERE id = $1 AND version = $2 RETURNING key),
    unlocked AS (DELETE FROM session_key WHERE name IN (SELECT key FROM gone))
SELECT (SELECT count(*) FROM gone), EXISTS (SELECT FROM session WHERE id = $1)"""
"""How many rows went, and whether there had been one with this id."""

_FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


class _Connection(asyncpg.Connection):  # type: ignore[misc] # asyncpg has no types
    """A connection on which nothing is set that would have to be reset after each statement."""

    def get_reset_query(self) -> str:
        return ""


class PostgresqlStore:
    """Keeps rows in a PostgreSQL database.

    Made by ``open``.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect, and bring the database into its present form.

        Args:
            url: The address, ``postgresql://user:password@host/database``.

        Raises:
            StoreError: The server cannot be reached, refuses, or holds a database of a later release.
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
            raise StoreError(
                f"DATABASE_URL: the PostgreSQL server cannot be used ({type(error).__name__}); "
                "check the address and that the server runs"
            ) from error
        store = cls(pool)
        try:
            await store._migrate()
        except StoreError:
            await pool.close()
            raise
        return store

    async def _migrate(self) -> None:
        async with self._connection() as database, database.transaction():
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

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""
        async with self._connection() as database:
            found = await database.fetchrow(f"SELECT {COLUMNS} FROM session WHERE id = $1", session_id)  # noqa: S608 - named in this program
        return _row(*found) if found else None

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably."""
        values = (row.id, name_of(row.key), row.box, row.version, row.wake_at)
        if row.version == 1:
            await self._change_one(_INSERT, *values, row.key)
        else:
            await self._change_one(_UPDATE, *values)

    async def replace(self, old: Row, new: Row) -> None:
        """Put a row under another key or id in the place of an old one, whose key is destroyed."""
        async with self._connection() as database:
            async with database.transaction():
                kill_points.pass_by("database statement begun")
                gone, _ = await database.fetchrow(_ERASE, old.id, old.version)
                values = (new.id, name_of(new.key), new.box, new.version, new.wake_at, new.key)
                if not gone or not (await database.execute(_INSERT, *values)).endswith(" 1"):
                    raise ConflictError
                kill_points.pass_by("before database commit")
            kill_points.pass_by("database commit done")

    async def erase(self, session_id: bytes, version: int) -> None:
        """Delete the row and destroy its key."""
        async with self._connection() as database:
            kill_points.pass_by("database statement begun")
            gone, was_there = await database.fetchrow(_ERASE, session_id, version)
            kill_points.pass_by("database commit done")
        if was_there and not gone:
            raise ConflictError

    async def take_due(self, now: int, until: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come; others pass over them until ``until``."""
        async with self._connection() as database:
            found = await database.fetch(
                f"""UPDATE session SET wake_at = $2 WHERE id IN (
                    SELECT id FROM session WHERE wake_at <= $1 ORDER BY wake_at LIMIT $3 FOR UPDATE SKIP LOCKED
                ) RETURNING {COLUMNS}""",  # noqa: S608 - named in this program
                now,
                until,
                most,
            )
        return [_row(*values) for values in found]

    async def hold(self, session_id: bytes, wake_at: int, until: int) -> bool:
        """Wake a row later than it was to; False when it is not to wake at ``wake_at`` any more."""
        try:
            await self._change_one(
                "UPDATE session SET wake_at = $3 WHERE id = $1 AND wake_at = $2", session_id, wake_at, until
            )
        except ConflictError:
            return False
        return True

    async def take_duty(self, duty: str, now: float, until: float) -> bool:
        """Take a duty that one worker at a time has, until then; False while another one has it."""
        try:
            await self._change_one(
                "INSERT INTO duty VALUES ($1, $3)"
                " ON CONFLICT (name) DO UPDATE SET until = $3 WHERE duty.until <= $2::float8",
                duty,
                now,
                until,
            )
        except ConflictError:
            return False
        return True

    async def queue_up(self, duty: str, now: float, seconds: float) -> float:
        """Join the queue of all workers for something that takes so long, and give when one's turn is over."""
        async with self._connection() as database:
            until: float = await database.fetchval(
                "INSERT INTO duty VALUES ($1, $2::float8 + $3::float8)"
                " ON CONFLICT (name) DO UPDATE SET until = greatest(duty.until, $2) + $3 RETURNING until",
                duty,
                now,
                seconds,
            )
        return until

    async def note_look(self, now: int) -> None:
        """Note that everything due until now was taken up, with the rows and beside the keys in one commit."""
        async with self._connection() as database:
            await database.execute(
                "WITH noted AS (INSERT INTO duty VALUES ($1, $2::bigint)"
                " ON CONFLICT (name) DO UPDATE SET until = EXCLUDED.until),"
                " known AS (UPDATE session_key_look SET until = $2 RETURNING 1)"
                " INSERT INTO session_key_look SELECT $2 WHERE NOT EXISTS (SELECT FROM known)",
                LOOK,
                now,
            )

    async def last_looks(self) -> tuple[int, int]:
        """Give when everything due was last taken up, as noted with the rows and beside the keys; 0 for never."""
        query = "SELECT (SELECT until FROM duty WHERE name = $1), (SELECT max(until) FROM session_key_look)"
        async with self._connection() as database:
            rows, keys = await database.fetchrow(query, LOOK)
        return int(rows or 0), int(keys or 0)

    async def rows(self, after: bytes, most: int) -> list[Row]:
        """Give up to ``most`` rows in the order of their ids, those after an id."""
        async with self._connection() as database:
            query = f"SELECT {COLUMNS} FROM session WHERE id > $1 ORDER BY id LIMIT $2"  # noqa: S608 - named in this program
            return [_row(*values) for values in await database.fetch(query, after, most)]

    async def key_marks(self, length: int) -> set[bytes]:
        """Give the different beginnings, of this many bytes, that the keys of rows have."""
        async with self._connection() as database:
            query = (
                "SELECT DISTINCT substring(session_key.key FROM 1 FOR $1::int)"
                " FROM session_key JOIN session ON session.key = session_key.name"
            )
            found = await database.fetch(query, length)
        return {bytes(mark) for (mark,) in found}

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        await self._pool.close()

    async def _change_one(self, statement: str, *values: object) -> None:
        async with self._connection() as database:
            kill_points.pass_by("database statement begun")
            done = await database.execute(statement, *values)
            kill_points.pass_by("database commit done")
        if not done.endswith(" 1"):
            raise ConflictError

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[PoolConnectionProxy]:
        try:
            # The pool's own limit of time would cost a task each time.
            async with asyncio.timeout(PATIENCE) as limit, self._pool.acquire() as database:
                limit.reschedule(None)
                yield database
        except _FAILURES as error:
            raise StoreError(f"the database failed ({type(error).__name__})") from error


def _row(session_id: bytes, key: bytes | None, box: bytes, version: int, wake_at: int) -> Row:
    return Row(session_id, key or b"", box, version, wake_at)
