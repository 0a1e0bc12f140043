"""A PostgreSQL server that goes away, or whose answer is lost: nothing is lost or done twice, and help still comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faults.wire import wire_to
from running_bot import running_bot
from walks import TO_A_LIST

if TYPE_CHECKING:
    from running_bot import RunningBot


async def to_a_list(bot: RunningBot) -> None:
    """Agree, and go to the question whose answer is a list."""
    await bot.agree()
    for data in TO_A_LIST[2:]:
        bot.patient.tap_data(data, 1)
        await bot.settle()


async def entries(bot: RunningBot) -> list[str]:
    session = (await bot.record()).session
    assert session
    return list(session.entries("preparation.timeline").values())


def answers(bot: RunningBot, words: str) -> int:
    """Count the answers in which these words stand."""
    return sum(seen.author == "bot" and words in seen.text for seen in bot.patient.messages)


@pytest.mark.fault(57)
async def test_a_commit_whose_answer_was_lost_on_the_wire_takes_effect_once(postgresql: str) -> None:
    async with wire_to(postgresql) as wire, running_bot(wire.address) as bot:
        await to_a_list(bot)
        wire.loses_answer = True
        bot.patient.say("first scan")
        await bot.settle()
        assert not wire.loses_answer
        await bot.later(60)
        assert await entries(bot) == ["first scan"]
        assert answers(bot, "first scan") == 1
        assert not (await bot.record()).pending


@pytest.mark.fault(54)
@pytest.mark.fault(56)
async def test_while_the_server_is_away_help_comes_and_everything_else_waits_at_telegram(postgresql: str) -> None:
    async with wire_to(postgresql) as wire, running_bot(wire.address) as bot:
        await to_a_list(bot)
        wire.cut()
        bot.patient.say("I cannot breathe")
        bot.patient.say("first scan")
        await bot.telegram.bell.until(lambda: answers(bot, "112") > 0)
        assert len(bot.telegram.updates.pending) == 2
        wire.is_cut = False
        await bot.settle()
        await bot.later(60)
        assert await entries(bot) == ["first scan"]
        assert answers(bot, "Something went wrong") == 0
        assert not (await bot.record()).pending
