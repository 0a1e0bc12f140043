"""Rows in SQLite: one database thread, and one commit for all that wait for it at the same time."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from bot.store import ConflictError, Row, StoreError
from bot.store.key_file import KEY_TABLES, check_pair, destroy_key, finish_destroying, keys_beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
Work = tuple["Callable[[sqlite3.Connection], Any]", asyncio.AbstractEventLoop, "asyncio.Future[Any]"]

MIGRATIONS = (
    """CREATE TABLE session (
        id BLOB PRIMARY KEY, key BLOB NOT NULL, box BLOB NOT NULL, version INTEGER NOT NULL, wake_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX session_wake_at ON session (wake_at);""",
)
"""Each step from one form of the database to the next, in order; ``user_version`` counts those done."""

TOGETHER = 256
"""How many pieces of work share a commit at the most."""

_SELECT = """SELECT session.id, coalesce(session_key.key, x''), box, version, wake_at
    FROM session LEFT JOIN keys.session_key ON session_key.name = session.key"""
"""A row names its key; the key itself lies in the other file, and is empty here once it was destroyed."""


class SqliteStore:
    """Keeps rows in one SQLite file, and their keys in a second one beside it, named ``...-keys``.

    The keys lie apart so that a copy of the rows alone is unreadable, and stays so once a key was destroyed.

    Args:
        path: The file; both are made when neither is there.

    Raises:
        StoreError: A file cannot be opened, is damaged, lacks the other one, or is of a later release.
    """

    def __init__(self, path: Path) -> None:
        self._work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        keys = keys_beside(path)
        try:
            check_pair(path, keys)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for file in (path, keys):
                file.touch(mode=0o600)
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
            self._database.execute("ATTACH DATABASE ? AS keys", (str(keys),))
            self._prepare()
            for file in (path, keys):
                file.chmod(0o600)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"DATABASE_URL: {path} cannot be used ({error}); name another file, or restore it"
            ) from error
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)
        self._thread.start()

    def _prepare(self) -> None:
        database = self._database
        for pragma in ("main.journal_mode=WAL", "main.synchronous=FULL", "main.secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        # No log of its own here: in one, a destroyed key would stand until the log is written over.
        for pragma in ("keys.journal_mode=DELETE", "keys.synchronous=EXTRA", "keys.secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN IMMEDIATE")
        for statement in KEY_TABLES:
            database.execute(statement)
        (done,) = database.execute("PRAGMA user_version").fetchone()
        if done > len(MIGRATIONS):
            raise StoreError(
                "DATABASE_URL: the database is of a later release; start that release, or name another file"
            )
        for number, step in enumerate(MIGRATIONS[done:], done + 1):
            for statement in filter(str.strip, step.split(";")):
                database.execute(statement)
            database.execute(f"PRAGMA user_version={number}")
        database.execute("COMMIT")
        finish_destroying(database)

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""
        return await self._do(lambda db: _row(db.execute(f"{_SELECT} WHERE session.id = ?", (session_id,)).fetchone()))

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably."""
        await self._do(lambda db: _write(db, row))

    async def replace(self, old: Row, new: Row) -> None:
        """Put a row under another key or id in the place of an old one, whose key is destroyed."""
        await self._do(lambda db: _replace(db, old, new))

    async def erase(self, session_id: bytes, version: int) -> None:
        """Delete the row and destroy its key."""
        await self._do(lambda db: _erase(db, session_id, version))

    async def due(self, now: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come, the longest overdue first."""
        query = f"{_SELECT} WHERE wake_at <= ? ORDER BY wake_at LIMIT ?"
        return await self._do(lambda db: [Row(*values) for values in db.execute(query, (now, most))])

    async def rows(self, after: bytes, most: int) -> list[Row]:
        """Give up to ``most`` rows in the order of their ids, those after an id."""
        query = f"{_SELECT} WHERE session.id > ? ORDER BY session.id LIMIT ?"
        return await self._do(lambda db: [Row(*values) for values in db.execute(query, (after, most))])

    async def key_marks(self, length: int) -> set[bytes]:
        """Give the different beginnings, of this many bytes, that the keys have."""
        query = "SELECT DISTINCT substr(key, 1, ?) FROM keys.session_key"
        return await self._do(lambda db: {bytes(mark) for (mark,) in db.execute(query, (length,))})

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self._work.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._database.close()

    async def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._work.put((work, loop, done))
        return await done

    def _run(self) -> None:
        while True:
            batch = [self._work.get()]
            while batch[-1] is not None and len(batch) < TOGETHER and not self._work.empty():
                batch.append(self._work.get())
            self._commit([work for work in batch if work is not None])
            if batch[-1] is None:
                return

    def _commit(self, batch: list[Work]) -> None:
        """Do the whole batch in one transaction; one that fails on its own does not harm the others."""
        outcomes: list[Any] = []
        try:
            self._database.execute("BEGIN IMMEDIATE")
            for work, _, _ in batch:
                try:
                    outcomes.append(work(self._database))
                except ConflictError as conflict:
                    outcomes.append(conflict)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            outcomes = [StoreError(f"the database failed ({error})")] * len(batch)
        for (_, loop, done), outcome in zip(batch, outcomes, strict=True):
            loop.call_soon_threadsafe(_settle, done, outcome)


def _write(database: sqlite3.Connection, row: Row) -> None:
    if row.version == 1:
        _insert(database, row)
        return
    changed = database.execute(
        "UPDATE session SET box = ?, version = ?, wake_at = ? WHERE id = ? AND version = ?",
        (row.box, row.version, row.wake_at, row.id, row.version - 1),
    )
    if changed.rowcount != 1:
        raise ConflictError


def _insert(database: sqlite3.Connection, row: Row) -> None:
    name = sha256(row.key).digest()[:16]
    changed = database.execute(
        "INSERT INTO session (id, key, box, version, wake_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (row.id, name, row.box, row.version, row.wake_at),
    )
    if changed.rowcount != 1:
        raise ConflictError
    database.execute("INSERT INTO keys.session_key (name, key) VALUES (?, ?)", (name, row.key))


def _replace(database: sqlite3.Connection, old: Row, new: Row) -> None:
    taken = database.execute("SELECT 1 FROM session WHERE id = ? AND id <> ?", (new.id, old.id)).fetchone()
    if taken or _erase(database, old.id, old.version) != 1:
        raise ConflictError
    _insert(database, new)


def _erase(database: sqlite3.Connection, session_id: bytes, version: int) -> int:
    which = (session_id, version)
    destroy_key(database, which)
    erased = database.execute("DELETE FROM session WHERE id = ? AND version = ?", which).rowcount
    if not erased and database.execute("SELECT 1 FROM session WHERE id = ?", (session_id,)).fetchone():
        raise ConflictError
    return erased


def _row(values: tuple[bytes, bytes, bytes, int, int] | None) -> Row | None:
    return Row(*values) if values else None


def _settle(done: asyncio.Future[Any], outcome: object) -> None:
    if done.cancelled():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
