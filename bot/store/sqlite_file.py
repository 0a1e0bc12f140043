"""Opens a SQLite file in its present form, and never takes a damaged one for a new one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from bot import kill_points
from bot.store import StoreError
from bot.store.key_file import check_pair, finish_destroying, join_keys, keys_beside
from bot.store.schema import NEWER, SQLITE

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

LARGEST_LOG = 64 * 1024 * 1024
"""Bytes to which the write-ahead log shrinks when a checkpoint could be made."""


def open_file(path: Path) -> sqlite3.Connection:
    """Open the file for the database thread, with the file of keys beside it; both are made when neither is there.

    Raises:
        StoreError: One of them cannot be opened or written, is damaged, lacks the other one, is no such database, or
            is of a later release.
    """
    keys = keys_beside(path)
    try:
        _refuse_lost(path)
        check_pair(path, keys)
        if not path.exists():
            _make(path)
        database = _connected(path)
        _check(database, path)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"journal_size_limit={LARGEST_LOG}"):
            database.execute(f"PRAGMA main.{pragma}")
        _migrate(database)
        join_keys(database, keys)
        for file in (path, keys):
            file.chmod(0o600)
        finish_destroying(database)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"DATABASE_URL: {path} cannot be used ({error}); name another file, or restore it") from error
    return database


def _refuse_lost(path: Path) -> None:
    """Refuse a log without its database: what was committed last lies in it."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size and not (path.exists() and path.stat().st_size):
        raise StoreError(f"DATABASE_URL: {path} is missing but its log is there; restore both from the same backup")


def _make(path: Path) -> None:
    """Make the database beside its place and then put it there, so that a crash leaves all of it or nothing."""
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
    # An empty file was looked at together with its keys: when these are empty, too, nothing was ever stored.
    if size % page or (size < pages * page and not path.with_name(f"{path.name}-wal").exists()):
        raise sqlite3.DatabaseError("the file is not whole")
    _refuse_newer(database)


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
