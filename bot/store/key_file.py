"""The file of keys beside a SQLite database: both are there and sound, or the start is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot import kill_points
from bot.store import StoreError

if TYPE_CHECKING:
    from pathlib import Path

CHECKED_WHOLE = 64 * 1024 * 1024
"""Up to this many bytes a whole file is checked at the start; above, the sizes alone, to start in time."""


def keys_beside(path: Path) -> Path:
    """Give the file in which the keys of a database lie."""
    return path.with_stem(f"{path.stem}-keys")


def check_pair(path: Path, keys: Path) -> None:
    """Look at both files before anything is made or changed: half a restore is no new beginning.

    Raises:
        StoreError: One of them is damaged, or holds something while the other is empty or gone.
    """
    sessions = _count(path, "session")
    known = _count(keys, "session_key")
    if sessions and not known:
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


def _count(file: Path, table: str) -> int | None:
    """Count the rows of a sound database; None when there is no such file or table."""
    if not file.exists() or not file.stat().st_size:
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as database:
            if file.stat().st_size <= CHECKED_WHOLE:
                (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
                if verdict != "ok":
                    raise StoreError(_damaged(file))
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                return None
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - named in this file
    except sqlite3.OperationalError:
        # It is not the file's content that is at fault: it may not be read, or somebody holds it.
        raise
    except sqlite3.DatabaseError as error:
        raise StoreError(_damaged(file)) from error
    return int(count)


def _damaged(file: Path) -> str:
    return f"DATABASE_URL: {file} is damaged or no database; stop the bot, restore it from the newest sound copy"
