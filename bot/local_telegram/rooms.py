"""Methods that look at chats, members and files, or leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local_telegram.refusals import bad_request

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.refusals import JSON

LARGEST_DOWNLOAD = 20 * 1024 * 1024
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_send_welcome_messages"
)
_PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages "
    "can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics"
)


@dataclass(frozen=True)
class StoredFile:
    """A file that went through this Telegram."""

    file_id: str
    name: str
    content: bytes
    kind: str

    @property
    def path(self) -> str:
        """Give the path under which it can be fetched."""
        return f"documents/{self.file_id}"

    def basics(self) -> JSON:
        """Give the fields that every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.content)}

    def card(self) -> JSON:
        """Give it as a Document."""
        return self.basics() | {"file_name": self.name, "mime_type": self.kind}


def get_chat(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getChat."""
    gifts = dict.fromkeys(_GIFTS, False)
    return telegram.chat(given["chat_id"]).card() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def get_chat_member(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getChatMember."""
    chat = telegram.chat(given["chat_id"])
    if given["user_id"] == telegram.bot["id"]:
        return member(telegram.bot, chat.bot_status)
    if given["user_id"] not in chat.members:
        raise bad_request("PARTICIPANT_ID_INVALID" if chat.private else "member not found")
    return member(chat.members[given["user_id"]], "member")


def leave_chat(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer leaveChat."""
    chat = telegram.chat(given["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.check_writable()
    chat.bot_status = "left"
    telegram.bell.ring()
    return True


def get_file(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getFile."""
    stored = telegram.files.get(given["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.basics() | {"file_path": stored.path}


def member(user: JSON, status: str) -> JSON:
    """Give someone's place in a chat as a ChatMember."""
    place: JSON = {"user": user, "status": status}
    if status == "kicked":
        return place | {"until_date": 0}
    if status == "administrator":
        return place | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS.split(), True)
    if status == "restricted":
        return place | {"is_member": True, "until_date": 0} | dict.fromkeys(_PERMISSIONS.split(), False)
    return place
