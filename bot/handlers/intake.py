"""Sees each update through to its commit, however it came."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot import kill_points
from bot.operating.logs import place_of
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Update

    from bot.handlers.incoming import Incoming

log = structlog.get_logger()

TRIES = 3
"""How often an update is tried before it is set aside."""

PAUSE = 0.1
"""Seconds before the second try; twice that before the third."""


class Intake:
    """Takes updates one by one.

    Args:
        handle: Handles one update; when it returns, what the update does is committed.
        set_aside: Is told of an update that failed for good.
    """

    def __init__(
        self,
        handle: Callable[[Update | Incoming], Awaitable[None]],
        set_aside: Callable[[Update | Incoming], Awaitable[None]],
    ) -> None:
        self._handle = handle
        self._set_aside = set_aside

    async def take(self, update: Update | Incoming) -> None:
        """Handle an update; when this returns, it may be acknowledged.

        Raises:
            StoreError: The database cannot be used now: Telegram has to keep the update.
        """
        kill_points.pass_by("update received")
        for attempt in range(1, TRIES + 1):
            try:
                await self._handle(update)
                break
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever went wrong, the chat must go on
                log.error("update.failed", error=type(error).__name__, place=place_of(error), attempt=attempt)
                await asyncio.sleep(PAUSE * attempt)
        else:
            await self._set_aside(update)
        kill_points.pass_by("update handled")
