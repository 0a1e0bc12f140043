"""Sees to it that Telegram posts to our webhook, asks for what we read, and tells when it cannot."""

from __future__ import annotations

import asyncio
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.handlers.incoming import ALLOWED_UPDATES
from bot.handlers.polling import PollingError
from bot.store import StoreError

if TYPE_CHECKING:
    from bot.handlers.calling import Caller
    from bot.operating.health import Health
    from bot.store import Store

log = structlog.get_logger()

LOOK = 300.0
"""Seconds between two looks at what Telegram has noted."""

AT_START = 5.0
"""Seconds within which several workers that start together leave it to one of them."""


class Registration:
    """Keeps the webhook set; of several workers one does it.

    Args:
        caller: Calls Telegram.
        store: What the workers share.
        url: The public address.
        secret: What Telegram is to prove itself with.
        health: Is told whether Telegram reaches the webhook.
    """

    def __init__(self, caller: Caller, store: Store, url: str, secret: str, health: Health) -> None:
        self._health = health
        self._caller = caller
        self._store = store
        self._url = url
        self._secret = secret
        # Named after what is set: with another secret, another worker's term says nothing about it.
        wanted = repr((url, secret, ALLOWED_UPDATES))
        self._duty = f"webhook {sha256(wanted.encode()).hexdigest()[:16]}"

    async def run(self) -> None:
        """Set the webhook, and look after it until cancelled.

        Raises:
            PollingError: Telegram does not accept the token.
        """
        to_set, term = True, AT_START
        while True:
            now = time.time()
            try:
                if await self._store.take_duty(self._duty, now, now + term):
                    if to_set or not await self._is_right():
                        await self._set()
                    to_set = False
                term, wait = LOOK / 2, LOOK
            except InvalidToken as error:
                raise PollingError("BOT_TOKEN: Telegram does not accept it; get a new one from BotFather") from error
            except (TelegramError, StoreError) as error:
                log.error("webhook.not_set", reason=type(error).__name__)
                to_set, wait = True, term + 1
            await asyncio.sleep(wait)

    async def _set(self) -> None:
        # What waits at Telegram is kept: drop_pending_updates is never given.
        await self._caller.call("setWebhook", url=self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)
        log.info("webhook.set")

    async def _is_right(self) -> bool:
        noted = await self._caller.call("getWebhookInfo")
        if noted.get("last_error_date", 0) > time.time() - LOOK:
            self._health.failed("webhook")
            log.error("webhook.unreached", count=noted.get("pending_update_count", 0))
        else:
            self._health.worked("webhook")
        return noted["url"] == self._url and set(noted.get("allowed_updates", ())) == set(ALLOWED_UPDATES)
