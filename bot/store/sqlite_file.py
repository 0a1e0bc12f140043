"""Opens a SQLite file in its present form, and never takes a damaged one for a new one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from bot import kill_points
from bot.store import StoreError
from bot.store.schema import NEWER, SQLITE

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

LARGEST_LOG = 64 * 1024 * 1024
"""Bytes to which the write-ahead log shrinks when a checkpoint could be made."""

CHECKED_WHOLE = 64 * 1024 * 1024
"""Up to this many bytes the whole file is checked at the start; above, the sizes alone, to start in time."""


def open_file(path: Path) -> sqlite3.Connection:
    """Open the file for the database thread; a file that is not there is made.

    Raises:
        StoreError: It cannot be opened or written, is damaged, is no such database, or is of a later release.
    """
    try:
        if not path.exists():
            _make(path)
        database = _connected(path)
        _check(database, path)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"journal_size_limit={LARGEST_LOG}"):
            database.execute(f"PRAGMA {pragma}")
        _migrate(database)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"DATABASE_URL: {path} cannot be used ({error}); name another file, or restore it") from error
    return database


def _make(path: Path) -> None:
    """Make the database beside its place and then put it there, so that a crash leaves all of it or nothing."""
    if path.with_name(f"{path.name}-wal").exists():
        raise StoreError(f"DATABASE_URL: {path} is missing but its log is there; restore both from the same backup")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.new-{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    database = _connected(draft)
    _migrate(database)
    database.close()
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=PATIENCE)
    database.execute("PRAGMA secure_delete=ON")
    return database


def _check(database: sqlite3.Connection, path: Path) -> None:
    size = path.stat().st_size
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (page,) = database.execute("PRAGMA page_size").fetchone()
    if size == 0 or size % page or (size < pages * page and not path.with_name(f"{path.name}-wal").exists()):
        raise sqlite3.DatabaseError("the file is not whole")
    _refuse_newer(database)
    if size <= CHECKED_WHOLE:
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError("the file is damaged")


def _refuse_newer(database: sqlite3.Connection) -> int:
    done: int = database.execute("PRAGMA user_version").fetchone()[0]
    if done > len(SQLITE):
        raise StoreError(NEWER)
    return done


def _migrate(database: sqlite3.Connection) -> None:
    """Do the steps that are missing, all in one transaction."""
    if _refuse_newer(database) == len(SQLITE):
        return
    database.execute("BEGIN IMMEDIATE")
    done = _refuse_newer(database)
    for number, step in enumerate(SQLITE[done:], done + 1):
        for statement in step:
            database.execute(statement)
            kill_points.pass_by("database statement begun")
        database.execute(f"PRAGMA user_version={number}")
    database.execute("COMMIT")
