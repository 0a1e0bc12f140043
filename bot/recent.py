"""Records that are in memory for a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.record import Record


class Recent:
    """The records that were kept last, by their chats; the oldest goes first.

    Args:
        most: How many there are at a time.
        seconds: After how many seconds each goes at the next ``let_go``.
    """

    def __init__(self, most: int, seconds: int) -> None:
        self._most = most
        self._seconds = seconds
        self._records: OrderedDict[int, tuple[int, Record]] = OrderedDict()

    def find(self, chat: int) -> Record | None:
        """Give the record of a chat, if it is still there."""
        _, record = self._records.get(chat, (0, None))
        return record

    def keep(self, record: Record, now: int) -> None:
        """Put a record in the place of the chat's last one, and let go of those that are too old or too many."""
        self.drop(record.chat)
        self._records[record.chat] = (now, record)
        self.let_go(now)

    def let_go(self, now: int) -> None:
        """Let go of the records that are too old or too many; the time is in seconds since 1970 (UTC)."""
        while self._records and (len(self._records) > self._most or not self._is_young(now)):
            self._records.popitem(last=False)

    def drop(self, chat: int) -> None:
        """Forget a chat."""
        self._records.pop(chat, None)

    def _is_young(self, now: int) -> bool:
        """Say whether the oldest may stay; one from a time to come was kept before the clock was set back."""
        kept, _ = next(iter(self._records.values()))
        return now - self._seconds < kept <= now
