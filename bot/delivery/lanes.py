"""The tasks that send: one lane a chat, and beside them what shows for a moment only."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class Lanes:
    """Owns the tasks, so that none is dropped or outlives the bot."""

    def __init__(self) -> None:
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._beside: set[asyncio.Task[None]] = set()

    def begin(self, chat: int, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Begin to work in a chat's lane, unless something does already."""
        there = self._lanes.get(chat)
        if there and not there.done():
            return
        lane = asyncio.create_task(work(), name="lane")
        self._lanes[chat] = lane
        # A lane that is cancelled before its first step runs no code of its own.
        lane.add_done_callback(lambda ended: self._leave(chat, ended))

    def end(self, chat: int) -> None:
        """End what works in a chat's lane, so that something else can begin at once."""
        if lane := self._lanes.pop(chat, None):
            lane.cancel()

    def begin_beside(self, work: Coroutine[None, None, None]) -> None:
        """Do something that nobody has to wait for."""
        task = asyncio.create_task(work, name="beside")
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def settled(self, chat: int, seconds: float) -> None:
        """Return when a chat's lane has ended, at the latest after so many seconds."""
        if lane := self._lanes.get(chat):
            await asyncio.wait({lane}, timeout=seconds)

    async def idle(self) -> None:
        """Return when every task has ended."""
        while self._lanes or self._beside:
            await asyncio.gather(*self._lanes.values(), *self._beside, return_exceptions=True)

    async def stop(self, patience: float) -> None:
        """Let the tasks end for some seconds, and end them then."""
        tasks = [*self._lanes.values(), *self._beside]
        if patience and tasks:
            await asyncio.wait(tasks, timeout=patience)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _leave(self, chat: int, lane: asyncio.Task[None]) -> None:
        if self._lanes.get(chat) is lane:
            del self._lanes[chat]
