"""Rows in SQLite: one database thread, and one commit for all that wait for it at the same time."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from bot import kill_points
from bot.store import ConflictError, Row, StoreError
from bot.store.schema import COLUMNS
from bot.store.sqlite_file import open_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
Work = tuple["Callable[[sqlite3.Connection], Any]", asyncio.AbstractEventLoop, "asyncio.Future[Any]"]

TOGETHER = 256
"""How many pieces of work share a commit at the most."""


class SqliteStore:
    """Keeps rows in one SQLite file.

    Args:
        path: The file; it is made when it is not there.

    Raises:
        StoreError: The file cannot be opened, is no such database, or is of a later release.
    """

    def __init__(self, path: Path) -> None:
        self._work: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._database = open_file(path)
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)
        self._thread.start()

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""
        return await self._do(
            lambda db: _row(db.execute(f"SELECT {COLUMNS} FROM session WHERE id = ?", (session_id,)).fetchone())  # noqa: S608
        )

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably."""
        if row.version == 1:
            statement = f"INSERT INTO session ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"  # noqa: S608
        else:
            statement = (
                "UPDATE session SET key = ?2, box = ?3, version = ?4, wake_at = ?5 WHERE id = ?1 AND version = ?4 - 1"
            )
        await self._change_one(statement, row.id, row.key, row.box, row.version, row.wake_at)

    async def erase(self, session_id: bytes, version: int) -> None:
        """Delete the row."""
        await self._change_one("DELETE FROM session WHERE id = ? AND version = ?", session_id, version)

    async def take_due(self, now: int, until: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come; others pass over them until ``until``."""
        query = f"""UPDATE session SET wake_at = ?2 WHERE id IN (
            SELECT id FROM session WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?3
        ) RETURNING {COLUMNS}"""  # noqa: S608
        return await self._do(lambda db: [Row(*values) for values in db.execute(query, (now, until, most))])

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

    async def any_row(self) -> Row | None:
        """Give some row, so that the key can be tried on it."""
        return await self._do(lambda db: _row(db.execute(f"SELECT {COLUMNS} FROM session LIMIT 1").fetchone()))  # noqa: S608

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
        self._work.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._database.close()

    async def _change_one(self, statement: str, *values: object) -> None:
        if not await self._do(lambda db: db.execute(statement, values).rowcount == 1):
            raise ConflictError

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
        """Do the whole batch in one transaction; when that fails, none of it was done and each one is told."""
        outcomes: list[Any] = []
        try:
            self._database.execute("BEGIN IMMEDIATE")
            for work, _, _ in batch:
                kill_points.pass_by("database statement begun")
                outcomes.append(work(self._database))
            self._database.execute("COMMIT")
            kill_points.pass_by("database commit done")
        except Exception as error:  # noqa: BLE001 - the thread must live on for the next batch
            with suppress(sqlite3.Error):
                self._database.rollback()
            outcomes = [StoreError(f"the database failed ({error})")] * len(batch)
        answers = [(done, outcome) for (_, _, done), outcome in zip(batch, outcomes, strict=True)]
        if batch:
            # A loop that has ended waits for nothing any more.
            with suppress(RuntimeError):
                batch[0][1].call_soon_threadsafe(_settle, answers)


def _row(values: tuple[bytes, bytes, bytes, int, int] | None) -> Row | None:
    return Row(*values) if values else None


def _settle(answers: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for done, outcome in answers:
        if done.cancelled():
            continue
        if isinstance(outcome, Exception):
            done.set_exception(outcome)
        else:
            done.set_result(outcome)
