"""Rows in SQLite: one database thread, and one commit for all that wait for it at the same time."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from bot import kill_points
from bot.store import ConflictError, Row, StoreError
from bot.store.key_file import announce_key, destroy_key, finish_destroying, store_key
from bot.store.schema import COLUMNS, LOOK, name_of
from bot.store.sqlite_file import open_file
from bot.store.together import Together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Work = Callable[[sqlite3.Connection], Any]

T = TypeVar("T")


class SqliteStore:
    """Keeps rows in one SQLite file, and their keys in a second one beside it, named ``...-keys``.

    The keys lie apart so that a copy of the rows alone is unreadable, and stays so once a key was destroyed.

    Args:
        path: The file; both are made when neither is there.

    Raises:
        StoreError: A file cannot be opened, is damaged, lacks the other one, or is of a later release.
    """

    is_shared = False

    def __init__(self, path: Path) -> None:
        self._database = open_file(path)
        self._has_failed = False
        self._thread = ThreadPoolExecutor(1, "database")
        self._together: Together[Work, Any] = Together(self._committed)

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""
        found = await self._rows(f"SELECT {COLUMNS} FROM session WHERE id = ?", session_id)  # noqa: S608 - named in this program
        return found[0] if found else None

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably."""
        await self._do(lambda db: _write(db, row))

    async def replace(self, old: Row, new: Row) -> None:
        """Put a row under another key or id in the place of an old one, whose key is destroyed."""
        # Were the new key made durable with the row, and so after it, a crash in between would lose what the row holds.
        await self._do(lambda db: announce_key(db, new.key))
        await self._do(lambda db: _replace(db, old, new))

    async def erase(self, session_id: bytes, version: int) -> None:
        """Delete the row and destroy its key."""
        await self._do(lambda db: _erase(db, session_id, version))

    async def take_due(self, now: int, until: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come; others pass over them until ``until``."""
        query = f"""UPDATE session SET wake_at = ?2 WHERE id IN (
            SELECT id FROM session WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?3
        ) RETURNING {COLUMNS}"""  # noqa: S608 - named in this program
        return await self._rows(query, now, until, most)

    async def hold(self, session_id: bytes, wake_at: int, until: int) -> bool:
        """Wake a row later than it was to; False when it is not to wake at ``wake_at`` any more."""
        statement = "UPDATE session SET wake_at = ?3 WHERE id = ?1 AND wake_at = ?2"
        return await self._do(lambda db: db.execute(statement, (session_id, wake_at, until)).rowcount == 1)

    async def take_duty(self, duty: str, now: float, until: float) -> bool:
        """Take a duty that one worker at a time has, until then; False while another one has it."""
        statement = (
            "INSERT INTO duty VALUES (?1, ?3) ON CONFLICT (name) DO UPDATE SET until = ?3 WHERE duty.until <= ?2"
        )
        return await self._do(lambda db: db.execute(statement, (duty, now, until)).rowcount == 1)

    async def queue_up(self, duty: str, now: float, seconds: float) -> float:
        """Join the queue of all workers for something that takes so long, and give when one's turn is over."""
        statement = (
            "INSERT INTO duty VALUES (?1, ?2 + ?3)"
            " ON CONFLICT (name) DO UPDATE SET until = max(duty.until, ?2) + ?3 RETURNING until"
        )
        return await self._do(lambda db: float(db.execute(statement, (duty, now, seconds)).fetchone()[0]))

    async def note_look(self, now: int) -> None:
        """Note that everything due until now was taken up: durably with the rows, and only then beside the keys."""
        await self._do(lambda db: db.execute("INSERT OR REPLACE INTO duty VALUES (?, ?)", (LOOK, now)).rowcount)
        await self._do(lambda db: db.execute("INSERT OR REPLACE INTO keys.look VALUES (1, ?)", (now,)).rowcount)

    async def last_looks(self) -> tuple[int, int]:
        """Give when everything due was last taken up, as noted with the rows and beside the keys; 0 for never."""
        query = "SELECT ifnull((SELECT until FROM duty WHERE name = ?), 0), ifnull((SELECT until FROM keys.look), 0)"
        rows, keys = await self._do(lambda db: db.execute(query, (LOOK,)).fetchone())
        return int(rows), int(keys)

    async def rows(self, after: bytes, most: int) -> list[Row]:
        """Give up to ``most`` rows in the order of their ids, those after an id."""
        return await self._rows(f"SELECT {COLUMNS} FROM session WHERE id > ? ORDER BY id LIMIT ?", after, most)  # noqa: S608 - named in this program

    async def key_marks(self, length: int) -> set[bytes]:
        """Give the different beginnings, of this many bytes, that the keys of rows have."""
        query = "SELECT DISTINCT substr(key, 1, ?) FROM keys.session_key WHERE name IN (SELECT key FROM session)"
        return await self._do(lambda db: {bytes(mark) for (mark,) in db.execute(query, (length,))})

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        await self._together.finish()
        self._thread.shutdown()
        self._database.close()

    async def _rows(self, query: str, *values: object) -> list[Row]:
        return await self._do(lambda db: [_row(*found) for found in db.execute(query, values)])

    async def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        done: T = await self._together.done(work)
        return done

    async def _committed(self, batch: Sequence[Work]) -> list[Any]:
        try:
            committed = asyncio.get_running_loop().run_in_executor(self._thread, self._commit, batch)
        except RuntimeError as error:
            raise StoreError("the database is closed") from error
        return await committed

    def _commit(self, batch: Sequence[Work]) -> list[Any]:
        """Do the whole batch in one transaction.

        A conflict is known before anything is changed, so it does not harm the others.

        Raises:
            StoreError: It failed, and none of it was done.
        """
        outcomes: list[Any] = []
        try:
            if self._has_failed:
                # The rows become durable before the keys: what failed in between is as after a crash in between.
                finish_destroying(self._database)
                self._has_failed = False
            self._database.execute("BEGIN IMMEDIATE")
            for work in batch:
                kill_points.pass_by("database statement begun")
                try:
                    outcomes.append(work(self._database))
                except ConflictError as conflict:
                    outcomes.append(conflict)
            kill_points.pass_by("before database commit")
            self._database.execute("COMMIT")
            kill_points.pass_by("database commit done")
        except Exception as error:
            self._has_failed = True
            with suppress(sqlite3.Error):
                self._database.rollback()
            raise StoreError(f"the database failed ({error})") from error
        return outcomes


def _write(database: sqlite3.Connection, row: Row) -> None:
    if row.version == 1:
        _insert(database, row)
        return
    # The key is named, too: a row that was erased and begun anew counts its versions from 1 again.
    changed = database.execute(
        "UPDATE session SET box = ?3, version = ?4, wake_at = ?5 WHERE id = ?1 AND key = ?2 AND version = ?4 - 1",
        (row.id, name_of(row.key), row.box, row.version, row.wake_at),
    )
    if changed.rowcount != 1:
        raise ConflictError


def _insert(database: sqlite3.Connection, row: Row) -> None:
    name = name_of(row.key)
    changed = database.execute(
        "INSERT INTO session (id, key, box, version, wake_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (row.id, name, row.box, row.version, row.wake_at),
    )
    if changed.rowcount != 1:
        raise ConflictError
    store_key(database, name, row.key)


def _replace(database: sqlite3.Connection, old: Row, new: Row) -> None:
    taken = database.execute("SELECT 1 FROM session WHERE id = ? AND id <> ?", (new.id, old.id)).fetchone()
    if taken or _erase(database, old.id, old.version) != 1:
        raise ConflictError
    _insert(database, new)
    database.execute("DELETE FROM destroyed_key WHERE name = ?", (name_of(new.key),))


def _erase(database: sqlite3.Connection, session_id: bytes, version: int) -> int:
    which = (session_id, version)
    destroy_key(database, which)
    erased = database.execute("DELETE FROM session WHERE id = ? AND version = ?", which).rowcount
    if not erased and database.execute("SELECT 1 FROM session WHERE id = ?", (session_id,)).fetchone():
        raise ConflictError
    return erased


def _row(session_id: bytes, key: bytes | None, box: bytes, version: int, wake_at: int) -> Row:
    return Row(session_id, key or b"", box, version, wake_at)
