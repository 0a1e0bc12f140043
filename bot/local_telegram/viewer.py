"""What a person sees of a chat: the screen as it stands now, and what has changed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local_telegram.seen import Seen, see

if TYPE_CHECKING:
    from bot.local_telegram.answers import Toast
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.chats import Chat
    from bot.local_telegram.refusals import JSON


class Viewer:
    """Someone who looks at one chat, or at one topic of it."""

    def __init__(self, telegram: LocalTelegram, chat: Chat, user: JSON, thread_id: int | None) -> None:
        self.telegram, self.chat, self.user, self.thread_id = telegram, chat, user, thread_id
        self._looked: dict[int, tuple[JSON, Seen]] = {}

    @property
    def messages(self) -> list[Seen]:
        """Give what stands on the screen now, oldest first."""
        return [self._see(message) for message in self.chat.messages.values() if self._is_here(message)]

    @property
    def newest_keyboard(self) -> Seen | None:
        """Give the newest message that has buttons."""
        for message in reversed(self.chat.messages.values()):
            if "reply_markup" in message and self._is_here(message):
                return self._see(message)
        return None

    @property
    def toasts(self) -> list[Toast]:
        """Give the short answers to taps, oldest first."""
        return self.telegram.toasts.get(self.user["id"], [])

    @property
    def inline_results(self) -> list[JSON]:
        """Give what the bot offered to the last inline question."""
        results: list[JSON] = self.telegram.inline_answers.get(self.user["id"], {}).get("results", [])
        return results

    def mark(self) -> int:
        """Give a mark of this moment for `replies_since`."""
        return len(self.chat.changes)

    def replies_since(self, mark: int) -> list[Seen]:
        """Give the bot's messages that are new or changed since a mark, in the order of their first change."""
        numbers = dict.fromkeys(self.chat.changes[mark:])
        there = [self.chat.messages[number] for number in numbers if number in self.chat.messages]
        return [
            self._see(message)
            for message in there
            if message["message_id"] in self.chat.by_bot and self._is_here(message)
        ]

    def look(self, message: Seen | int) -> Seen:
        """Look at one message as it is now."""
        return self._see(self.message(message))

    def message(self, message: Seen | int) -> JSON:
        """Give a message as the Bot API writes it."""
        number = message if isinstance(message, int) else message.id
        found = self.chat.messages.get(number)
        if found is None:
            raise LookupError(f"there is no message {number} in this chat")
        return found

    def _is_here(self, message: JSON) -> bool:
        return self.thread_id is None or message.get("message_thread_id") == self.thread_id

    def _see(self, message: JSON) -> Seen:
        # A changed message is a new object, so an old look is good as long as the object is the same.
        number = message["message_id"]
        looked = self._looked.get(number)
        if looked is None or looked[0] is not message:
            looked = self._looked[number] = (message, see(self.telegram, self.chat, message))
        return looked[1]
