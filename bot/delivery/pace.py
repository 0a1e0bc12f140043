"""Keeps to Telegram's limits: so many messages a second to one chat, and so many to all of them together."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import StoreError

if TYPE_CHECKING:
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Limits:
    """How much Telegram takes.

    Attributes:
        overall: Messages a second to all chats together, shared by every worker on the store.
        burst: Messages that a chat gets at once before it gets one a second.
        backlog: Messages that may wait for a chat; what is done then is not answered.
    """

    overall: float = 30.0
    burst: int = 6
    backlog: int = 8


SHARE = 0.5
"""Seconds' worth of messages that a worker takes from the common limit at a time: few sends cost a statement."""


class Pace:
    """Says when the next message may be sent.

    Args:
        store: What the workers share.
        limits: How much may be sent; None for a Telegram that has no limits, such as the one on this machine.
    """

    def __init__(self, store: Store, limits: Limits | None) -> None:
        self._store = store
        self._limits = limits
        self._left = 0
        self._taking = asyncio.Lock()

    async def wait(self, paced: float) -> None:
        """Wait until a message may be sent to a chat whose own limit is used up until ``paced``."""
        if self._limits is None:
            return
        ahead = paced - time.time() - self._limits.burst
        if ahead > 0:
            await asyncio.sleep(ahead)
        async with self._taking:
            if self._left < 1:
                self._left = await self._taken(self._limits.overall)
            self._left -= 1

    def is_behind(self, waiting: int) -> bool:
        """Say whether so many messages wait for a chat that it should get no more."""
        return self._limits is not None and waiting >= self._limits.backlog

    def after(self, paced: float) -> float:
        """Give until when the chat's limit is used up once one more message is sent, one a second."""
        return max(paced, time.time()) + 1.0 if self._limits else 0.0

    async def _taken(self, overall: float) -> int:
        most = max(1, int(overall * SHARE))
        now = time.time()
        try:
            over = await self._store.queue_up("sending", now, most / overall)
        except StoreError:
            # A visitor has no row, so a lane that ended here would never be taken up again.
            over = now + 1 + most / overall
        # A second's worth may leave at once, as Telegram counts by the second.
        await asyncio.sleep(max(0.0, over - now - 1))
        return most
