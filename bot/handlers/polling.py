"""Long polling of our own: an update is acknowledged only after its commit."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.handlers.incoming import ALLOWED_UPDATES
from bot.logs import place_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram import Bot, Update

log = structlog.get_logger()

POLL = 30
"""For how many seconds Telegram holds a poll open when nothing happens."""

LONGEST_WAIT = 30.0
TRIES = 3
"""How often an update is tried before it is set aside."""


class PollingError(Exception):
    """Telegram will not let this process poll; the message says why and the cure."""


class Polling:
    """Fetches updates and has each handled.

    Args:
        bot: The bot whose updates they are.
        handle: Handles one update; when it raises, the update is tried again.
        give_up: Is told of an update that failed for good.
    """

    def __init__(
        self, bot: Bot, handle: Callable[[Update], Awaitable[None]], give_up: Callable[[Update], Awaitable[None]]
    ) -> None:
        self._bot = bot
        self._handle = handle
        self._give_up = give_up

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            PollingError: The token is not valid any more, or another process polls with it.
        """
        offset: int | None = None
        wait = 1.0
        while True:
            try:
                updates = await self._bot.get_updates(offset=offset, timeout=POLL, allowed_updates=ALLOWED_UPDATES)
                wait = 1.0
            except InvalidToken as error:
                raise PollingError("BOT_TOKEN: Telegram does not accept it; get a new one from BotFather") from error
            except Conflict as error:
                raise PollingError(
                    "BOT_TOKEN: another process uses it, or a webhook is set; stop that one first"
                ) from error
            except RetryAfter as limit:
                seconds = limit.retry_after
                await asyncio.sleep(seconds if isinstance(seconds, int) else seconds.total_seconds())
                continue
            except TelegramError as error:
                log.warning("poll.failed", reason=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            if updates:
                await self._handle_all(updates)
                offset = updates[-1].update_id + 1

    async def _handle_all(self, updates: Sequence[Update]) -> None:
        """Handle the updates of each chat in their order, and chats side by side; so with people who ask inline."""
        lanes: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            place = update.effective_chat or update.effective_user
            lanes[place.id if place else 0].append(update)
        await asyncio.gather(*(self._handle_lane(lane) for lane in lanes.values()))

    async def _handle_lane(self, lane: Sequence[Update]) -> None:
        for update in lane:
            for attempt in range(1, TRIES + 1):
                try:
                    await self._handle(update)
                    break
                except Exception as error:  # noqa: BLE001 - whatever went wrong, the chat must go on
                    log.error("update.failed", error=type(error).__name__, place=place_of(error), attempt=attempt)
                    await asyncio.sleep(0.1 * attempt)
            else:
                await self._give_up(update)
