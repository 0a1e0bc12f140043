"""Methods that write, change and remove messages."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from bot.local_telegram.keyboards import inline_keyboard
from bot.local_telegram.refusals import RefusalError, bad_request
from bot.local_telegram.texts import message_caption, message_text

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.chats import Chat
    from bot.local_telegram.parameters import Upload
    from bot.local_telegram.refusals import JSON

LARGEST_UPLOAD = 50 * 1024 * 1024
_TWO_DAYS = 48 * 3600
_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
_CONTENT = ("text", "entities", "reply_markup", "link_preview_options")


def send_message(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer sendMessage."""
    chat = _writable_chat(telegram, given)
    content = message_text(given) | inline_keyboard(given) | _circumstances(chat, given)
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    return _sent(telegram, chat, content)


def send_document(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer sendDocument."""
    chat = _writable_chat(telegram, given)
    content = message_caption(given) | inline_keyboard(given) | _circumstances(chat, given)
    return _sent(telegram, chat, {"document": _document(telegram, given["document"])} | content)


def edit_message_text(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer editMessageText."""
    chat, old = _own_message(telegram, given)
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    content = message_text(given) | inline_keyboard(given)
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    return _edited(telegram, chat, old, {key: old[key] for key in old if key not in _CONTENT} | content)


def edit_message_reply_markup(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer editMessageReplyMarkup."""
    chat, old = _own_message(telegram, given)
    new = {key: old[key] for key in old if key != "reply_markup"} | inline_keyboard(given)
    return _edited(telegram, chat, old, new)


def delete_message(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer deleteMessage."""
    chat = telegram.chat(given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.now() - message["date"] > _TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")
    if not chat.private and message["message_id"] not in chat.by_bot and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")
    chat.drop(message["message_id"])
    telegram.bell.ring()
    return True


def send_chat_action(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer sendChatAction."""
    chat = _writable_chat(telegram, given)
    if given["action"] not in _ACTIONS.split():
        raise bad_request("wrong parameter action in request")
    chat.action = given["action"]
    telegram.bell.ring()
    return True


def _writable_chat(telegram: LocalTelegram, given: JSON) -> Chat:
    chat = telegram.chat(given["chat_id"])
    chat.check_writable()
    chat.check_topic(given.get("message_thread_id"))
    return chat


def _circumstances(chat: Chat, given: JSON) -> JSON:
    """Give the fields that say where a message stands and how it may be used."""
    fields: JSON = {}
    if "message_thread_id" in given:
        fields |= {"message_thread_id": given["message_thread_id"], "is_topic_message": True}
    if given.get("protect_content"):
        fields["has_protected_content"] = True
    if "message_effect_id" in given:
        fields["effect_id"] = given["message_effect_id"]
    reply = given.get("reply_parameters")
    if reply is None:
        return fields
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    answered = chat.messages.get(reply["message_id"])
    if answered is None:
        if not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return fields
    return fields | {"reply_to_message": {key: answered[key] for key in answered if key != "reply_to_message"}}


def _sent(telegram: LocalTelegram, chat: Chat, content: JSON) -> JSON:
    sender: JSON = {"sender_chat": chat.card()} if chat.type == "channel" else {"from": telegram.bot}
    chat.action = None
    message = telegram.post(chat, sender | content)
    chat.by_bot.add(message["message_id"])
    return message


def _own_message(telegram: LocalTelegram, given: JSON) -> tuple[Chat, JSON]:
    if "inline_message_id" in given:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in given:
        raise bad_request("chat_id is empty")
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    chat = telegram.chat(given["chat_id"])
    chat.check_writable()
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["message_id"] not in chat.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _edited(telegram: LocalTelegram, chat: Chat, old: JSON, new: JSON) -> JSON:
    if all(old.get(key) == new.get(key) for key in _CONTENT):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    changed = new | {"edit_date": int(telegram.now())}
    chat.keep(changed)
    telegram.bell.ring()
    return changed


def _document(telegram: LocalTelegram, document: Upload | str) -> JSON:
    if isinstance(document, str):
        if document not in telegram.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return telegram.files[document].card()
    if not document.content:
        raise bad_request("file must be non-empty")
    if len(document.content) > LARGEST_UPLOAD:
        raise RefusalError(413)
    kind = mimetypes.guess_type(document.name)[0] or "application/octet-stream"
    return telegram.keep_file(document.name, document.content, kind).card()
