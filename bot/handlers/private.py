"""One update in a private chat: turn, commit, and only then anything that the person sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import kill_points
from bot.handlers.incoming import event_of
from bot.store import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import Update

    from bot.delivery import Delivery
    from bot.events import Event
    from bot.handlers.tap_answers import TapAnswers
    from bot.records import Records
    from bot.turn import Turns


class Private:
    """Answers what is done in private chats.

    Args:
        turns: Takes the turns.
        records: Where the sessions are stored.
        delivery: Sends what the turns show.
        taps: Answers taps.
        now: Gives the time, in seconds since 1970 (UTC).
    """

    def __init__(
        self, turns: Turns, records: Records, delivery: Delivery, taps: TapAnswers, now: Callable[[], int]
    ) -> None:
        self._turns = turns
        self._records = records
        self._delivery = delivery
        self._taps = taps
        self._now = now

    async def answer(self, update: Update, chat: int) -> None:
        """Take the turn of an update; when this returns, it is committed and will take effect just this once."""
        event = event_of(update)
        if event is None:
            return
        language = (update.effective_user.language_code if update.effective_user else "") or "en"
        note = await self._committed(update.update_id, chat, event, language.partition("-")[0])
        if update.callback_query:
            self._delivery.beside(self._taps.answer(update.callback_query.id, note))

    async def _committed(self, update_id: int, chat: int, event: Event, language: str) -> str:
        async with self._delivery.turn_in(chat):
            while True:
                record = await self._records.load(chat)
                kill_points.pass_by("record read")
                if record.has_applied(update_id):
                    return ""
                now = self._now()
                turn = self._turns.take(record.session, event, now, language)
                pending = (*record.pending, *turn.reply.outgoing)
                after = replace(record, session=turn.session, pending=pending).with_applied(update_id, now)
                try:
                    await self._delivery.commit(record, after)
                except ConflictError:
                    continue
                return turn.reply.note
