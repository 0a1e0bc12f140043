"""Answers taps, so that the waiting sign on the button ends."""

from __future__ import annotations

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

    async def answer(self, query_id: str, note: str) -> None:
        """Answer a tap; when Telegram finds it too old, the tap took effect all the same."""
        kill_points.pass_by("tap to answer")
        try:
            await self._caller.call("answerCallbackQuery", callback_query_id=query_id, text=note or None)
        except TelegramError:
            log.info("tap.answered_late")
        kill_points.pass_by("tap answered")
