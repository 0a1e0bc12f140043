"""Does together what is asked for at the same time: the way to a database costs more than the work there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

WorkT = TypeVar("WorkT")
DoneT = TypeVar("DoneT")

MOST = 200
"""How many pieces of work are done together at the most."""

OVERDUE = 1.0
"""For how many seconds the next pieces of work wait for those that are under way."""


class Together(Generic[WorkT, DoneT]):
    """Gathers what is asked for in the same moment, or while something is under way.

    Args:
        do: Does several pieces of work, and gives what came of each; an error among these is raised where that piece
            is awaited, and one that is raised concerns all of them.
    """

    def __init__(self, do: Callable[[Sequence[WorkT]], Awaitable[Sequence[DoneT | Exception]]]) -> None:
        self._do = do
        self._asked: list[tuple[WorkT, asyncio.Future[DoneT]]] = []
        self._overdue: asyncio.TimerHandle | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def done(self, work: WorkT) -> DoneT:
        """Have a piece of work done, and give what came of it."""
        done: asyncio.Future[DoneT] = asyncio.get_running_loop().create_future()
        self._asked.append((work, done))
        if not self._under_way:
            self._begin()
        elif self._overdue is None:
            self._watch()
        return await done

    async def finish(self) -> None:
        """Return when all that was asked for is done."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _begin(self) -> None:
        """Begin to work; the task takes its first step once everything else that is ready now has asked, too."""
        self._under_way.add(asyncio.create_task(self._work_off(), name="database"))

    def _watch(self) -> None:
        """Begin beside what is under way when it takes long: one connection that hangs must not hold up the others."""
        if self._overdue:
            self._overdue.cancel()
        self._overdue = asyncio.get_running_loop().call_later(OVERDUE, self._begin) if self._asked else None

    async def _work_off(self) -> None:
        try:
            while self._asked:
                batch, self._asked = self._asked[:MOST], self._asked[MOST:]
                self._watch()
                await self._answer(batch)
                # Those who have their answer may ask for more at once, and are not to come too late for the others.
                await asyncio.sleep(0)
        finally:
            self._under_way -= {asyncio.current_task()}

    async def _answer(self, batch: list[tuple[WorkT, asyncio.Future[DoneT]]]) -> None:
        outcomes: Sequence[DoneT | Exception]
        try:
            outcomes = await self._do([work for work, _ in batch])
        except asyncio.CancelledError:
            for _, done in batch:
                done.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - it is raised where each of them is awaited
            outcomes = [error] * len(batch)
        for (_, done), outcome in zip(batch, outcomes, strict=True):
            if done.done():
                continue
            if isinstance(outcome, Exception):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)
