"""Faults on request, delays, and the memory of calls."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.local_telegram.refusals import RefusalError

if TYPE_CHECKING:
    from telegram.ext import Application

    App = Application[Any, Any, Any, Any, Any, Any]


async def test_ptb_meets_every_fault(telegram: LocalTelegram, anna: Patient, app: App) -> None:
    anna.start()

    async def send() -> None:
        await app.bot.send_message(anna.chat.id, "hello", read_timeout=0.05)

    telegram.fail("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await send()
    telegram.fail("sendMessage", 403)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await send()
    telegram.fail("sendMessage", 400, "something odd")
    with pytest.raises(BadRequest, match="Something odd"):
        await send()
    telegram.fail("sendMessage", 502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await send()
    telegram.fail("sendMessage", 409)
    with pytest.raises(Conflict):
        await send()
    telegram.fail("sendMessage", migrate_to=-1009)
    with pytest.raises(ChatMigrated):
        await send()
    telegram.hang("sendMessage")
    with pytest.raises(TimedOut):
        await send()
    telegram.reachable = False
    with pytest.raises(NetworkError, match="ConnectError"):
        await send()
    telegram.heal()
    assert len(anna.messages) == 1
    await send()
    assert len(anna.messages) == 2
    telegram.hang("sendMessage", deliver=True)
    with pytest.raises(TimedOut):
        await send()
    assert len(anna.messages) == 3


async def test_a_fault_strikes_as_often_and_where_it_was_told(telegram: LocalTelegram) -> None:
    anna, ben = Patient(telegram), Patient(telegram, name="Ben")
    anna.start()
    ben.start()

    async def send(patient: Patient) -> bool:
        try:
            await telegram.call("sendMessage", {"chat_id": patient.chat.id, "text": "x"})
        except RefusalError:
            return False
        return True

    telegram.fail("sendMessage", times=2, skip=1, chat_id=anna.chat.id)
    assert [await send(each) for each in (anna, ben, anna, ben, anna, anna)] == [True, True, False, True, False, True]
    telegram.fail("*", times=None)
    assert [await send(anna), await send(anna)] == [False, False]
    telegram.heal()
    assert await send(anna)
    telegram.hang("sendMessage")
    hanging = asyncio.ensure_future(send(anna))
    await asyncio.sleep(0)
    telegram.heal()
    assert not await hanging


async def test_every_call_takes_the_delay_it_was_told(anna: Patient, telegram: LocalTelegram) -> None:
    anna.start()
    telegram.delay = 0.03
    before = asyncio.get_running_loop().time()
    await telegram.call("getMe", {})
    assert asyncio.get_running_loop().time() - before >= 0.03


async def test_calls_are_remembered_as_long_as_wished() -> None:
    everything, few, nothing = LocalTelegram(), LocalTelegram(record=2), LocalTelegram(record=0)
    for telegram in (everything, few, nothing):
        for _ in range(3):
            await telegram.call("getMe", {})
        with pytest.raises(RefusalError):
            await telegram.call("sendMessage", {"text": "x"})
    assert [len(telegram.calls) for telegram in (everything, few, nothing)] == [4, 2, 0]
    assert [call.refusal is None for call in everything.calls] == [True, True, True, False]
    assert len(everything.called("getMe")) == 3
