"""Reminders: none missed, none twice, nothing shown on a locked screen, and none for those who do not want them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from databases import copied_rows, restore_rows
from running_bot import DAY, SECRET, running_bot

from bot.app import App
from bot.delivery import LEASE
from bot.records import Records
from bot.reminders import MOST, due_at
from bot.store.opening import open_store
from bot.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from running_bot import RunningBot

    from bot.local_telegram.seen import Seen

CAME = "You have a note from yourself."
NOTE = "2027-03-10 10:30 call the nurse"


def moment(at: str, zone: str = "Europe/Madrid") -> int:
    return int(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).timestamp())


async def remind(bot: RunningBot, text: str, place: str = "Madrid") -> Seen:
    """Ask for a reminder, and say where one lives if that is asked."""
    await bot.say(f"/remind {text}")
    seen = await bot.tap("Remind me then")
    return await bot.say(place) if "Where do you live?" in seen.text else seen


async def until(bot: RunningBot, at: str) -> None:
    await bot.later(moment(at) - bot.clock.now)


def came(bot: RunningBot) -> int:
    """Count the reminders in the chat."""
    return sum(CAME in seen.text or "notes from yourself" in seen.text for seen in bot.patient.messages)


async def test_a_reminder_comes_in_its_minute_and_shows_the_note_only_after_a_tap(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        seen = await remind(bot, NOTE)
        assert "Wednesday 10 March 2027, 10:30" in seen.text
        await until(bot, "2027-03-10T10:29")
        assert came(bot) == 0
        await until(bot, "2027-03-10T10:30")
        assert [(one.text, one.labels) for one in bot.new] == [(CAME, ["Show it", "No more reminders"])]
        for _ in range(3):
            await bot.later(60)
        assert came(bot) == 1
        assert NOTE in (await bot.tap("Show it")).text


async def test_it_leaves_the_question_its_buttons_and_the_person_their_place(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        question = await bot.tap("Go on")
        await until(bot, "2027-03-10T10:30")
        assert bot.patient.look(question.id).labels == question.labels
        bot.patient.tap("1 For me", question)
        await bot.settle()
        record = await bot.record()
        assert record.session
        assert record.session.answers["opening.who"] == "me"
        assert bot.patient.look(question.id).labels == []


@pytest.mark.fault(28)
async def test_a_reminder_that_is_due_during_a_turn_comes_after_its_reply(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        bot.clock.now = moment("2027-03-10T10:30") - 1
        bot.telegram.hang("sendMessage", times=1)
        bot.patient.say("/menu")
        await bot.telegram.drained()
        bot.clock.now += 1
        await bot.app.delivery.sweep()
        bot.telegram.heal()
        await bot.app.delivery.idle()
        await bot.later(10)
        await bot.later(10)
        shown = [seen.text.partition("\n")[0] for seen in bot.patient.messages if seen.author == "bot"]
        assert shown[-2:] == ["Choose a topic", CAME]


async def test_it_comes_once_across_restarts(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
    async with running_bot(database, patient=bot.patient, clock=bot.clock) as bot:
        await until(bot, "2027-03-10T10:30")
        assert came(bot) == 1
    async with running_bot(database, patient=bot.patient, clock=bot.clock) as bot:
        await bot.later(60)
        assert came(bot) == 1
        assert NOTE in (await bot.tap("Show it")).text


@pytest.mark.fault(65)
@pytest.mark.parametrize(
    ("at", "comes"),
    [
        ("2027-03-27T10:00", "2027-03-27T09:00"),
        ("2027-03-28T10:00", "2027-03-28T08:00"),
        ("2027-03-28T02:30", "2027-03-28T01:30"),
        ("2027-10-31T02:30", "2027-10-31T00:30"),
        ("2027-11-01T10:00", "2027-11-01T09:00"),
    ],
)
async def test_the_time_on_the_clock_is_kept_when_clocks_change(tmp_path: Path, at: str, comes: str) -> None:
    assert due_at(at, "Europe/Madrid") == moment(comes, "UTC")
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, f"{at.replace('T', ' ')} call")
        await bot.later(moment(comes, "UTC") - 1 - bot.clock.now)
        assert came(bot) == 0
        await bot.later(1)
        await bot.later(3600)
        await bot.later(3600)
        assert came(bot) == 1


@pytest.mark.fault(65)
async def test_who_moves_to_another_zone_is_reminded_at_the_same_time_on_the_clock_there(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await bot.tap("My time: Madrid")
        assert "New York" in (await bot.say("New York")).text
        await bot.later(moment("2027-03-10T10:30") - bot.clock.now)
        assert came(bot) == 0
        await bot.later(moment("2027-03-10T10:30", "America/New_York") - bot.clock.now)
        assert came(bot) == 1


@pytest.mark.fault(64)
async def test_after_an_hour_of_being_down_nothing_is_missed_and_nothing_comes_twice(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        for time in ("10:05", "10:20", "10:50", "11:30"):
            await remind(bot, f"2027-03-10 {time} call {time}")
        bot.clock.now = moment("2027-03-10T10:00")
    bot.clock.now = moment("2027-03-10T11:00")
    async with running_bot(database, patient=bot.patient, clock=bot.clock) as bot:
        for _ in range(100):
            # The program's own sweeper looks at its start.
            if came(bot):
                break
            await asyncio.sleep(0.1)
        await bot.settle()
        seen = bot.patient.messages[-1]
        assert seen.text.startswith("You have 3 notes from yourself.\n\nThis comes late. It was for Wednesday 10 March")
        shown = await bot.tap("Show it")
        assert all(f"call {time}" in shown.text for time in ("10:05", "10:20", "10:50", "11:30"))
        await until(bot, "2027-03-10T11:30")
        assert bot.new[-1].text == CAME
        await bot.later(60)
        assert came(bot) == 2


@pytest.mark.fault(64)
async def test_what_is_half_a_day_late_says_that_the_date_may_be_over(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await until(bot, "2027-03-10T23:30")
        assert "very late" in bot.new[-1].text
        assert "Please check whether the date is over." in bot.new[-1].text
        await bot.later(60)
        assert came(bot) == 1


@pytest.mark.fault(66)
async def test_a_clock_that_jumps_neither_repeats_a_reminder_nor_floods_anyone(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        for day in range(1, MOST + 1):
            await remind(bot, f"2027-03-0{day} 10:00 call {day}")
        await until(bot, "2027-03-01T10:00")
        await bot.later(-3600)
        await bot.later(3600)
        assert came(bot) == 1
        await bot.later(30 * DAY)
        await bot.later(-30 * DAY)
        for day in range(2, MOST + 1):
            await until(bot, f"2027-03-0{day}T10:00")
        assert came(bot) == 2


@pytest.mark.fault(67)
async def test_two_workers_on_one_database_send_one_reminder(database: str) -> None:
    async with AsyncExitStack() as stack, running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        store = await open_store(database)
        stack.push_async_callback(store.close)
        other = App(
            bot.app._content,  # noqa: SLF001 - the very same words
            store,
            secrets=[SECRET],
            token=bot.telegram.token,
            transport=bot.telegram.transport,
            now=bot.clock,
        )
        await stack.enter_async_context(other.application)
        bot.clock.now = moment("2027-03-10T10:30")
        # A worker that stood still after it had taken the row comes back when another one has done all.
        ((stale,), late) = await other.records.take_due(bot.clock.now, bot.clock.now, 1), bot.clock.now
        await asyncio.gather(*(app.delivery.sweep() for app in (bot.app, other, bot.app, other)))
        await other.delivery._take_tick(stale, late, range(0))  # noqa: SLF001 - what it would do next
        await asyncio.gather(bot.app.delivery.idle(), other.delivery.idle())
        bot.clock.now += 60
        await asyncio.gather(*(app.delivery.sweep() for app in (bot.app, other)))
        await asyncio.gather(bot.app.delivery.idle(), other.delivery.idle())
        assert came(bot) == 1


@pytest.mark.fault(24)
@pytest.mark.fault(67)
async def test_a_reminder_that_a_worker_took_up_before_it_died_is_given_by_another(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        bot.clock.now = moment("2027-03-10T10:30")
        dying = await open_store(database)
        assert len(await dying.take_due(bot.clock.now, bot.clock.now + LEASE, 10)) == 1
        await dying.close()
        await bot.later(LEASE - 1)
        assert came(bot) == 0
        await bot.later(1)
        assert came(bot) == 1
        await bot.later(60)
        assert came(bot) == 1


@pytest.mark.fault(62)
async def test_after_an_older_copy_was_restored_only_what_nobody_gave_comes(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        for day in ("10", "11", "12"):
            await remind(bot, f"2027-03-{day} 10:00 call {day}")
        await until(bot, "2027-03-10T10:00")
    copy = await copied_rows(database)
    async with running_bot(database, patient=bot.patient, clock=bot.clock) as bot:
        await until(bot, "2027-03-11T10:00")
        assert came(bot) == 2
    await restore_rows(database, copy)
    bot.clock.now = moment("2027-03-12T11:00")
    async with running_bot(database, patient=bot.patient, clock=bot.clock) as bot:
        await bot.later(0)
        await bot.later(60)
        assert came(bot) == 3
        assert "This comes late. It was for Friday 12 March" in bot.patient.messages[-1].text
        assert [bool(one.given) for one in (await bot.record()).session.reminders] == [True] * 3  # type: ignore[union-attr]


@pytest.mark.fault(62)
async def test_where_nothing_was_restored_a_crash_hides_no_reminder(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        bot.clock.now = moment("2027-03-10T10:30")
        dying = await open_store(database)
        await dying.take_due(bot.clock.now, bot.clock.now, 10)
        await dying.note_look(bot.clock.now)
        assert len(await Records(dying, Vault([SECRET]), 1).gap()) == 0
        await dying.close()
    async with running_bot(database, patient=bot.patient, clock=bot.clock) as bot:
        await bot.later(60)
        assert came(bot) == 1


@pytest.mark.fault(29)
async def test_a_reminder_whose_send_got_no_answer_is_sent_once_more_at_the_most(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        bot.telegram.fail("sendMessage", 502, deliver=True)
        await until(bot, "2027-03-10T10:30")
        for _ in range(4):
            await bot.later(60)
        assert came(bot) in {1, 2}
        assert not (await bot.record()).pending


@pytest.mark.fault(34)
async def test_who_blocks_the_bot_gets_none_and_is_told_on_coming_back(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await remind(bot, "2027-03-12 10:00 ask")
        await remind(bot, "2027-03-20 10:00 visit")
        bot.patient.block()
        await until(bot, "2027-03-10T10:30")
        await until(bot, "2027-03-12T10:00")
        assert came(bot) == 0
        assert len([one for one in bot.telegram.called("sendMessage") if one.refusal]) == 1
        bot.patient.unblock()
        seen = await bot.say("/start")
        assert "Wednesday 10 March 2027, 10:30; Friday 12 March 2027, 10:00" in seen.text
        await until(bot, "2027-03-20T10:00")
        assert came(bot) == 1


async def test_who_stops_them_gets_none_and_can_turn_them_on_again(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        for day in ("10", "11", "12"):
            await remind(bot, f"2027-03-{day} 10:00 call {day}")
        await until(bot, "2027-03-10T10:00")
        await bot.tap("No more reminders")
        await until(bot, "2027-03-11T10:00")
        assert came(bot) == 1
        await bot.tap("Reminders on again")
        await bot.later(60)
        assert came(bot) == 1
        await until(bot, "2027-03-12T10:00")
        assert came(bot) == 2


async def test_a_reminder_can_be_put_off_to_the_next_day_and_removed(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await until(bot, "2027-03-10T10:30")
        await bot.tap("Show it", "Remind me tomorrow")
        await until(bot, "2027-03-11T10:30")
        assert came(bot) == 2
        await bot.tap("Show it", "Remove it")
        record = await bot.record()
        assert record.session
        assert record.session.reminders == ()


async def test_after_forget_nothing_is_left_and_nothing_comes(database: str) -> None:
    async with running_bot(database) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await bot.say("/forget")
        await bot.tap("Yes, delete everything")
        assert await bot.count() == 0
        await until(bot, "2027-03-10T10:30")
        assert came(bot) == 0


@pytest.mark.parametrize("way", [("/privacy", "Change what I may store", "I only want to read"), ("/restart",)])
async def test_who_takes_consent_back_or_starts_again_has_no_reminders_left(
    tmp_path: Path, way: tuple[str, ...]
) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me")
        await remind(bot, NOTE)
        command, *taps = way
        await bot.say(command)
        await bot.tap(*taps, "Yes", *(["Yes"] if command == "/restart" else []))
        await until(bot, "2027-03-10T10:30")
        assert came(bot) == 0
        assert await bot.count() == 0
