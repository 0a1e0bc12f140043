"""The one place where the rooms are wired together."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from bot import logs
from bot.delivery import Delivery
from bot.handlers.group import Group
from bot.handlers.inline import Inline
from bot.handlers.outgoing import Outbox
from bot.handlers.polling import Polling, PollingError
from bot.handlers.private import Private
from bot.handlers.profile import set_profile
from bot.metrics import Metrics
from bot.records import Records
from bot.turn import Turns
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import httpx

    from bot.content import Content
    from bot.delivery import Outcome
    from bot.reply import Outgoing
    from bot.store import Store

log = structlog.get_logger()

DAY = 24 * 60 * 60
SWEEP = 60.0
"""Seconds between two looks for what is due."""


class App:
    """The bot, ready to run.

    Args:
        content: The words.
        store: Where sessions are kept; whoever opened it closes it.
        secrets: The master secrets, newest first.
        token: The bot's token.
        retention_days: After how many days without use a session is erased.
        api_url: Another Bot API server; None for Telegram's own.
        transport: Another way to the server than the network.
        now: Gives the time, in seconds since 1970 (UTC).
        metrics_port: Where the counts can be read on this machine; None for nowhere.
    """

    def __init__(  # noqa: PLR0913 - everything is wired here, by name
        self,
        content: Content,
        store: Store,
        *,
        secrets: Sequence[str],
        token: str,
        retention_days: int = 90,
        api_url: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], int] = lambda: int(time.time()),
        metrics_port: int | None = None,
    ) -> None:
        self._content = content
        self.application = _application(token, api_url, transport)
        self.records = Records(store, Vault(secrets), retention_days * DAY)
        turns = Turns(content, retention_days, lambda: self.application.bot.username)
        self.metrics = Metrics()
        self._metrics_port = metrics_port
        self._outbox = Outbox(self.application.bot)
        self.delivery = Delivery(self.records, self._perform, now)
        self._private = Private(turns, self.records, self.delivery, self.metrics, now)
        self._group = Group(content, now, content.listening.help_in_public)
        self._inline = Inline(content)
        self._failures: dict[int, Exception] = {}
        self._polling = Polling(self.application.bot, self._process, self._set_aside)
        self.application.add_handler(TypeHandler(Update, self._handle))
        self.application.add_error_handler(self._remember_failure)

    async def run(self) -> None:
        """Run until cancelled; what is still pending then is left to the next start.

        Raises:
            PollingError: Telegram will not let this process poll.
            VaultError: The secret is not the one that the stored sessions were sealed with.
            OSError: The port for the counts is taken.
        """
        await self.records.prove_key()
        logs.catch_in_loop()
        try:
            await self.application.initialize()
        except InvalidToken as error:
            raise PollingError("BOT_TOKEN: Telegram does not accept it; copy it again from BotFather") from error
        except NetworkError as error:
            raise PollingError(
                "TELEGRAM_API_URL: the server cannot be reached; check the address and the network"
            ) from error
        await set_profile(self.application.bot, self._content)
        stop_metrics = self.metrics.serve(self._metrics_port) if self._metrics_port else None
        sweeper = asyncio.create_task(self._sweep(), name="sweeper")
        log.info("bot.started")
        try:
            await self._polling.run()
        finally:
            sweeper.cancel()
            if stop_metrics:
                await asyncio.to_thread(stop_metrics)
            await self.delivery.stop()
            with suppress(TelegramError):
                await self.application.shutdown()
            log.info("bot.stopped")

    async def _sweep(self) -> None:
        while True:
            try:
                await self.delivery.sweep()
            except Exception as error:  # noqa: BLE001 - the next look may succeed
                log.error("sweep.failed", reason=type(error).__name__)
            await asyncio.sleep(SWEEP)

    async def _perform(self, chat: int, outgoing: Outgoing, target: int | None) -> Outcome:
        outcome = await self._outbox.perform(chat, outgoing, target)
        self.metrics.send(outgoing, outcome)
        return outcome

    async def _process(self, update: Update) -> None:
        await self.application.process_update(update)
        failure = self._failures.pop(update.update_id, None)
        if failure:
            self.metrics.failure(failure)
            raise failure

    async def _handle(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        chat = update.effective_chat
        if update.inline_query:
            await self._inline.answer(update.inline_query)
        elif chat and chat.type == "private":
            await self._private.answer(update, chat.id)
        else:
            await self._group.answer(update)

    async def _remember_failure(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error:
            self._failures[update.update_id] = context.error

    async def _set_aside(self, update: Update) -> None:
        log.error("update.set_aside")
        chat = update.effective_chat
        if chat is None or chat.type != "private":
            return
        try:
            await self._private.apologise(update.update_id, chat.id)
        except Exception as error:  # noqa: BLE001 - what is left is to say so
            log.error("apology.failed", error=type(error).__name__, place=logs.place_of(error))
            words = self._content.language("en").shared.notices.failed
            with suppress(TelegramError):
                await self.application.bot.send_message(chat.id, words)


def _application(
    token: str, api_url: str | None, transport: httpx.AsyncBaseTransport | None
) -> Application[Any, Any, Any, Any, Any, Any]:
    options = {"transport": transport} if transport else {}
    builder = Application.builder().token(token).updater(None)
    builder.request(HTTPXRequest(connection_pool_size=256, httpx_kwargs=options))
    builder.get_updates_request(HTTPXRequest(connection_pool_size=1, read_timeout=40, httpx_kwargs=options))
    if api_url:
        builder.base_url(f"{api_url.rstrip('/')}/bot")
    return builder.build()
