"""The vault refuses what it cannot prove: wrong secrets, swapped boxes, boxes of an earlier version."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace
from running_bot import SECRET, running_bot

from bot.rotation import rotate
from bot.settings import SettingsError, read_settings
from bot.store import Row, StoreError
from bot.store.opening import open_store
from bot.store.sqlite import SqliteStore
from bot.vault import MARK, Vault, VaultError

OTHER = "another-master-secret-of-the-tests-9876543210"
NEWEST = "the-newest-master-secret-of-the-tests-555555"


def data_of(chat: int) -> bytes:
    return f'{{"chat":{chat}}}'.encode()


def sealed(vault: Vault, chat: int, version: int = 1) -> Row:
    session_id = vault.session_ids(chat)[0]
    key = vault.new_key(session_id)
    return Row(session_id, key, vault.seal(key, session_id, version, data_of(chat)), version, 0)


def opened(vault: Vault, row: Row) -> object:
    return vault.open(row.key, row.id, row.version, row.box)


def digests(folder: Path) -> dict[str, str]:
    """Give what each file holds; SQLite's own side files come and go with every look."""
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.endswith(("-shm", "-wal"))]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


def started(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program as an operator does, on the database in a folder."""
    given = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "home"),
        "DATABASE_URL": f"sqlite:///{folder / 'sessions.db'}",
        "BOT_TOKEN": "123456:ABCDEF",
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-m", "bot", "run"]
    return subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=Path(__file__).parent.parent,
        env={**given, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.fault(61)
def test_swapped_or_rolled_back_boxes_are_refused() -> None:
    vault = Vault([SECRET])
    anna, ben = sealed(vault, 1), sealed(vault, 2)
    assert opened(vault, anna) == data_of(1)
    for changed in (
        replace(anna, box=ben.box),
        replace(anna, key=ben.key),
        replace(anna, box=ben.box, key=ben.key),
        replace(anna, version=2),
        replace(anna, box=anna.box[:-1] + bytes([anna.box[-1] ^ 1])),
        replace(anna, box=b'{"chat": 1}'),
    ):
        with pytest.raises(VaultError):
            opened(vault, changed)


def test_what_is_sealed_for_a_moment_alone_opens_like_all_else() -> None:
    vault = Vault([SECRET])
    row, data = sealed(vault, 1), data_of(1) * 50
    brief, lasting = (vault.seal(row.key, row.id, 1, data, brief=one) for one in (True, False))
    assert len(lasting) < len(brief)
    assert [vault.open(row.key, row.id, 1, box) for box in (brief, lasting)] == [data, data]


@pytest.mark.fault(61)
async def test_person_with_a_swapped_row_is_told_and_the_row_is_left_alone(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        (row,) = await bot.store.rows(b"", 10)
        strange = sealed(Vault([SECRET]), 5)
        changed = replace(row, box=strange.box, version=row.version + 1)
        await bot.store.write(changed)
        shown = await bot.say("/answers")
        assert "Something went wrong here" in shown.text
        assert await bot.store.rows(b"", 10) == [changed]


@pytest.mark.fault(60)
@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"SECRET_KEY": OTHER}, "SECRET_KEY: the stored sessions were sealed with another one"),
        ({"SECRET_KEY": f"{OTHER},{NEWEST}"}, "SECRET_KEY: the stored sessions were sealed with another one"),
        ({}, "SECRET_KEY: none is set"),
    ],
)
async def test_wrong_or_missing_key_refuses_to_start_and_touches_nothing(
    tmp_path: Path, environment: dict[str, str], line: str
) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
    before = digests(tmp_path)
    ended = await asyncio.to_thread(started, tmp_path, **environment)
    assert ended.returncode == 2
    assert ended.stderr.startswith(line)
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""
    assert SECRET not in ended.stderr
    assert digests(tmp_path) == before


@pytest.mark.fault(102)
@pytest.mark.fault(60)
@pytest.mark.parametrize(
    ("text", "mode", "line"),
    [
        (SECRET, 0o644, "SECRET_KEY_FILE: everyone can read it"),
        (None, 0, "SECRET_KEY_FILE: cannot be read"),
        ("\n", 0o600, "SECRET_KEY: the text or file given is empty"),
        (f"{SECRET},short", 0o600, "SECRET_KEY: must have 32 characters or more"),
    ],
)
def test_key_file_that_cannot_be_used_is_named_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, mode: int, line: str
) -> None:
    file = tmp_path / "master.key"
    if text is not None:
        file.write_text(text)
        file.chmod(mode)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert len(refused.value.problems) == 1
    assert line in refused.value.problems[0]
    assert SECRET not in refused.value.problems[0]


def test_key_file_may_hold_several_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "master.key"
    file.write_text(f"{NEWEST}, {SECRET}\n")
    file.chmod(0o640)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(file))
    assert read_settings().secrets() == [NEWEST, SECRET]


@pytest.mark.fault(60)
async def test_half_rotated_database_needs_both_secrets(database: str) -> None:
    store = await open_store(database)
    old, both = Vault([SECRET]), Vault([NEWEST, SECRET])
    for chat in range(5):
        await store.write(sealed(old, chat))
    await store.write(sealed(Vault([NEWEST]), 9))
    for vault in (old, Vault([NEWEST])):
        with pytest.raises(VaultError, match="some of the stored sessions"):
            vault.prove(await store.key_marks(MARK))
    both.prove(await store.key_marks(MARK))
    assert await rotate(store, both, most=2) == 5
    assert await rotate(store, both) == 0
    Vault([NEWEST]).prove(await store.key_marks(MARK))
    assert sorted(str(opened(Vault([NEWEST]), row)) for row in await store.rows(b"", 10)) == [
        str(data_of(chat)) for chat in (0, 1, 2, 3, 4, 9)
    ]
    await store.close()


@pytest.mark.fault(60)
async def test_answers_given_during_rotation_are_kept(database: str) -> None:
    async with running_bot(database, secrets=[SECRET]) as first:
        await first.agree()
    async with running_bot(database, secrets=[NEWEST, SECRET], patient=first.patient) as bot:
        other = await open_store(database)
        talk = asyncio.create_task(bot.tap("For me", "Thinking"))
        moved = 0
        while not talk.done():
            moved += await rotate(other, Vault([NEWEST, SECRET]))
            await asyncio.sleep(0)
        await talk
        moved += await rotate(other, Vault([NEWEST, SECRET]))
        await other.close()
        assert moved == 1
        await bot.say("/answers")
    async with running_bot(database, secrets=[NEWEST], patient=first.patient) as last:
        record = await last.record()
        assert record.session
        assert record.session.chosen("opening.stage") == ("thinking",)
        assert await last.count() == 1


@pytest.mark.fault(60)
async def test_a_row_that_nobody_reads_any_more_does_not_hold_up_rotation(database: str) -> None:
    store = await open_store(database)
    both = Vault([NEWEST, SECRET])
    # A worker that did not know the newest secret yet took someone for new whom another worker had stored under it.
    await store.write(sealed(Vault([SECRET]), 1))
    await store.write(sealed(both, 1))
    await store.write(sealed(Vault([SECRET]), 2))
    async with asyncio.timeout(60):
        assert await rotate(store, both) == 1
    rows = await store.rows(b"", 10)
    assert sorted(str(opened(Vault([NEWEST]), row)) for row in rows) == [str(data_of(chat)) for chat in (1, 2)]
    Vault([NEWEST]).prove(await store.key_marks(MARK))
    await store.close()


@pytest.mark.fault(59)
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("harm", ["truncate", "flip", "empty", "remove", "text"])
async def test_damaged_database_refuses_to_start_and_no_new_one_is_made(tmp_path: Path, which: int, harm: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
    file = bot.files[which]
    content = file.read_bytes()
    harmed = {
        "truncate": content[: len(content) // 2],
        "flip": content[:100] + bytes(byte ^ 255 for byte in content[100:8000]) + content[8000:],
        "empty": b"",
        "text": b"not a database, but a letter to my sister " * 100,
    }
    file.unlink()
    if harm != "remove":
        file.write_bytes(harmed[harm])
    before = digests(tmp_path)
    with pytest.raises(StoreError, match=r"DATABASE_URL: .*; (stop the bot|restore)|restore"):
        SqliteStore(bot.files[0])
    assert digests(tmp_path) == before


async def test_rows_alone_cannot_be_read_with_the_master_secret(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(bot.files[0], copy)
    with pytest.raises(StoreError, match="its keys are not"):
        SqliteStore(copy / bot.files[0].name)
