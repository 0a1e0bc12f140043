"""Knows when each part of the bot last did its work; ends a process whose event loop stands still."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = structlog.get_logger()

SILENCE = {"loop": 10.0, "database": 15.0, "telegram": 120.0}
"""Seconds for which a part may be silent before it counts as ill; one that is not named here says so itself."""

STANDSTILL = 60.0
"""Seconds after which an event loop that stands still is given up: what is not committed, Telegram brings again."""

BLOCKED = 70
"""The exit code of a process that was given up; whatever started it has to start it again."""


class Health:
    """The signs of life of one process; knows nothing of any person.

    Args:
        clock: Gives seconds that never jump.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._worked: dict[str, float] = {}
        self._ill: set[str] = set()

    def worked(self, part: str) -> None:
        """Note that a part did its work."""
        self._worked[part] = self._clock()
        self._ill.discard(part)

    def failed(self, part: str) -> None:
        """Note that a part is ill, until it works again."""
        self._worked.setdefault(part, self._clock())
        self._ill.add(part)

    def silent(self, part: str) -> float:
        """Give the seconds since a part last did its work; 0 for one that has not begun."""
        return self._clock() - self._worked.get(part, self._clock())

    @property
    def ailing(self) -> dict[str, int]:
        """Give the parts that are ill, and for how many seconds they have not worked."""
        return {
            part: int(self.silent(part))
            for part in list(self._worked)
            if part in self._ill or self.silent(part) > SILENCE.get(part, float("inf"))
        }


@contextmanager
def watched(health: Health, standstill: float = STANDSTILL) -> Iterator[None]:
    """End the process, with the exit code ``BLOCKED``, when its event loop stands still for so many seconds."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(standstill / 10):
            if health.silent("loop") > standstill:
                log.critical("loop.blocked", count=int(standstill))
                # Nothing can be ended in order by a loop that does not run.
                os._exit(BLOCKED)

    threading.Thread(target=watch, name="watchdog", daemon=True).start()
    try:
        yield
    finally:
        over.set()
