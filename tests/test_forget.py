"""Erase means erase: at once, at every point where it can be interrupted, and in what was copied before."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from databases import copied_rows, is_left, restore_rows
from running_bot import SECRET, running_bot
from telegram.ext import Application

from bot.delivery import LEASE
from bot.record import FAREWELL, chat_of
from bot.store import ConflictError
from bot.store.sqlite import SqliteStore
from bot.vault import MARK, Vault, VaultError

if TYPE_CHECKING:
    from pathlib import Path

    from running_bot import RunningBot

NEWEST = "the-newest-master-secret-of-the-tests-555555"


async def forget(bot: RunningBot) -> None:
    await bot.say("/forget")
    await bot.tap("Yes, delete everything")


async def key_of(bot: RunningBot) -> bytes:
    (row,) = await bot.store.rows(b"", 10)
    return row.key


def copied(source: Path, target: Path) -> None:
    """Copy a database as an operator's backup does, whatever is being written meanwhile."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


async def test_forget_asks_once_then_row_and_key_are_gone(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        key = await key_of(bot)
        asked = await bot.say("/forget")
        assert "Delete everything I know about you?" in asked.text
        assert await bot.count() == 1
        shown = await bot.tap("Yes, delete everything")
        assert "Everything I had stored about you is deleted" in shown.text
        assert "open the chat" in shown.text.casefold()
        assert await bot.count() == 0
        assert await bot.store.key_marks(MARK) == set()
        assert not await is_left(database, key)


async def test_the_library_remembers_nobody(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        held = {name: getattr(bot.app.application, name, None) for name in Application.__slots__}
        lists = {name: those for name, those in held.items() if isinstance(those, (dict, set))}
        assert not [name for name, those in lists.items() if bot.patient.chat.id in those]


async def test_every_word_for_forgetting_works(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        asked = await bot.say("delete my data")
        assert "Delete everything I know about you?" in asked.text
        kept = await bot.tap("No, keep everything")
        assert "Who is this for?" in kept.text
        assert await bot.count() == 1


@pytest.mark.fault(63)
async def test_answers_and_key_are_gone_at_once_while_telegram_is_away(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        key = await key_of(bot)
        await bot.say("/forget")
        bot.telegram.fail("sendMessage", 502, times=None)
        bot.patient.tap("Yes, delete everything")
        await bot.settle()
        (row,) = await bot.store.rows(b"", 10)
        assert row.key != key
        assert not await is_left(database, key)
        record = await bot.record()
        assert record.session is None
        bot.clock.now += FAREWELL
        await bot.app.delivery.sweep()
        assert await bot.count() == 0
        bot.telegram.heal()


@pytest.mark.fault(63)
@pytest.mark.parametrize("arrives", [False, True])
@pytest.mark.parametrize("method", ["sendMessage", "editMessageReplyMarkup", "answerCallbackQuery"])
async def test_last_words_come_after_a_crash_and_nothing_is_made_again(
    tmp_path: Path, method: str, *, arrives: bool
) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/forget")
        bot.telegram.hang(method, deliver=arrives)
        bot.patient.tap("Yes, delete everything")
        await asyncio.sleep(0.2)
        # A crash waits for nothing.
        await bot.app.delivery.stop()
    bot.telegram.heal()
    async with running_bot(tmp_path, patient=bot.patient) as after:
        await after.later(LEASE)
        words = [seen.text for seen in bot.patient.messages if "Everything I had stored" in seen.text]
        assert len(words) == (2 if arrives and method == "sendMessage" else 1)
        assert await after.count() == 0
        assert await after.store.key_marks(MARK) == set()


@pytest.mark.fault(63)
async def test_crash_between_the_two_files_is_made_good(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        key = await key_of(bot)
        await forget(bot)
    with closing(sqlite3.connect(bot.files[1])) as keys:
        keys.execute("INSERT INTO session_key (name, key) VALUES (?, ?)", (sha256(key).digest()[:16], key))
        keys.commit()
    async with running_bot(tmp_path, patient=bot.patient) as after:
        assert await after.store.key_marks(MARK) == set()
        assert not await is_left(bot.database, key)


@pytest.mark.fault(63)
@pytest.mark.parametrize("command", ["/export", "/answers", "/privacy"])
async def test_erasing_while_something_is_still_being_sent(database: str, command: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        bot.telegram.hang("sendDocument" if command != "/answers" else "sendMessage")
        bot.patient.say(command)
        await bot.telegram.drained()
        bot.patient.say("/forget")
        await bot.telegram.drained()
        bot.patient.tap_data("yes:forget", 1)
        # What hangs goes on hanging: the last words do not wait for it, and nothing follows them.
        await asyncio.wait_for(bot.settle(), 20)
        assert "Everything I had stored about you is deleted" in bot.new[-1].text
        assert await bot.count() == 0
        bot.telegram.heal()
        await bot.later(LEASE)
        assert "Everything I had stored about you is deleted" in bot.patient.messages[-1].text
        assert await bot.count() == 0
        assert await bot.store.key_marks(MARK) == set()


@pytest.mark.fault(63)
async def test_repeated_updates_make_nothing_again(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        answer = bot.patient.tap("1 For me")
        await bot.settle()
        await bot.say("/forget")
        yes = bot.patient.tap("Yes, delete everything")
        await bot.settle()
        for update in (answer, yes):
            bot.patient.again(update)
            await bot.settle()
        assert await bot.count() == 0


@pytest.mark.fault(63)
async def test_write_of_another_worker_that_began_before_loses(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        stale = await bot.record()
        await forget(bot)
        with pytest.raises(ConflictError):
            await bot.app.records.save(stale, bot.clock())
        assert await bot.count() == 0


@pytest.mark.fault(62)
async def test_restored_rows_of_erased_people_stay_erased(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        ben = bot.patient.__class__(bot.telegram, name="Ben")
        ben.start()
        await bot.telegram.drained()
        ben.tap_data("c~pick:opening.consent:remember", 1)
        await bot.telegram.drained()
        await bot.settle()
        assert await bot.count() == 2
        copy = await copied_rows(database)
        await forget(bot)
    await restore_rows(database, copy)
    async with running_bot(database, patient=bot.patient) as after:
        rows = await after.store.rows(b"", 10)
        assert sorted(bool(row.key) for row in rows) == [False, True]
        shown = await after.say("/answers")
        assert "There are no answers yet" in shown.text
        assert await after.count() == 1
        kept = await after.app.records.load(ben.chat.id)
        assert kept.session
        assert kept.session.consent


@pytest.mark.fault(62)
async def test_a_backup_in_which_everyone_was_erased_since_is_no_fault(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        copy = await copied_rows(database)
        await forget(bot)
    await restore_rows(database, copy)
    async with running_bot(database, patient=bot.patient) as after:
        assert [row.key for row in await after.store.rows(b"", 10)] == [b""]
        await after.say("/start")
        assert await after.count() == 0


async def test_backup_of_both_files_is_unreadable_once_the_master_secret_was_rotated_and_destroyed(
    tmp_path: Path,
) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        backup = tmp_path / "backup"
        backup.mkdir()
        for file in bot.files:
            copied(file, backup / file.name)
    copy = SqliteStore(backup / "sessions.db")
    (row,) = await copy.rows(b"", 10)
    # The honest limit: rows, keys and the secret of that time together can be read.
    assert chat_of(Vault([SECRET]).open(row.key, row.id, row.version, row.box)) == bot.patient.chat.id
    with pytest.raises(VaultError):
        Vault([NEWEST]).open(row.key, row.id, row.version, row.box)
    await copy.close()
