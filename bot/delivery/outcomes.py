"""What can become of a send."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.reply import Outgoing


class Fate(Enum):
    """What became of a send."""

    SENT = "sent"
    LATER = "surely not sent, to be tried again"
    IN_DOUBT = "no answer came: it may have been sent"
    THROTTLED = "Telegram says how long to wait"
    GONE = "nothing reaches this chat any more"
    REFUSED = "refused for good"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a send.

    Attributes:
        fate: What became of it.
        message_id: The message that it became or changed.
        wait: Seconds that Telegram told to wait.
    """

    fate: Fate
    message_id: int | None = None
    wait: int = 0


class Perform(Protocol):
    """Sends one reply to a chat, and says what became of it; never raises on Telegram's account."""

    async def __call__(self, chat: int, outgoing: Outgoing, target: int | None, *, in_doubt: bool) -> Outcome:
        """Send it.

        Args:
            chat: The chat.
            outgoing: The reply.
            target: The message that a change is meant for.
            in_doubt: Whether an earlier try may have arrived.
        """
