"""One person in a group, who can also hide as its admin, close its topics and turn it into a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.local_telegram.chats import Chat
from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from bot.local_telegram.refusals import JSON

_HIDDEN: JSON = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_AS_CHANNEL: JSON = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_TELEGRAM: JSON = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
_OTHER_BOT: JSON = {"id": 777, "is_bot": True, "first_name": "Other", "username": "other_bot"}

_SERVICE = {"forum_topic_closed", "migrate_to_chat_id", "migrate_from_chat_id"}

Guise = Literal["person", "anonymous admin", "channel", "automatic forward", "other bot"]
"""Who can be seen as the writer of a message in a group."""


class Member(Patient):
    """A person in a group; `guise` says as whom the next messages are written."""

    guise: Guise = "person"

    def close_topic(self) -> JSON:
        """Close the topic that the person writes in: only admins may write there then."""
        self.chat.closed_topics.add(self._topic())
        return self._write({"forum_topic_closed": {}})

    def remove_topic(self) -> None:
        """Remove the topic with everything in it; Telegram tells the bot nothing."""
        self.chat.topics.discard(self._topic())

    def upgrade(self) -> list[JSON]:
        """Turn the group into a supergroup, under another number; both chats say so."""
        old = self.chat
        new = Chat(-1_000_000_000_000 - self.telegram.next_number(), "supergroup", old.name, members=old.members)
        self.telegram.chats[new.id] = new
        told = [self._write({"migrate_to_chat_id": new.id})]
        old.migrated_to = new.id
        self.chat = new
        return [*told, self._write({"migrate_from_chat_id": old.id})]

    def _is_heard(self, message: JSON) -> bool:
        """Let the bot hear what Telegram itself tells of the group, privacy mode or not."""
        return super()._is_heard(message) or bool(_SERVICE & message.keys())

    def _sender(self) -> JSON:
        match self.guise:
            case "anonymous admin":
                return {"from": _HIDDEN, "sender_chat": self.chat.card()}
            case "channel":
                return {"from": _AS_CHANNEL, "sender_chat": self._channel()}
            case "automatic forward":
                origin = {"type": "channel", "chat": self._channel(), "message_id": 1, "date": int(self.telegram.now())}
                forward: JSON = {"from": _TELEGRAM, "sender_chat": self._channel(), "forward_origin": origin}
                return forward | {"is_automatic_forward": True}
            case "other bot":
                return {"from": _OTHER_BOT}
        return super()._sender()

    def _channel(self) -> JSON:
        return {"id": -1_000_000_000_001, "type": "channel", "title": "A channel"}

    def _topic(self) -> int:
        if self.thread_id is None:
            raise ValueError("the person writes in no topic")
        return self.thread_id
