"""Wakes those who wait when something has happened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Bell:
    """Rung after every change; whoever waits looks again."""

    def __init__(self) -> None:
        self.rings = 0
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake everyone who waits."""
        self.rings += 1
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait until something holds; it is looked at now and after every ring."""
        while not ready():
            await self._next.wait()
