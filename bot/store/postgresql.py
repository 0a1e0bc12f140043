"""Rows in PostgreSQL: statements that each commit by themselves, shared by any number of workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import kill_points
from bot.store import ConflictError, Row
from bot.store.postgresql_server import close, connection
from bot.store.schema import COLUMNS, LOOK, name_of
from bot.store.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    import asyncpg

_INSERT = """WITH made AS (
    INSERT INTO session (id, key, box, version, wake_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1
) INSERT INTO session_key (name, key) SELECT $2, $6 FROM made"""

# The key is named, too: a row that was erased and begun anew counts its versions from 1 again.
_UPDATE = "UPDATE session SET box = $3, version = $4, wake_at = $5 WHERE id = $1 AND key = $2 AND version = $4 - 1"

# Of the rows that another worker has locked none is waited for: two that wait for each other's would wait for ever.
_UPDATE_FREE = """WITH new AS (
    SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[])
    AS row (id, key, box, version, wake_at)
), free AS (
    SELECT id FROM session WHERE id = ANY ($1) FOR UPDATE SKIP LOCKED
)
UPDATE session SET box = new.box, version = new.version, wake_at = new.wake_at FROM new JOIN free USING (id)
WHERE session.id = new.id AND session.key = new.key AND session.version = new.version - 1 RETURNING session.id"""

_ERASE = """WITH gone AS (DELETE FROM session WHERE id = $1 AND version = $2 RETURNING key),
    unlocked AS (DELETE FROM session_key WHERE name IN (SELECT key FROM gone))
SELECT (SELECT count(*) FROM gone), EXISTS (SELECT FROM session WHERE id = $1)"""
"""How many rows went, and whether there had been one with this id."""


class PostgresqlStore:
    """Keeps rows in a PostgreSQL database.

    Args:
        pool: The connections to it.
    """

    is_shared = True

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._reads = Together(self._read_all)
        self._writes = Together(self._write_all)

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""
        return await self._reads.done(session_id)

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably."""
        if row.version == 1:
            await self._change_one(_INSERT, *_values(row), row.key)
        elif not await self._writes.done(row):
            # It is locked, or was written by another worker: the statement that waits finds out which.
            await self._change_one(_UPDATE, *_values(row))

    async def replace(self, old: Row, new: Row) -> None:
        """Put a row under another key or id in the place of an old one, whose key is destroyed."""
        async with connection(self._pool) as database:
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
        async with connection(self._pool) as database:
            kill_points.pass_by("database statement begun")
            gone, was_there = await database.fetchrow(_ERASE, session_id, version)
            kill_points.pass_by("database commit done")
        if was_there and not gone:
            raise ConflictError

    async def take_due(self, now: int, until: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come; others pass over them until ``until``."""
        async with connection(self._pool) as database:
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
        async with connection(self._pool) as database:
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
        async with connection(self._pool) as database:
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
        async with connection(self._pool) as database:
            rows, keys = await database.fetchrow(query, LOOK)
        return int(rows or 0), int(keys or 0)

    async def rows(self, after: bytes, most: int) -> list[Row]:
        """Give up to ``most`` rows in the order of their ids, those after an id."""
        async with connection(self._pool) as database:
            query = f"SELECT {COLUMNS} FROM session WHERE id > $1 ORDER BY id LIMIT $2"  # noqa: S608 - named in this program
            return [_row(*values) for values in await database.fetch(query, after, most)]

    async def key_marks(self, length: int) -> set[bytes]:
        """Give the different beginnings, of this many bytes, that the keys of rows have."""
        async with connection(self._pool) as database:
            query = (
                "SELECT DISTINCT substring(session_key.key FROM 1 FOR $1::int)"
                " FROM session_key JOIN session ON session.key = session_key.name"
            )
            found = await database.fetch(query, length)
        return {bytes(mark) for (mark,) in found}

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        await close(self._pool, self._reads.finish(), self._writes.finish())

    async def _read_all(self, ids: Sequence[bytes]) -> list[Row | None]:
        query = f"SELECT {COLUMNS} FROM session WHERE id = ANY ($1)"  # noqa: S608 - named in this program
        async with connection(self._pool) as database:
            found = {values[0]: _row(*values) for values in await database.fetch(query, ids)}
        return [found.get(one) for one in ids]

    async def _write_all(self, rows: Sequence[Row]) -> list[bool]:
        """Write what nobody else has locked, each id once at the most, and say for each row whether it was written."""
        first = {row.id: place for place, row in reversed(list(enumerate(rows)))}
        values = zip(*(_values(rows[place]) for place in first.values()), strict=True)
        async with connection(self._pool) as database:
            kill_points.pass_by("database statement begun")
            found = await database.fetch(_UPDATE_FREE, *values)
            kill_points.pass_by("database commit done")
        written = {one for (one,) in found}
        return [first[row.id] == place and row.id in written for place, row in enumerate(rows)]

    async def _change_one(self, statement: str, *values: object) -> None:
        async with connection(self._pool) as database:
            kill_points.pass_by("database statement begun")
            done = await database.execute(statement, *values)
            kill_points.pass_by("database commit done")
        if not done.endswith(" 1"):
            raise ConflictError


def _values(row: Row) -> tuple[bytes, bytes, bytes, int, int]:
    return row.id, name_of(row.key), row.box, row.version, row.wake_at


def _row(session_id: bytes, key: bytes | None, box: bytes, version: int, wake_at: int) -> Row:
    return Row(session_id, key or b"", box, version, wake_at)
