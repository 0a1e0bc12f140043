"""Turns of one chat wait for each other, and nothing is kept of a chat that nobody needs."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.delivery.chat_locks import ChatLocks


async def test_whoever_asks_first_has_it_first_and_other_chats_do_not_wait() -> None:
    locks, order = ChatLocks(), []

    async def use(chat: int, name: str) -> None:
        async with locks.held(chat):
            order.append(f"{name} begins")
            await asyncio.sleep(0.01 if chat == 1 else 0)
            order.append(f"{name} ends")

    await asyncio.gather(use(1, "first"), use(1, "second"), use(2, "other"))
    assert order == ["first begins", "other begins", "other ends", "first ends", "second begins", "second ends"]


async def test_who_stops_waiting_leaves_the_lock_to_the_others() -> None:
    locks, entered = ChatLocks(), []

    async def use(name: str) -> None:
        async with locks.held(1):
            entered.append(name)

    async with locks.held(1):
        impatient, patient = asyncio.create_task(use("impatient")), asyncio.create_task(use("patient"))
        await asyncio.sleep(0)
        impatient.cancel()
        with suppress(asyncio.CancelledError):
            await impatient
        assert not entered
    await patient
    assert entered == ["patient"]


async def test_nothing_is_kept_of_a_chat_that_nobody_needs() -> None:
    locks = ChatLocks()
    async with locks.held(1):
        pass
    with suppress(ZeroDivisionError):
        async with locks.held(2):
            raise ZeroDivisionError
    assert not locks._locks  # noqa: SLF001 - what it would keep is to be seen nowhere else
