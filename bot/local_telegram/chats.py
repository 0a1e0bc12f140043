"""Chats: who is in them, what was written, and whether the bot may write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

from bot.local_telegram.refusals import bad_request, forbidden, migrated

if TYPE_CHECKING:
    from bot.local_telegram.refusals import JSON

_OUTSIDE = {"left", "kicked"}


@dataclass
class Chat:
    """A private chat, a group, a supergroup or a channel."""

    id: int
    type: str
    name: str
    last_name: str | None = None
    username: str | None = None
    forum: bool = False
    started: bool = True
    bot_status: str = "member"
    migrated_to: int | None = None
    action: str | None = None
    members: dict[int, JSON] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    messages: dict[int, JSON] = field(default_factory=dict)
    changes: list[int] = field(default_factory=list)
    by_bot: set[int] = field(default_factory=set)

    @property
    def private(self) -> bool:
        """Say whether it is a talk with one person."""
        return self.type == "private"

    @property
    def instance(self) -> str:
        """Give the opaque mark that callbacks carry."""
        return str(crc32(str(self.id).encode()))

    def card(self) -> JSON:
        """Give the chat as it stands in every message."""
        card: JSON = {"id": self.id, "type": self.type, ("first_name" if self.private else "title"): self.name}
        if self.private and self.last_name:
            card["last_name"] = self.last_name
        if self.username:
            card["username"] = self.username
        if self.forum:
            card["is_forum"] = True
        return card

    def keep(self, message: JSON) -> None:
        """Put a new or changed message in its place."""
        self.messages[message["message_id"]] = message
        self.changes.append(message["message_id"])

    def drop(self, message_id: int) -> None:
        """Take a message away for everyone."""
        del self.messages[message_id]
        self.changes.append(message_id)

    def check_writable(self) -> None:
        """Refuse as Telegram does when the bot may not write here."""
        if self.migrated_to is not None:
            raise migrated(self.migrated_to)
        if self.private:
            if not self.started:
                raise forbidden("bot can't initiate conversation with a user")
            if self.bot_status == "kicked":
                raise forbidden("bot was blocked by the user")
            return
        if self.bot_status in _OUTSIDE:
            what = "kicked from" if self.bot_status == "kicked" else "not a member of"
            group = "group chat" if self.type == "group" and what == "kicked from" else f"{self.type} chat"
            raise forbidden(f"bot {'was' if what == 'kicked from' else 'is'} {what} the {group}")
        if self.type == "channel" and self.bot_status != "administrator":
            raise bad_request("need administrator rights in the channel chat")
        if self.bot_status == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")

    def check_topic(self, thread_id: int | None) -> None:
        """Refuse a topic that is not there, or that only admins may write in."""
        if thread_id is not None and thread_id not in self.topics:
            raise bad_request("message thread not found")
        if thread_id in self.closed_topics and self.bot_status != "administrator":
            raise bad_request("TOPIC_CLOSED")
