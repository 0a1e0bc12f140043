"""Answers taps beside everything else, so that a slow answer holds nobody up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from bot import kill_points

if TYPE_CHECKING:
    from bot.handlers.calling import Caller

log = structlog.get_logger()


class TapAnswers:
    """Ends the waiting sign on buttons, with a short note or without.

    Args:
        caller: Calls Telegram.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._open: set[asyncio.Task[None]] = set()

    def answer(self, query_id: str, note: str) -> None:
        """See to it that a tap is answered; when Telegram finds it too old, the tap took effect all the same."""
        task = asyncio.create_task(self._answer(query_id, note), name="tap answer")
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def stop(self, patience: float) -> None:
        """Let the answers that are on their way leave for some seconds."""
        if self._open:
            await asyncio.wait(self._open, timeout=patience)
        for task in list(self._open):
            task.cancel()

    async def _answer(self, query_id: str, note: str) -> None:
        kill_points.pass_by("tap to answer")
        try:
            await self._caller.call("answerCallbackQuery", callback_query_id=query_id, text=note or None)
        except TelegramError:
            log.info("tap.answered_late")
        kill_points.pass_by("tap answered")
