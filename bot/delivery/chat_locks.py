"""One lock a chat, there for as long as somebody needs it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class ChatLocks:
    """Locks by chat."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, list[None]]] = {}

    @asynccontextmanager
    async def held(self, chat: int) -> AsyncIterator[None]:
        """Hold the chat's lock; whoever asks first has it first."""
        lock, users = self._locks.setdefault(chat, (asyncio.Lock(), []))
        users.append(None)
        try:
            async with lock:
                yield
        finally:
            users.pop()
            if not users:
                del self._locks[chat]
