"""What is not used any more is erased in time, also when the person has left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from running_bot import DAY, running_bot
from talking import shipped

from bot.local_telegram.patient import Patient
from bot.operating import upkeep
from bot.rendering import Renderer
from bot.session import Session
from bot.vault import MARK

if TYPE_CHECKING:
    import pytest
    from running_bot import RunningBot

    from bot.record import Record


async def test_retention_erases_row_and_key(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        bot.clock.now += 90 * DAY - 1
        await bot.app.delivery.sweep()
        assert await bot.count() == 1
        bot.clock.now += 1
        await bot.app.delivery.sweep()
        assert await bot.count() == 0
        assert await bot.store.key_marks(MARK) == set()
        assert not bot.app.turns.renderer.remembers_anything


async def test_what_was_shown_is_let_go_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    renderer = Renderer(shipped(), 90)
    renderer.message(Session())
    assert renderer.remembers_anything
    monkeypatch.setattr(upkeep, "A_MINUTE", 0.01)
    letting_go = asyncio.create_task(upkeep.let_go(renderer))
    await asyncio.sleep(0.1)
    letting_go.cancel()
    assert not renderer.remembers_anything


async def test_use_starts_retention_anew(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        bot.clock.now += 80 * DAY
        await bot.tap("For me")
        bot.clock.now += 80 * DAY
        await bot.app.delivery.sweep()
        assert await bot.count() == 1


async def test_who_blocks_the_bot_hears_nothing_and_is_erased_in_time(database: str) -> None:
    async with running_bot(database) as bot:
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


async def test_one_person_whose_turn_of_the_clock_fails_holds_up_nobody(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        broken, tick = (await bot.record()).chat, bot.app.delivery._tick  # noqa: SLF001 - no words that ship fail

        def ticked(record: Record, now: int, gap: range) -> Record:
            if record.chat == broken:
                raise ZeroDivisionError
            return tick(record, now, gap)

        bot.patient, bot.seen_until = Patient(bot.telegram), 0
        await bot.agree()
        assert await bot.count() == 2
        bot.clock.now += 90 * DAY
        monkeypatch.setattr(bot.app.delivery, "_tick", ticked)
        for _ in range(2):
            await bot.app.delivery.sweep()
        assert await bot.count() == 1
        monkeypatch.undo()
        bot.clock.now += DAY
        await bot.app.delivery.sweep()
        assert await bot.count() == 0


async def with_a_reminder(bot: RunningBot, text: str) -> None:
    """Agree, and ask for a reminder."""
    await bot.agree()
    await bot.say(f"/remind {text}")
    await bot.tap("Remind me then")
    await bot.say("Lisbon")


def notices(bot: RunningBot) -> int:
    return sum("I delete everything" in seen.text for seen in bot.patient.messages)


async def test_who_asked_for_a_reminder_is_told_once_a_week_before_the_end(database: str) -> None:
    async with running_bot(database) as bot:
        await with_a_reminder(bot, "2027-01-20 call")
        await bot.later(6 * DAY)
        await bot.later(77 * DAY - 1)
        assert notices(bot) == 0
        await bot.later(1)
        await bot.later(60)
        assert notices(bot) == 1
        # In the words of a locked screen: a day, and nothing about health.
        assert bot.patient.messages[-1].text == (
            "You have not used this chat for a while. On Thursday 15 April 2027 I delete everything that I keep for you"
            " here.\n\nWould you like me to keep it?"
        )
        await bot.later(7 * DAY - 120)
        assert await bot.count() == 1
        await bot.later(60)
        assert await bot.count() == 0
        assert notices(bot) == 1


async def test_a_tap_on_keep_it_starts_retention_anew(database: str) -> None:
    async with running_bot(database) as bot:
        await with_a_reminder(bot, "2027-01-20 call")
        await bot.later(6 * DAY)
        await bot.later(80 * DAY)
        assert "90 days" in (await bot.tap("Keep it")).text
        await bot.later(80 * DAY)
        assert await bot.count() == 1
        await bot.later(3 * DAY)
        assert notices(bot) == 2


async def test_after_an_outage_the_notice_still_comes_a_week_before_the_end(database: str) -> None:
    async with running_bot(database) as bot:
        await with_a_reminder(bot, "2027-01-20 call")
        await bot.later(6 * DAY)
        await bot.later(200 * DAY)
        assert (notices(bot), await bot.count()) == (1, 1)
        await bot.later(7 * DAY - 1)
        assert await bot.count() == 1
        await bot.later(1)
        assert await bot.count() == 0


async def test_everything_stays_until_two_weeks_after_a_reminder_that_is_far_away(database: str) -> None:
    async with running_bot(database) as bot:
        await with_a_reminder(bot, "2027-12-01 10:00 call")
        assert "two weeks after that day" in bot.new[-1].text
        await bot.later(200 * DAY)
        assert (notices(bot), await bot.count()) == (0, 1)
        await bot.later((await bot.record()).row.wake_at - bot.clock.now)  # type: ignore[union-attr]
        assert bot.new[-1].text == "You have a note from yourself."
        await bot.later(7 * DAY)
        assert notices(bot) == 1
        await bot.later(7 * DAY)
        assert await bot.count() == 0


async def test_who_asked_for_none_or_stopped_them_hears_nothing_before_the_end(database: str) -> None:
    async with running_bot(database) as bot:
        await with_a_reminder(bot, "2027-12-01 10:00 call")
        await bot.tap("No more reminders")
        mark = bot.patient.mark()
        await bot.later(90 * DAY - 1)
        assert await bot.count() == 1
        await bot.later(1)
        assert await bot.count() == 0
        assert bot.patient.replies_since(mark) == []


async def test_a_reply_that_cannot_be_sent_keeps_nobody_s_record_for_ever(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        bot.telegram.fail("sendMessage", 502, times=None)
        bot.patient.say("/menu")
        await bot.telegram.drained()
        await bot.app.delivery.idle()
        assert (await bot.record()).pending
        bot.clock.now += 90 * DAY
        await bot.app.delivery.sweep()
        assert await bot.count() == 0
