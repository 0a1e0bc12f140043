"""Places where rows and keys lie, and what is left in them of somebody."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Protocol

import asyncpg
from canary import files_in
from talking import SECRET

from bot.store.key_file import keys_beside
from bot.vault import Vault, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MASTER = Vault([SECRET])._masters[0]  # noqa: SLF001 - what a thief with the master secret would do


class Place(Protocol):
    """Where rows and keys lie."""

    address: str

    async def holds(self, session_id: bytes, keys: set[bytes]) -> bool:
        """Say whether a row of this id is left, or a key for one, be it one of these or a newer one."""

    def files(self) -> list[tuple[str, bytes]]:
        """Give the raw bytes of every file that can be searched."""


class SqlitePlace:
    """Two files in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"
        self._folder.mkdir()
        self._rows = self._folder / "sessions.db"
        self.address = f"sqlite:///{self._rows}"

    async def holds(self, session_id: bytes, keys: set[bytes]) -> bool:
        """Look for the row with SQL, and for keys in the raw bytes."""
        with closing(sqlite3.connect(self._rows)) as database:
            if database.execute("SELECT 1 FROM session WHERE id = ?", (session_id,)).fetchone():
                return True
        files = self.files()
        return any(key in content for key in keys for _, content in files) or any(
            _opens(key, session_id) for key in _keys_in(files)
        )

    def files(self) -> list[tuple[str, bytes]]:
        """Give database, log, shared memory, keys, and whatever else lies beside them."""
        return list(files_in(self._folder))

    def crowd(self) -> None:
        """Store so many other keys that those of today lie far into their file, and let the log begin anew."""
        keys = keys_beside(self._rows)
        with closing(sqlite3.connect(keys)) as database, database:
            others = ((bytes(12) + number.to_bytes(4), bytes(64)) for number in range(1000))
            database.executemany("INSERT OR IGNORE INTO session_key VALUES (?, ?)", others)
        with closing(sqlite3.connect(self._rows)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def is_torn(self) -> bool:
        """Say whether a commit of keys was begun and not ended."""
        return bool([name for name, _ in self.files() if name.endswith("-keys.db-journal")])


class PostgresqlPlace:
    """Two tables of a database; what its server's files keep until they are written over is the server's own."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def holds(self, session_id: bytes, keys: set[bytes]) -> bool:
        """Look for the row and for any key that could open one, with SQL."""
        database = await asyncpg.connect(self.address)
        row = await database.fetchrow("SELECT 1 FROM session WHERE id = $1", session_id)
        left = [bytes(key) for (key,) in await database.fetch("SELECT key FROM session_key")]
        await database.close()
        return bool(row or keys & set(left)) or any(_opens(key, session_id) for key in left)

    def files(self) -> list[tuple[str, bytes]]:
        """Give nothing: other tests' databases lie in the same files."""
        return []


def _keys_in(files: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """Give everything in raw bytes that begins as a wrapped key does."""
    length = len(Vault([SECRET]).new_key(b""))
    for _, content in files:
        at = content.find(MASTER.mark)
        while at >= 0:
            yield content[at : at + length]
            at = content.find(MASTER.mark, at + 1)


def _opens(key: bytes, session_id: bytes) -> bool:
    """Say whether a key can be unwrapped as one of this row's."""
    with suppress(VaultError):
        return bool(MASTER.unwrapped(key, session_id))
    return False
