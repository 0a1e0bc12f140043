"""What is asked for at the same time is done together, and nobody waits for what is not theirs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.store import together
from bot.store.together import Together

if TYPE_CHECKING:
    import pytest


class Work:
    """Doubles numbers, and can be made to wait or to fail."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.together: Together[int, int] = Together(self.do)

    async def do(self, numbers: object) -> list[int | Exception]:
        assert isinstance(numbers, list)
        self.batches.append(numbers)
        await self.goes_on.wait()
        if 0 in numbers:
            raise ZeroDivisionError
        return [ValueError(number) if number < 0 else 2 * number for number in numbers]


async def test_what_is_asked_in_one_moment_is_done_together() -> None:
    work = Work()
    assert await asyncio.gather(*map(work.together.done, [1, 2, 3])) == [2, 4, 6]
    assert work.batches == [[1, 2, 3]]


async def test_what_is_asked_meanwhile_goes_together_next() -> None:
    work = Work()
    work.goes_on.clear()
    asked = []
    for number in (1, 2, 3):
        asked.append(asyncio.ensure_future(work.together.done(number)))
        await asyncio.sleep(0.01)
    work.goes_on.set()
    assert await asyncio.gather(*asked) == [2, 4, 6]
    assert work.batches == [[1], [2, 3]]


async def test_who_asks_again_at_once_waits_for_nothing() -> None:
    work = Work()
    async with asyncio.timeout(together.OVERDUE / 2):
        for number in range(1, 50):
            assert await work.together.done(number) == 2 * number


async def test_an_error_is_raised_where_it_belongs() -> None:
    work = Work()
    found = await asyncio.gather(*map(work.together.done, [1, -1, 3]), return_exceptions=True)
    assert [type(one) for one in found] == [int, ValueError, int]
    found = await asyncio.gather(*map(work.together.done, [1, 0]), return_exceptions=True)
    assert [type(one) for one in found] == [ZeroDivisionError] * 2
    assert await work.together.done(4) == 8


async def test_who_gives_up_harms_no_other() -> None:
    work = Work()
    work.goes_on.clear()
    first, second = (asyncio.ensure_future(work.together.done(number)) for number in (1, 2))
    await asyncio.sleep(0.01)
    first.cancel()
    work.goes_on.set()
    assert await second == 4


async def test_who_gives_up_waiting_for_the_end_ends_nothing() -> None:
    work = Work()
    work.goes_on.clear()
    asked = asyncio.ensure_future(work.together.done(1))
    await asyncio.sleep(0.01)
    with suppress(TimeoutError):
        await asyncio.wait_for(work.together.finish(), 0.01)
    work.goes_on.set()
    assert await asked == 2
    await asyncio.wait_for(work.together.finish(), 1)


async def test_what_hangs_holds_up_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "OVERDUE", 0.05)
    work = Work()
    work.goes_on.clear()
    hanging = asyncio.ensure_future(work.together.done(1))
    await asyncio.sleep(0.01)
    beside = asyncio.ensure_future(work.together.done(2))
    await asyncio.sleep(0.02)
    assert work.batches == [[1]]
    await asyncio.sleep(0.1)
    assert work.batches == [[1], [2]]
    work.goes_on.set()
    assert [await hanging, await beside] == [2, 4]


async def test_of_very_many_each_is_done_once_and_no_batch_is_too_large() -> None:
    work = Work()
    numbers = list(range(1, 3 * together.MOST))
    assert await asyncio.gather(*map(work.together.done, numbers)) == [2 * number for number in numbers]
    assert max(map(len, work.batches)) == together.MOST
    assert [number for batch in work.batches for number in batch] == numbers
