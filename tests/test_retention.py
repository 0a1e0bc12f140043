"""What is not used any more is erased in time, also when the person has left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from running_bot import DAY, running_bot

from bot.vault import MARK

if TYPE_CHECKING:
    from pathlib import Path


async def test_retention_erases_row_and_key(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        bot.clock.now += 90 * DAY - 1
        await bot.app.delivery.sweep()
        assert await bot.count() == 1
        bot.clock.now += 1
        await bot.app.delivery.sweep()
        assert await bot.count() == 0
        assert await bot.store.key_marks(MARK) == set()


async def test_use_starts_retention_anew(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        bot.clock.now += 80 * DAY
        await bot.tap("For me")
        bot.clock.now += 80 * DAY
        await bot.app.delivery.sweep()
        assert await bot.count() == 1


async def test_who_blocks_the_bot_hears_nothing_and_is_erased_in_time(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        bot.patient.say("/answers")
        bot.patient.block()
        await bot.telegram.drained()
        await bot.app.delivery.idle()
        assert (await bot.record()).pending == ()
        bot.clock.now += 90 * DAY
        await bot.app.delivery.sweep()
        await asyncio.sleep(0)
        assert await bot.count() == 0
