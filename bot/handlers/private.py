"""One update in a private chat: turn, commit, and only then anything that the person sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from bot.handlers.incoming import event_of
from bot.store import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import Update

    from bot.counters import Counters
    from bot.delivery import Delivery
    from bot.events import Event
    from bot.records import Records
    from bot.turn import Turns

log = structlog.get_logger()


class Private:
    """Answers what is done in private chats.

    Args:
        turns: Takes the turns.
        records: Where the sessions are stored.
        delivery: Sends what the turns show.
        now: Gives the time, in seconds since 1970 (UTC).
        counters: Count the turns.
    """

    def __init__(
        self, turns: Turns, records: Records, delivery: Delivery, now: Callable[[], int], counters: Counters
    ) -> None:
        self._turns = turns
        self._records = records
        self._delivery = delivery
        self._now = now
        self._counters = counters

    async def answer(self, update: Update, chat: int) -> None:
        """Take the turn of an update; when this returns, it is committed and will take effect just this once."""
        event = event_of(update)
        if event is None:
            return
        language = (update.effective_user.language_code if update.effective_user else "") or "en"
        note = await self._committed(update.update_id, chat, event, language.partition("-")[0])
        self._delivery.wake(chat)
        if update.callback_query:
            try:
                await update.callback_query.answer(note or None)
            except TelegramError:
                log.info("tap.answered_late")

    async def _committed(self, update_id: int, chat: int, event: Event, language: str) -> str:
        async with self._delivery.turn_in(chat):
            while True:
                record = await self._records.load(chat)
                if record.has_applied(update_id):
                    return ""
                now = self._now()
                turn = self._turns.take(record.session, event, now, language)
                pending = (*record.pending, *turn.reply.outgoing)
                after = replace(record, session=turn.session, pending=pending).with_applied(update_id, now)
                try:
                    await self._records.save(after, now)
                except ConflictError:
                    continue
                self._counters.count(record.session, turn)
                return turn.reply.note
