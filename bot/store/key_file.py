"""The file of keys beside a SQLite database: both are there and sound, or the start is refused."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot import kill_points
from bot.store import StoreError
from bot.store.schema import name_of

if TYPE_CHECKING:
    from pathlib import Path

CHECKED_WHOLE = 64 * 1024 * 1024
"""Up to this many bytes a whole file is checked at the start; above, the sizes alone, to start in time."""


def keys_beside(path: Path) -> Path:
    """Give the file in which the keys of a database lie."""
    return path.with_stem(f"{path.stem}-keys")


def check_pair(path: Path, keys: Path) -> None:
    """Look at both files before anything is made or changed: half a restore is no new beginning.

    Rows without any key are no fault in themselves: their people may all have been erased since.

    Raises:
        StoreError: One of them is damaged, holds something while the other is gone, or belongs to another one.
    """
    sessions, pair = _look(path, "session")
    known, keys_pair = _look(keys, "session_key")
    if sessions and (known is None or (pair and keys_pair and pair != keys_pair)):
        raise StoreError(f"DATABASE_URL: {path} is there, but its keys are not; restore {keys}")
    if known and sessions is None:
        raise StoreError(
            f"DATABASE_URL: {path} is gone or empty, but its keys are there; "
            f"restore it, or move {keys} away to begin anew"
        )


def join_keys(database: sqlite3.Connection, keys: Path) -> None:
    """Attach the file of keys; it is made when it is not there."""
    keys.touch(mode=0o600)
    database.execute("ATTACH DATABASE ? AS keys", (str(keys),))
    # No log of its own here: in one, a destroyed key would stand until the log is written over.
    for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON"):
        database.execute(f"PRAGMA keys.{pragma}")
    kill_points.pass_by("database statement begun")
    database.execute(
        "CREATE TABLE IF NOT EXISTS keys.session_key (name BLOB PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID"
    )
    database.execute("CREATE TABLE IF NOT EXISTS keys.look (id INTEGER PRIMARY KEY, until INTEGER NOT NULL)")
    _pair(database)


def _pair(database: sqlite3.Connection) -> None:
    """Mark both files with one number, the rows first, so that another file of keys is never taken for this one."""
    known = [database.execute(f"PRAGMA {file}.application_id").fetchone()[0] for file in ("keys", "main")]
    number = next(filter(None, known), None) or 1 + secrets.randbelow(2**31 - 1)
    for file, there in zip(("main", "keys"), reversed(known), strict=True):
        if there != number:
            database.execute(f"PRAGMA {file}.application_id={number}")


def announce_key(database: sqlite3.Connection, key: bytes) -> None:
    """Store a key before the row that will need it, to be destroyed at the next start unless that row was written."""
    name = name_of(key)
    database.execute("INSERT OR IGNORE INTO destroyed_key (name) VALUES (?)", (name,))
    store_key(database, name, key)


def store_key(database: sqlite3.Connection, name: bytes, key: bytes) -> None:
    """Store a key for the row that names it in the same commit."""
    database.execute("INSERT OR IGNORE INTO keys.session_key (name, key) VALUES (?, ?)", (name, key))


def destroy_key(database: sqlite3.Connection, which: tuple[bytes, int]) -> None:
    """Destroy the key of the row with this id and version.

    The two files become durable one after the other, the rows first: so the intent is noted there, and a crash in
    between is made good at the next start.
    """
    named = "SELECT key FROM session WHERE id = ? AND version = ?"
    database.execute(f"INSERT OR IGNORE INTO destroyed_key (name) {named}", which)
    database.execute(f"DELETE FROM keys.session_key WHERE name IN ({named})", which)  # noqa: S608 - named in this file


def finish_destroying(database: sqlite3.Connection) -> None:
    """Destroy every key that an earlier run meant to destroy, and only then forget that it was to be done."""
    database.execute("DELETE FROM keys.session_key WHERE name IN (SELECT name FROM destroyed_key)")
    database.execute("DELETE FROM destroyed_key")


def _look(file: Path, table: str) -> tuple[int | None, int]:
    """Count the rows of a sound database, None when there is no such file or table, and give the number of its pair."""
    if not file.exists() or not file.stat().st_size:
        return None, 0
    journal = file.with_name(f"{file.name}-journal")
    # After a crash in the midst of a commit its journal has to be undone, which SQLite only does for who may write.
    mode = "rw" if journal.exists() else "ro"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=5)) as database:
            if file.stat().st_size <= CHECKED_WHOLE:
                (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
                if verdict != "ok":
                    raise StoreError(_damaged(file))
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                return None, 0
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - named in this file
            (pair,) = database.execute("PRAGMA application_id").fetchone()
    except sqlite3.OperationalError:
        # It is not the file's content that is at fault: it may not be read, or somebody holds it.
        raise
    except sqlite3.DatabaseError as error:
        raise StoreError(_damaged(file)) from error
    return int(count), int(pair)


def _damaged(file: Path) -> str:
    return f"DATABASE_URL: {file} is damaged or no database; stop the bot, restore it from the newest sound copy"
