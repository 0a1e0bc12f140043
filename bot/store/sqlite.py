"""Rows in SQLite: one database thread, and one commit for all that wait for it at the same time."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from bot.store import ConflictError, Row, StoreError

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

_COLUMNS = "id, key, box, version, wake_at"


class SqliteStore:
    """Keeps rows in one SQLite file.

    Args:
        path: The file; it is made when it is not there.

    Raises:
        StoreError: The file cannot be opened, is no such database, or is of a later release.
    """

    def __init__(self, path: Path) -> None:
        self._work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
            self._prepare()
            path.chmod(0o600)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"DATABASE_URL: {path} cannot be used ({error}); name another file, or restore it"
            ) from error
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)
        self._thread.start()

    def _prepare(self) -> None:
        database = self._database
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN IMMEDIATE")
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

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""
        return await self._do(
            lambda db: _row(db.execute(f"SELECT {_COLUMNS} FROM session WHERE id = ?", (session_id,)).fetchone())  # noqa: S608
        )

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably."""
        await self._do(lambda db: _write(db, row))

    async def erase(self, session_id: bytes, version: int) -> None:
        """Delete the row if it still has this version."""
        await self._do(lambda db: db.execute("DELETE FROM session WHERE id = ? AND version = ?", (session_id, version)))

    async def due(self, now: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come, the longest overdue first."""
        query = f"SELECT {_COLUMNS} FROM session WHERE wake_at <= ? ORDER BY wake_at LIMIT ?"  # noqa: S608
        return await self._do(lambda db: [Row(*values) for values in db.execute(query, (now, most))])

    async def any_row(self) -> Row | None:
        """Give some row, so that the key can be tried on it."""
        return await self._do(lambda db: _row(db.execute(f"SELECT {_COLUMNS} FROM session LIMIT 1").fetchone()))  # noqa: S608

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
        changed = database.execute(
            f"INSERT INTO session ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",  # noqa: S608
            (row.id, row.key, row.box, row.version, row.wake_at),
        )
    else:
        changed = database.execute(
            "UPDATE session SET key = ?, box = ?, version = ?, wake_at = ? WHERE id = ? AND version = ?",
            (row.key, row.box, row.version, row.wake_at, row.id, row.version - 1),
        )
    if changed.rowcount != 1:
        raise ConflictError


def _row(values: tuple[bytes, bytes, bytes, int, int] | None) -> Row | None:
    return Row(*values) if values else None


def _settle(done: asyncio.Future[Any], outcome: object) -> None:
    if done.cancelled():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
