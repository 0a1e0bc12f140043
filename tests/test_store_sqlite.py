"""SQLite when the file or the disk is not as it should be: refused with a cure, and never an empty new database."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from bot import kill_points
from bot.store import Row, StoreError
from bot.store.sqlite import SqliteStore
from bot.store.sqlite_file import LARGEST_LOG, open_file

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = Row(b"anna", b"key", b"box" * 700, 1, 100)
NOBODY = 65534


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database file with some rows in it, closed."""
    path = tmp_path / "sessions.db"
    store = SqliteStore(path)
    for number in range(20):
        await store.write(replace(FIRST, id=bytes([number]), key=bytes([number])))
    await store.close()
    return path


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def without_rights() -> Iterator[None]:
    """Be a user whom read-only files stop; the root user, whom nothing stops, becomes nobody for a while."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def refused(path: Path) -> str:
    with pytest.raises(StoreError) as refusal:
        SqliteStore(path)
    return str(refusal.value)


@pytest.mark.fault(53)
async def test_a_writer_waits_for_another_process_that_writes(file: Path) -> None:
    store = SqliteStore(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(store.write(FIRST))
    done, _ = await asyncio.wait({writing}, timeout=0.3)
    assert not done
    other.execute("COMMIT")
    other.close()
    await writing
    assert await store.read(b"anna") == FIRST
    await store.close()


@pytest.mark.fault(54)
async def test_a_full_disk_is_told_and_the_store_recovers_by_itself(file: Path) -> None:
    store = SqliteStore(file)
    await store.write(FIRST)
    with files_of_at_most(1024), pytest.raises(StoreError, match="the database failed"):
        await store.write(replace(FIRST, box=b"second" * 1000, version=2))
    assert await store.read(b"anna") == FIRST
    await store.write(replace(FIRST, box=b"second", version=2))
    await store.close()
    assert (await reopened(file)).box == b"second"


@pytest.mark.fault(54)
@pytest.mark.fault(63)
async def test_a_key_is_destroyed_though_the_disk_failed_between_the_two_files(file: Path) -> None:
    keys = file.with_name("sessions-keys.db")
    with closing(sqlite3.connect(keys)) as database, database:
        # So many that the keys of today lie beyond what may be written.
        others = ((bytes(12) + number.to_bytes(4), bytes(64)) for number in range(1000))
        database.executemany("INSERT INTO session_key VALUES (?, ?)", others)
    store = SqliteStore(file)
    await store.write(replace(FIRST, key=b"a key that must be gone"))
    with files_of_at_most(64 * 1024), pytest.raises(StoreError, match="the database failed"):
        await store.erase(b"anna", 1)
    assert b"a key that must be gone" in keys.read_bytes()
    assert await store.read(b"anna") is None
    assert b"a key that must be gone" not in keys.read_bytes()
    await store.close()


@pytest.mark.fault(62)
async def test_another_file_of_keys_is_refused_and_no_row_is_taken_for_erased(file: Path) -> None:
    (file.parent / "other").mkdir()
    other = file.parent / "other" / file.name
    await SqliteStore(other).close()
    shutil.copy(file, other)
    before = other.read_bytes()
    assert "its keys are not" in refused(other)
    assert other.read_bytes() == before


@pytest.mark.fault(60)
async def test_keys_that_no_row_names_do_not_ask_for_their_secret(file: Path) -> None:
    store = SqliteStore(file)
    for number in range(20):
        await store.erase(bytes([number]), 1)
    with closing(sqlite3.connect(file.with_name("sessions-keys.db"))) as database, database:
        database.execute("INSERT INTO session_key VALUES (?, ?)", (b"name", b"of a row that a restored copy lacks"))
    assert await store.key_marks(4) == set()
    await store.close()


async def reopened(file: Path) -> Row:
    store = SqliteStore(file)
    row = await store.read(b"anna")
    await store.close()
    assert row
    return row


@pytest.mark.fault(54)
def test_a_file_that_cannot_be_written_is_refused(file: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    copy = folder / "sessions.db"
    for one in (file, file.with_name("sessions-keys.db")):
        shutil.copy(one, folder)
        (folder / one.name).chmod(0o444)
    folder.chmod(0o555)
    with without_rights():
        assert "cannot be used" in refused(copy)
    assert copy.read_bytes() == file.read_bytes()
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.fault(59)
@pytest.mark.parametrize("size", [0, 1, 100, 5000, -1])
def test_a_truncated_file_is_refused_and_left_as_it_is(file: Path, size: int) -> None:
    os.truncate(file, file.stat().st_size - 4096 if size < 0 else size)
    before = file.read_bytes()
    assert "restore it" in refused(file)
    assert file.read_bytes() == before


@pytest.mark.fault(59)
@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_file_with_flipped_bytes_is_refused(file: Path, page: int) -> None:
    with file.open("r+b") as content:
        content.seek(4096 * page)
        content.write(os.urandom(4096))
    assert "restore it" in refused(file)


@pytest.mark.fault(59)
def test_a_log_without_its_database_is_no_new_database(tmp_path: Path) -> None:
    (tmp_path / "sessions.db-wal").write_bytes(b"committed answers")
    assert "restore both" in refused(tmp_path / "sessions.db")


@pytest.mark.fault(51)
def test_a_database_of_a_later_release_is_refused_before_anything_is_changed(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("PRAGMA user_version=99")
    database.close()
    before = file.read_bytes()
    assert "later release" in refused(file)
    assert file.read_bytes() == before


@pytest.mark.fault(52)
@pytest.mark.parametrize("killed_at", [1, 2, 3, 4, 5])
async def test_the_first_start_can_be_killed_in_every_step(tmp_path: Path, killed_at: int) -> None:
    path = tmp_path / "sessions.db"
    assert killed_after(killed_at, path) == signal.SIGKILL
    store = SqliteStore(path)
    await store.write(FIRST)
    await store.close()


@pytest.mark.fault(52)
async def test_a_migration_can_be_killed_and_is_then_done_whole(file: Path) -> None:
    database = sqlite3.connect(file)
    database.executescript("DROP TABLE duty; PRAGMA user_version=1")
    database.close()
    assert killed_after(1, file) == signal.SIGKILL
    store = SqliteStore(file)
    assert await store.take_duty("webhook", 1.0, 2.0)
    assert await store.read(b"\x01")
    await store.close()


@pytest.mark.fault(55)
async def test_the_log_shrinks_once_a_long_reader_has_ended(file: Path) -> None:
    store = SqliteStore(file)
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM session").fetchone()
    log = file.with_name("sessions.db-wal")
    for _ in range(LARGEST_LOG // 20_000_000 + 1):
        numbers = [os.urandom(8) for _ in range(20)]
        await asyncio.gather(*(store.write(replace(FIRST, id=one, key=one, box=bytes(1_000_000))) for one in numbers))
    assert log.stat().st_size > LARGEST_LOG
    reader.close()
    for version in (1, 2, 3):
        await store.write(replace(FIRST, version=version))
    assert log.stat().st_size <= LARGEST_LOG
    await store.close()


async def test_a_task_that_breaks_does_not_end_the_database_thread(file: Path) -> None:
    store = SqliteStore(file)
    with pytest.raises(StoreError):
        await store.write(replace(FIRST, version=2**70))
    await store.write(FIRST)
    await store.close()


def killed_after(statements: int, path: Path) -> int:
    """Open the file in a process of its own, end it after so many statements, and give the signal that ended it."""
    child = os.fork()
    if child == 0:
        left = iter(range(statements, 0, -1))

        def count(_: str) -> None:
            if next(left) == 1:
                os.kill(os.getpid(), signal.SIGKILL)

        kill_points.pass_by = count
        open_file(path)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
