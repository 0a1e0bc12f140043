"""Keeps to Telegram's limits: so many messages a second to one chat, and so many to all of them together."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store import Store

OVERALL = 30.0
"""Messages a second that all workers together may send."""

PER_CHAT = 1.0
BURST = 6.0
"""Messages that a chat gets at once before it gets one a second."""

SHARE = 0.5
"""Seconds' worth of messages that a worker takes from the common limit at a time: few sends cost a statement."""


class Pace:
    """Says when the next message may be sent.

    Args:
        store: What the workers share.
        overall: Messages a second to all chats together; the limit is shared by every worker on the store.
    """

    def __init__(self, store: Store, overall: float = OVERALL) -> None:
        self._store = store
        self._overall = overall
        self._left = 0
        self._taking = asyncio.Lock()

    async def wait(self, paced: float) -> None:
        """Wait until a message may be sent to a chat whose own limit is used up until ``paced``."""
        ahead = paced - time.time() - BURST / PER_CHAT
        if ahead > 0:
            await asyncio.sleep(ahead)
        async with self._taking:
            if self._left < 1:
                await self._take()
            self._left -= 1

    def after(self, paced: float) -> float:
        """Give until when the chat's limit is used up once one more message is sent."""
        return max(paced, time.time()) + 1 / PER_CHAT

    async def _take(self) -> None:
        most = max(1, int(self._overall * SHARE))
        now = time.time()
        over = await self._store.queue_up("sending", now, most / self._overall)
        # A second's worth may leave at once: the limit counts whole seconds.
        if over - now > 1:
            await asyncio.sleep(over - now - 1)
        self._left = most
