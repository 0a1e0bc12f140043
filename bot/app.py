"""The one place where the rooms are wired together."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import ContextTypes, TypeHandler

from bot.delivery import LEASE, Delivery
from bot.delivery.pace import Pace
from bot.documents import Documents
from bot.handlers.calling import Caller
from bot.handlers.connection import application
from bot.handlers.group import Group
from bot.handlers.incoming import Incoming
from bot.handlers.inline import Inline
from bot.handlers.intake import Intake
from bot.handlers.outgoing import Outbox
from bot.handlers.polling import Polling, PollingError, UnreachableError
from bot.handlers.private import Private
from bot.handlers.profile import Profile
from bot.handlers.registration import Registration
from bot.operating import logs, upkeep
from bot.operating.health import Health
from bot.operating.metrics import Metrics
from bot.records import Records
from bot.reminders.clock import ticked
from bot.turn import Turns
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import httpx

    from bot.content import Content
    from bot.delivery.outcomes import Outcome
    from bot.delivery.pace import Limits
    from bot.record import Record
    from bot.reply import Outgoing
    from bot.serving import Address
    from bot.store import Store

log = structlog.get_logger()

DAY = 24 * 60 * 60
PATIENCE = 3.0
"""Seconds that what has begun may take to end, at each of the steps of stopping."""


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
        webhook: Where Telegram is to post updates; None to poll for them.
        now: Gives the time, in seconds since 1970 (UTC).
        limits: How much Telegram takes; None for one without limits.
        lease: Seconds after which another worker takes over what a dead one left pending.
        metrics_port: Where the counts and the health can be read on this machine; None for nowhere.
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
        webhook: Address | None = None,
        now: Callable[[], int] = lambda: int(time.time()),
        limits: Limits | None = None,
        lease: int = LEASE,
        metrics_port: int | None = None,
    ) -> None:
        self.application, polls = application(token, api_url, transport)
        bot = self.application.bot
        caller = Caller(bot)
        self._store = store
        self.records = Records(store, Vault(secrets), retention_days * DAY)
        self.metrics = Metrics()
        self.health = Health()
        self._metrics_port = metrics_port
        self.turns = Turns(content, retention_days, lambda: bot.username)
        self._outbox = Outbox(caller, bot, Documents(self.turns.renderer))
        self.delivery = Delivery(
            self.records,
            self._perform,
            pace=Pace(store, limits),
            tick=lambda record, at, gap: ticked(self.turns, record, at, gap),
            now=now,
            apology=self._apology,
            lease=lease,
        )
        self._now = now
        self.private = Private(self.turns, self.records, self.delivery, caller=caller, metrics=self.metrics, now=now)
        self.speak(content)
        self._failures: dict[int, Exception] = {}
        self.intake = Intake(self._process, self._set_aside)
        self._polling = Polling(bot, Caller(bot, polls), self.intake, self.health)
        self._webhook = webhook
        self._registration = (
            Registration(caller, store, webhook.url, webhook.secrets[0], self.health) if webhook else None
        )
        self.application.add_handler(TypeHandler(Incoming, self._answer))
        self.application.add_handler(TypeHandler(Update, self._answer_elsewhere))
        self.application.add_error_handler(self._remember_failure)

    def speak(self, content: Content) -> None:
        """Speak these words from now on; where people are, and what they answered, stays."""
        self._content = content
        self.turns.renderer.speak(content)
        self._group = Group(content, self._now, content.listening.help_in_public)
        self._inline = Inline(content)

    async def run(self) -> None:
        """Run until cancelled; what is still pending a few seconds later is left to the next start.

        Raises:
            PollingError: Telegram will not let this process have updates, or cannot be reached.
            ServingError: The webhook or the counts cannot be served.
            StoreError: The database cannot be used.
            VaultError: The secret is not the one that the stored sessions were sealed with.
        """
        await self.records.prove_key()
        logs.catch_in_loop()
        try:
            await self.application.initialize()
        except InvalidToken as error:
            raise PollingError("BOT_TOKEN: Telegram does not accept it; copy it again from BotFather") from error
        except NetworkError as error:
            raise UnreachableError(
                "TELEGRAM_API_URL: the server cannot be reached; check the address and the network"
            ) from error
        beside: tuple[asyncio.Task[None], ...] = ()
        stop_metrics: Callable[[], None] | None = None
        try:
            if self._metrics_port:
                from bot.operating.vital_signs import serve as serve_signs  # noqa: PLC0415 - only where it is looked at

                stop_metrics = serve_signs(self._metrics_port, self.metrics, self.health)
            profile = Profile(self.application.bot, self._content, self._store)
            beside = tuple(upkeep.begin(self.delivery, self.health, self._inline, profile, self.turns.renderer))
            log.info("bot.started")
            await self._listen()
        finally:
            await self._polling.stop(PATIENCE)
            for task in beside:
                task.cancel()
            if stop_metrics:
                await asyncio.to_thread(stop_metrics)
            await self.delivery.stop(PATIENCE)
            with suppress(TelegramError):
                await self.application.shutdown()
            log.info("bot.stopped")

    async def _listen(self) -> None:
        if self._webhook is None or self._registration is None:
            await self._polling.run()
            return
        from bot.handlers.webhook import Webhook  # noqa: PLC0415 - a bot that polls does not wait for a server
        from bot.serving import listen, serve  # noqa: PLC0415

        place = self._webhook
        webhook = Webhook(place.path, place.secrets, self.application.bot, self.intake)
        listening = listen(place.host, place.port)
        both = [
            asyncio.create_task(serve(webhook.app, listening, int(PATIENCE)), name="serving"),
            asyncio.create_task(self._registration.run(), name="registration"),
        ]
        try:
            for ended in (await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED))[0]:
                ended.result()
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _perform(self, chat: int, outgoing: Outgoing, target: int | None, *, in_doubt: bool) -> Outcome:
        outcome = await self._outbox.perform(chat, outgoing, target, in_doubt=in_doubt)
        self.metrics.send(outgoing, outcome)
        return outcome

    async def _process(self, update: Update | Incoming) -> None:
        await self.application.process_update(update)
        failure = self._failures.pop(id(update), None)
        if failure:
            self.metrics.failure(failure)
            raise failure

    async def _answer(self, incoming: Incoming, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self.private.answer(incoming)

    async def _answer_elsewhere(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.inline_query:
            await self._inline.answer(update.inline_query)
        else:
            await self._group.answer(update)

    async def _remember_failure(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if context.error:
            self._failures[id(update)] = context.error

    async def _set_aside(self, update: Update | Incoming) -> None:
        log.error("update.set_aside")
        if not isinstance(update, Incoming):
            return
        try:
            await self.private.apologise(update)
        except Exception as error:  # noqa: BLE001 - what is left is to say so
            log.error("apology.failed", error=type(error).__name__, place=logs.place_of(error))
            words = self._content.language(update.language).shared.notices.failed
            with suppress(TelegramError):
                await self.application.bot.send_message(update.chat, words)

    def _apology(self, record: Record) -> str:
        return self._content.language(record.session.language if record.session else "en").shared.notices.failed
