"""What becomes of a record when a reply was sent, refused, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.delivery.outcomes import Fate, Outcome
from bot.reminders import blocked
from bot.reply import Document, Message, Send

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.pace import Pace
    from bot.record import Record

LONGEST_BACKOFF = 30
"""Seconds between two tries of a send that failed for a time, at the most."""


@dataclass(frozen=True, slots=True)
class Bookkeeper:
    """Notes outcomes.

    Attributes:
        pace: Keeps to Telegram's limits.
        apology: Gives what is sent in the place of a reply that Telegram refuses for good.
    """

    pace: Pace
    apology: Callable[[Record], str]

    def noted(self, record: Record, outcome: Outcome) -> Record:
        """Give the record after the oldest pending reply was tried."""
        match outcome.fate:
            case Fate.LATER | Fate.IN_DOUBT:
                return replace(record, tries=record.tries + 1, in_doubt=outcome.fate is Fate.IN_DOUBT)
            case Fate.THROTTLED:
                return record
            case Fate.GONE:
                # The session stays; whatever the person does next is answered with where they are.
                session = record.session and blocked(record.session)
                return replace(record, session=session, pending=(), tries=0, in_doubt=False)
            case Fate.REFUSED:
                instead = self._instead(record)
                if instead:
                    return replace(record, pending=(instead, *record.pending[1:]), tries=0, in_doubt=False)
        return replace(record.without_oldest(outcome.message_id), paced=self.pace.after(record.paced))

    def _instead(self, record: Record) -> Send | None:
        """Give what is sent in the place of a message or a file that Telegram refuses; None when that is it."""
        words = self.apology(record)
        match record.pending[0]:
            case Send(number, message) if message.html != words:
                return Send(number, Message(words, message.rows))
            case Document(number):
                return Send(number, Message(words))
        return None

    def wait(self, record: Record, outcome: Outcome) -> int:
        """Give the seconds before the next try; those of many chats are spread, so that they do not come at once."""
        if outcome.fate is Fate.THROTTLED:
            return max(1, outcome.wait)
        if outcome.fate in {Fate.LATER, Fate.IN_DOUBT}:
            backoff = min(1 << min(record.tries - 1, 10), LONGEST_BACKOFF)
            return backoff + record.chat % (backoff // 2 + 1)
        return 0
