"""One update in a private chat: turn, commit, and only then anything that the person sees."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot import kill_points
from bot.events import HURRIED, Failed, Hurried
from bot.export import Export
from bot.handlers.tap_answers import TapAnswers
from bot.store import ConflictError, StoreError
from bot.visitors import arrived, bookmarked

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery import Delivery
    from bot.events import Event
    from bot.handlers.calling import Caller
    from bot.handlers.incoming import Incoming
    from bot.operating.metrics import Metrics
    from bot.record import Record
    from bot.records import Records
    from bot.session import Session
    from bot.turn import Turns

PATIENCE = 1.0
"""For how many seconds an update of someone of whom nothing is stored waits for its replies to be sent.

Short, because an update that is not acknowledged holds up those of other people that came after it.
"""


class Committed(NamedTuple):
    """What came of an update.

    Attributes:
        note: What is shown for a moment after a tap.
        is_stored: Whether the replies are stored until they are sent.
        waits_behind_others: Whether other replies have to be sent first.
    """

    note: str = ""
    is_stored: bool = True
    waits_behind_others: bool = False


class Private:
    """Answers what is done in private chats.

    Args:
        turns: Takes the turns.
        records: Where the sessions are stored.
        delivery: Sends what the turns show.
        caller: Calls Telegram.
        metrics: Counts the turns.
        now: Gives the time, in seconds since 1970 (UTC).
    """

    def __init__(  # noqa: PLR0913 - wired in one place, by name
        self,
        turns: Turns,
        records: Records,
        delivery: Delivery,
        *,
        caller: Caller,
        metrics: Metrics,
        now: Callable[[], int],
    ) -> None:
        self._turns = turns
        self._records = records
        self._delivery = delivery
        self._caller = caller
        self._taps = TapAnswers(caller)
        self._metrics = metrics
        self._now = now
        self._export = Export(turns.renderer, records)
        self._helped: deque[int] = deque(maxlen=1000)

    async def answer(self, incoming: Incoming) -> None:
        """Take the turn of an update; when this returns, it is committed and will take effect just this once."""
        tapped = incoming.tapped
        try:
            committed = await self._committed(incoming)
        except StoreError:
            await self._help_at_once(incoming)
            raise
        if committed.waits_behind_others:
            self._delivery.beside(self._help_at_once(incoming))
        if tapped:
            self._delivery.beside(self._taps.answer(tapped.query_id, committed.note))
        if not committed.is_stored:
            # Telegram repeats what was not acknowledged: so it keeps the update for as long as we keep nothing.
            await self._delivery.settled(incoming.chat, PATIENCE)

    async def _help_at_once(self, incoming: Incoming) -> None:
        """Give the words for help even when nothing can be stored, or other replies wait; better twice than late."""
        alarm = self._turns.alarm(incoming.event, incoming.language)
        if alarm and incoming.update_id not in self._helped:
            with suppress(TelegramError):
                await self._caller.call(
                    "sendMessage", chat_id=incoming.chat, text=alarm.html, parse_mode=ParseMode.HTML
                )
                self._helped.append(incoming.update_id)

    async def apologise(self, incoming: Incoming) -> None:
        """Say that something went wrong, and show the person their place again."""
        await self._committed(incoming._replace(event=Failed(), tapped=None))

    async def show(self, chat: int, session: Session | None = None) -> None:
        """Show a person's place in the words as they are now, after putting them at another one if a session says so.

        Raises:
            StoreError: It cannot be stored.
            TemplateError: The words cannot be filled in.
        """
        async with self._delivery.turn_in(chat):
            record = await self._records.load(chat)
            if session := session or record.session:
                turn = self._turns.again(session)
                pending = (*record.pending, *bookmarked(turn.reply.outgoing, turn.session))
                await self._delivery.commit(record, replace(record, session=turn.session, pending=pending))

    async def _committed(self, incoming: Incoming) -> Committed:
        """Take the turn and commit it."""
        update_id, chat, event, language, _ = incoming
        async with self._delivery.turn_in(chat):
            while True:
                record = await self._records.load(chat)
                kill_points.pass_by("record read")
                if record.has_applied(update_id):
                    return Committed(is_stored=record.row is not None)
                if self._delivery.is_behind(record) and not self._turns.alarm(event, language):
                    if _is_told_to_wait(record):
                        return Committed()
                    event = Hurried()
                now = self._now()
                record, session, meant = _resumed(record, incoming._replace(event=event))
                turn = self._turns.take(session, meant, now, language)
                # Who deletes everything gets the last words, and nothing that still waits from before.
                waiting = record.pending if turn.session else ()
                pending = (*waiting, *bookmarked(turn.reply.outgoing, turn.session))
                after = replace(record, session=turn.session, pending=pending).with_applied(update_id, now)
                try:
                    stored = await self._delivery.commit(record, self._export.filled(after, now))
                except ConflictError:
                    continue
                self._metrics.turn(meant, session, turn)
                return Committed(turn.reply.note, stored.row is not None, len(record.waiting) > 1)


def _resumed(record: Record, incoming: Incoming) -> tuple[Record, Session | None, Event]:
    """Give the session as it goes on and the event as it is meant; a visitor's button says where they were."""
    session, meant = arrived(record.session, incoming.event, incoming.language)
    if session is not record.session and session and incoming.tapped:
        number = session.messages + 1
        session = replace(session, open=number, messages=number)
        record = replace(record, sent=((number, incoming.tapped.message_id),))
    return record, session, meant


def _is_told_to_wait(record: Record) -> bool:
    """Say whether the words that too much came are among what waits to be sent."""
    session = record.session
    return bool(session and HURRIED in session.said and any(one.number == session.open for one in record.waiting))
