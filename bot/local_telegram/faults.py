"""Tells calls to fail, to hang, or to arrive without an answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local_telegram.refusals import RefusalError, migrated, too_many_requests

if TYPE_CHECKING:
    from bot.local_telegram.refusals import JSON


@dataclass
class Fault:
    """One trouble, waiting for its calls."""

    method: str
    refusal: RefusalError | None
    deliver: bool = False
    times: int | None = 1
    skip: int = 0
    chat_id: int | None = None

    def strikes(self, method: str, given: JSON) -> bool:
        """Say whether this call is hit, and count it."""
        if self.method not in {method, "*"} or self.times == 0:
            return False
        if self.chat_id is not None and given.get("chat_id") != self.chat_id:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """All troubles that were asked for, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._healed = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Let a trouble wait for its calls."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forget every trouble and let go of the calls that hang."""
        self._waiting.clear()
        self._healed.set()
        self._healed = asyncio.Event()

    def for_call(self, method: str, given: JSON) -> Fault | None:
        """Give the trouble that this call meets."""
        if not self._waiting:
            return None
        found = next((fault for fault in self._waiting if fault.strikes(method, given)), None)
        self._waiting = [fault for fault in self._waiting if fault.times != 0]
        return found

    async def strike(self, fault: Fault) -> None:
        """Refuse, or hang until everything is healed."""
        if fault.refusal is not None:
            raise fault.refusal
        await self._healed.wait()
        raise RefusalError(502)


def refusal_for(status: int, words: str, retry_after: int | None, migrate_to: int | None) -> RefusalError:
    """Make the refusal that a fault was asked to give."""
    if migrate_to is not None:
        return migrated(migrate_to)
    if retry_after is not None:
        return too_many_requests(retry_after)
    return RefusalError(status, words)
