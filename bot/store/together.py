"""Does together what is asked for at the same time: the way to a database costs more than the work there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

WorkT = TypeVar("WorkT")
DoneT = TypeVar("DoneT")


class Together(Generic[WorkT, DoneT]):
    """Gathers what is asked for in the same moment, or while something is under way.

    Args:
        do: Does several pieces of work, and gives what came of each; an error among these is raised where that piece
            is awaited, and one that is raised concerns all of them.
    """

    def __init__(self, do: Callable[[Sequence[WorkT]], Awaitable[Sequence[DoneT | Exception]]]) -> None:
        self._do = do
        self._asked: list[tuple[WorkT, asyncio.Future[DoneT]]] = []
        self._under_way: asyncio.Task[None] | None = None

    async def done(self, work: WorkT) -> DoneT:
        """Have a piece of work done, and give what came of it."""
        done: asyncio.Future[DoneT] = asyncio.get_running_loop().create_future()
        self._asked.append((work, done))
        if self._under_way is None:
            # The task begins once everything else that is ready now has asked, too.
            self._under_way = asyncio.create_task(self._work_off(), name="database")
        return await done

    async def finish(self) -> None:
        """Return when all that was asked for is done."""
        if self._under_way:
            await self._under_way

    async def _work_off(self) -> None:
        try:
            while self._asked:
                batch, self._asked = self._asked, []
                await self._answer(batch)
                # Those who have their answer may ask for more at once, and are not to come too late for the others.
                await asyncio.sleep(0)
        finally:
            self._under_way = None

    async def _answer(self, batch: list[tuple[WorkT, asyncio.Future[DoneT]]]) -> None:
        outcomes: Sequence[DoneT | Exception]
        try:
            outcomes = await self._do([work for work, _ in batch])
        except Exception as error:  # noqa: BLE001 - it is raised where each of them is awaited
            outcomes = [error] * len(batch)
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue
            if isinstance(outcome, Exception):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)
