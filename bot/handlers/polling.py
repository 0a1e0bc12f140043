"""Long polling of our own: an update is acknowledged only after its commit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot import kill_points
from bot.handlers.incoming import ALLOWED_UPDATES
from bot.handlers.outgoing import seconds_of
from bot.handlers.reading import lane_of, read_update
from bot.store import StoreError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.handlers.calling import Caller
    from bot.handlers.intake import Intake
    from bot.operating.health import Health

log = structlog.get_logger()

POLL = 30
"""For how many seconds Telegram holds a poll open when nothing happens."""

GRACE = 0.25
"""For how many seconds the next poll waits for updates that are still being handled."""

LONGEST_WAIT = 30.0
LONGEST_WAIT_FOR_THE_DATABASE = 5.0
CONFLICTS = 3
"""How many polls in a row another process may end before this one gives way."""


class PollingError(Exception):
    """Telegram will not let this process poll; the message says why and the cure."""


class UnreachableError(PollingError):
    """Telegram cannot be reached; it may be, later."""


class Polling:
    """Fetches updates and has each handled, those of one chat in their order and chats side by side.

    Args:
        bot: The bot whose updates they are.
        caller: Fetches them.
        intake: Sees each of them through to its commit.
        health: Is told of each answer to a poll.
    """

    def __init__(self, bot: Bot, caller: Caller, intake: Intake, health: Health) -> None:
        self._health = health
        self._bot = bot
        self._caller = caller
        self._intake = intake
        self._open: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()
        self._newest: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            PollingError: The token is not valid any more, another process polls with it, or a webhook is set.
        """
        offset, wait, conflicts = 0, 1.0, 0
        self._health.worked("telegram")
        while True:
            try:
                updates = await self._fetch(offset)
                self._health.worked("telegram")
                wait, conflicts = 1.0, 0
            except InvalidToken as error:
                raise PollingError("BOT_TOKEN: Telegram does not accept it; get a new one from BotFather") from error
            except Conflict as error:
                conflicts += 1
                _give_way(error, conflicts)
                await asyncio.sleep(wait * conflicts)
                continue
            except RetryAfter as limit:
                await asyncio.sleep(seconds_of(limit))
                continue
            except TelegramError as error:
                log.warning("poll.failed", reason=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            if offset:
                kill_points.pass_by("acknowledged")
            kill_points.pass_by("updates fetched")
            offset = await self._handle(updates)

    async def stop(self, patience: float) -> None:
        """Let what was begun finish for some seconds; what is not committed then, Telegram gives again."""
        if self._open:
            await asyncio.wait(self._open.values(), timeout=patience)
        for task in list(self._open.values()):
            task.cancel()

    async def _fetch(self, offset: int) -> list[dict[str, Any]]:
        updates: list[dict[str, Any]] = await self._caller.call(
            "getUpdates", read_timeout=POLL + 10, offset=offset, timeout=POLL, allowed_updates=ALLOWED_UPDATES
        )
        return updates

    async def _handle(self, updates: list[dict[str, Any]]) -> int:
        """Begin what is new, and give the offset that acknowledges what is committed and nothing else.

        Telegram gives again what is not acknowledged, so one update that takes long holds up no other.
        """
        for one in updates:
            if one["update_id"] not in self._open and one["update_id"] not in self._done:
                self._begin(one)
        if self._open:
            await asyncio.wait(self._open.values(), timeout=GRACE)
            # The tasks that are done take themselves off the list in the loop's next round.
            await asyncio.sleep(0)
        waiting = [one["update_id"] for one in updates if one["update_id"] in self._open]
        # An empty answer says that all is acknowledged; the numbers may then begin anew anywhere.
        offset = min(waiting) if waiting else max((one["update_id"] + 1 for one in updates), default=0)
        # What came after one that takes long is given again until that one is done, too.
        self._done = {number for number in self._done if 0 < offset <= number}
        return offset

    def _begin(self, raw: dict[str, Any]) -> None:
        number, lane = raw["update_id"], lane_of(raw)
        task = asyncio.create_task(self._take(raw, self._newest.get(lane)), name="update")
        self._open[number] = self._newest[lane] = task

        def close(done: asyncio.Task[None]) -> None:
            del self._open[number]
            if not done.cancelled() and done.exception() is None:
                self._done.add(number)
            if self._newest.get(lane) is done:
                del self._newest[lane]

        task.add_done_callback(close)

    async def _take(self, raw: dict[str, Any], before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait({before})
        update = read_update(raw, self._bot)
        wait = 0.5
        while update:
            try:
                await self._intake.take(update)
            except StoreError as error:
                log.error("update.kept_at_telegram", reason=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_FOR_THE_DATABASE)
            else:
                return


def _give_way(error: Conflict, times: int) -> None:
    if "webhook" in str(error) and "terminated" not in str(error):
        raise PollingError(
            "BOT_TOKEN: a webhook is set for this bot; "
            "set WEBHOOK_URL to use it, or have Telegram delete it (deleteWebhook)"
        ) from error
    log.warning("poll.ended_by_another", attempt=times)
    if times >= CONFLICTS:
        raise PollingError("BOT_TOKEN: another process polls with it; stop that one first") from error
