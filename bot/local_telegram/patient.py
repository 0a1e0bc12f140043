"""One person with a phone: writes, taps, blocks, and sees what the bot answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.local_telegram.answers import open_query
from bot.local_telegram.attachments import attachment
from bot.local_telegram.chats import Chat
from bot.local_telegram.rooms import member
from bot.local_telegram.seen import ButtonNotFoundError, Seen
from bot.local_telegram.texts import LONGEST_TEXT, clean, found_entities
from bot.local_telegram.viewer import Viewer
from bot.telegram_html import utf16_length

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.attachments import Kind
    from bot.local_telegram.refusals import JSON

ChatType = Literal["private", "group", "supergroup", "channel"]
"""Where a person can meet the bot."""


class Patient(Viewer):
    """A person in a private chat with the bot, or a member of a group or channel.

    Args:
        telegram: The Telegram they are on.
        name: Their first name.
        last_name: Their last name.
        username: Their username, without the @.
        language_code: Their app's language; None for an app that does not tell.
        user_id: Their number; one is made up if it is missing.
        chat_type: Where they meet the bot.
        chat_id: A group that is already there, to join it.
        thread_id: The forum topic they write in.
        title: The name of a new group.
    """

    def __init__(  # noqa: PLR0913 - each has a plain default
        self,
        telegram: LocalTelegram,
        *,
        name: str = "Anna",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        user_id: int | None = None,
        chat_type: ChatType = "private",
        chat_id: int | None = None,
        thread_id: int | None = None,
        title: str = "Group",
    ) -> None:
        number = user_id or 100_000 + telegram.next_number()
        rest = {"last_name": last_name, "username": username, "language_code": language_code}
        user: JSON = {"id": number, "is_bot": False, "first_name": name}
        user |= {field: value for field, value in rest.items() if value is not None}
        if chat_type == "private" and chat_id is None:
            chat = Chat(number, "private", name, last_name, username, started=False)
        else:
            chat = Chat(chat_id or -1_000_000_000_000 - telegram.next_number(), chat_type, title)
            chat.bot_status = "administrator" if chat_type == "channel" else "member"
        super().__init__(telegram, telegram.chats.setdefault(chat.id, chat), user, thread_id)
        self.chat.members[number] = user
        if thread_id is not None:
            self.chat.forum = True
            self.chat.topics.add(thread_id)
        self.last_update: JSON | None = None
        self.opened: list[str] = []
        self.clipboard: str | None = None

    def start(self, payload: str = "") -> JSON:
        """Press Start, or follow a deep link with a payload; unblocks the bot first, as the app does."""
        if self.chat.bot_status == "kicked":
            self.unblock()
        return self.say(f"/start {payload}".strip())

    def say(self, text: str) -> JSON:
        """Write a message; one that is too long leaves in several, as the app sends it."""
        text = clean(text)
        if not text.strip():
            raise ValueError("Telegram sends no empty message")
        step = LONGEST_TEXT if utf16_length(text) == len(text) else LONGEST_TEXT // 2
        for at in range(0, len(text), step):
            part = text[at : at + step].strip()
            if part:
                self._write({"text": part} | _entities(part))
        return self._last()

    def send(self, kind: Kind, caption: str = "") -> JSON:
        """Send something besides words."""
        return self._write(attachment(self.telegram, self.chat, kind) | _caption(caption))

    def album(self, size: int = 3, caption: str = "") -> list[JSON]:
        """Send several photos as one album; the caption stands on the first."""
        group = {"media_group_id": str(self.telegram.next_number())}
        photos = [attachment(self.telegram, self.chat, "photo") | group for _ in range(size)]
        return [self._write(photo | (_caption(caption) if photo is photos[0] else {})) for photo in photos]

    def forward(self, text: str, author: str = "Someone else") -> JSON:
        """Pass on what someone else wrote."""
        origin = {"type": "hidden_user", "sender_user_name": author, "date": int(self.telegram.now())}
        return self._write({"text": text, "forward_origin": origin} | _entities(text))

    def reply(self, message: Seen | int, text: str) -> JSON:
        """Write in answer to one message."""
        answered = {key: value for key, value in self.message(message).items() if key != "reply_to_message"}
        return self._write({"text": text, "reply_to_message": answered} | _entities(text))

    def edit(self, message: Seen | int, text: str) -> JSON:
        """Change the words of an own message."""
        old = self.message(message)
        field = "text" if "text" in old else "caption"
        kept = {key: value for key, value in old.items() if key not in {field, "entities", "caption_entities"}}
        new = _entities(text) | {"text": text} if field == "text" else _caption(text)
        changed = kept | new | {"edit_date": int(self.telegram.now())}
        self.chat.keep(changed)
        return self._tell("edited_channel_post" if self.chat.type == "channel" else "edited_message", changed)

    def delete(self, message: Seen | int) -> None:
        """Remove a message for everyone; Telegram tells the bot nothing."""
        self.chat.drop(self.message(message)["message_id"])
        self.telegram.bell.ring()

    def react(self, message: Seen | int, emoji: str = "👍") -> JSON:
        """Put a reaction on a message; bots hear of it only if they asked to."""
        reaction = {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": emoji}]}
        number = self.message(message)["message_id"]
        return self._tell("message_reaction", self._now() | {"message_id": number, "user": self.user} | reaction)

    def tap(self, which: str | int, message: Seen | int | None = None) -> JSON | None:
        """Tap a button by its words or its position from 1; without a message, on the newest keyboard.

        A link opens (see `opened`) and a copy button fills the `clipboard`: the bot hears nothing of either.
        """
        seen = self.newest_keyboard if message is None else self.look(message)
        if seen is None:
            raise ButtonNotFoundError(f"no button {which!r}: no message has buttons")
        button = seen.button(which)
        if button.data is not None:
            return self.tap_data(button.data, seen)
        if button.copy_text is not None:
            self.clipboard = button.copy_text
        elif button.url is not None:
            self.opened.append(button.url)
        return None

    def tap_data(self, data: str, message: Seen | int) -> JSON:
        """Send a tap with any data, on any message number: what a forged or very old button would send."""
        number = message if isinstance(message, int) else message.id
        gone = {"message_id": number, "date": 0, "chat": self.chat.card()}
        query_id = open_query(self.telegram, "callback_query", self.user["id"])
        query = {"id": query_id, "from": self.user, "chat_instance": self.chat.instance, "data": data}
        return self._tell("callback_query", query | {"message": self.chat.messages.get(number, gone)})

    def ask_inline(self, query: str) -> JSON:
        """Type the bot's name and a question into some other chat."""
        query_id = open_query(self.telegram, "inline_query", self.user["id"])
        fields = {"id": query_id, "from": self.user, "query": query, "offset": "", "chat_type": "sender"}
        return self._tell("inline_query", fields)

    def block(self) -> JSON:
        """Block the bot in the private chat."""
        return self.place_bot("kicked")

    def unblock(self) -> JSON:
        """Unblock the bot."""
        return self.place_bot("member")

    def place_bot(self, status: str) -> JSON:
        """Give the bot another place in the chat: member, administrator, restricted, left or kicked."""
        bot, old = self.telegram.bot, self.chat.bot_status
        self.chat.bot_status = status
        change = {"old_chat_member": member(bot, old), "new_chat_member": member(bot, status)}
        return self._tell("my_chat_member", self._now() | {"from": self.user} | change)

    def again(self, update: JSON | None = None) -> JSON:
        """Let Telegram deliver an update a second time, by default the last one."""
        update = update or self._last()
        self.telegram.updates.put_again(update)
        return update

    def _write(self, content: JSON) -> JSON:
        if self.chat.private and self.chat.bot_status == "kicked":
            raise ValueError("the person has blocked the bot: unblock it first")
        self.chat.started = True
        channel = self.chat.type == "channel"
        sender = self._sender()
        if self.thread_id is not None:
            sender |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        message = self.telegram.post(self.chat, sender | content)
        return self._tell("channel_post" if channel else "message", message, heard=self._is_heard(message))

    def _sender(self) -> JSON:
        """Give the fields that say who writes."""
        return {"sender_chat": self.chat.card()} if self.chat.type == "channel" else {"from": self.user}

    def _is_heard(self, message: JSON) -> bool:
        """Say whether privacy mode lets the bot hear a message in a group."""
        chat, bot = self.chat, self.telegram.bot
        if chat.bot_status in {"left", "kicked"}:
            return False
        if chat.type in {"private", "channel"} or not self.telegram.privacy or chat.bot_status == "administrator":
            return True
        if message.get("reply_to_message", {}).get("message_id") in chat.by_bot:
            return True
        text, name = (message.get("text") or message.get("caption", "")).casefold(), bot["username"].casefold()
        command, _, named = text.partition(" ")[0].partition("@")
        return f"@{name}" in text or (command.startswith("/") and named in {"", name})

    def _tell(self, kind: str, body: JSON, *, heard: bool = True) -> JSON:
        self.last_update = self.telegram.updates.put(kind, body, heard=heard)
        return self.last_update

    def _last(self) -> JSON:
        if self.last_update is None:
            raise ValueError("the person has done nothing yet")
        return self.last_update

    def _now(self) -> JSON:
        return {"chat": self.chat.card(), "date": int(self.telegram.now())}


def _entities(text: str) -> JSON:
    found = found_entities(text, [])
    return {"entities": found} if found else {}


def _caption(text: str) -> JSON:
    if not text:
        return {}
    found = found_entities(text, [])
    return {"caption": text} | ({"caption_entities": found} if found else {})
