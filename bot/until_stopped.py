"""Runs some work until it is done or the process is told to stop."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine


def until_stopped(work: Coroutine[None, None, None]) -> None:
    """Run until done or told to stop; then the work is cancelled and ends in its own time."""

    async def working() -> None:
        task = asyncio.create_task(work)
        loop = asyncio.get_running_loop()
        told: list[None] = []

        def stop() -> None:
            # A second signal must not cut short what the first one lets end.
            if not told:
                told.append(None)
                task.cancel()

        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(name, stop)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(working())
