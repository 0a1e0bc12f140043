"""One lock a chat, there for as long as somebody needs it."""

from __future__ import annotations

import asyncio


class ChatLocks:
    """Locks by chat."""

    def __init__(self) -> None:
        self._locks: dict[int, _ChatLock] = {}

    def held(self, chat: int) -> _Held:
        """Hold the chat's lock; whoever asks first has it first."""
        return _Held(self._locks, chat)


class _ChatLock(asyncio.Lock):
    """The lock of one chat, and how many hold it or wait for it."""

    users = 0


class _Held:
    """A chat's lock while a block of code needs it.

    By hand, as every turn holds it four times, and a generator as context takes three times as long.
    """

    __slots__ = ("_chat", "_locks")

    def __init__(self, locks: dict[int, _ChatLock], chat: int) -> None:
        self._locks = locks
        self._chat = chat

    async def __aenter__(self) -> None:
        lock = self._locks.get(self._chat)
        if lock is None:
            lock = self._locks[self._chat] = _ChatLock()
        lock.users += 1
        try:
            await lock.acquire()
        except BaseException:
            self._leave(lock)
            raise

    async def __aexit__(self, *_: object) -> None:
        lock = self._locks[self._chat]
        lock.release()
        self._leave(lock)

    def _leave(self, lock: _ChatLock) -> None:
        lock.users -= 1
        if not lock.users:
            del self._locks[self._chat]
