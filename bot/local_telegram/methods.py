"""The methods this Telegram knows, and the parameters each of them takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.local_telegram import answers, messages, profile, rooms, updates

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.refusals import JSON


@dataclass(frozen=True)
class Method:
    """What a method does and takes."""

    run: Callable[[LocalTelegram, JSON], Any]
    required: tuple[str, ...]
    known: frozenset[str]


def _method(run: Callable[[LocalTelegram, JSON], Any], required: str = "", optional: str = "") -> Method:
    needed = tuple(required.split())
    return Method(run, needed, frozenset(needed) | frozenset(optional.split()))


_SENDING = (
    "business_connection_id message_thread_id direct_messages_topic_id parse_mode disable_notification "
    "protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup"
)
_EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup"
_WEBHOOK = "certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"

METHODS = {
    "getMe": _method(profile.get_me),
    "logOut": _method(lambda _telegram, _given: True),
    "close": _method(lambda _telegram, _given: True),
    "getUpdates": _method(updates.get_updates, "", "offset limit timeout allowed_updates"),
    "setWebhook": _method(updates.set_webhook, "", f"url {_WEBHOOK}"),
    "deleteWebhook": _method(updates.delete_webhook, "", "drop_pending_updates"),
    "getWebhookInfo": _method(updates.get_webhook_info),
    "sendMessage": _method(messages.send_message, "chat_id text", f"{_SENDING} entities link_preview_options"),
    "sendDocument": _method(
        messages.send_document,
        "chat_id document",
        f"{_SENDING} thumbnail caption caption_entities disable_content_type_detection",
    ),
    "sendChatAction": _method(messages.send_chat_action, "chat_id action", "business_connection_id message_thread_id"),
    "editMessageText": _method(
        messages.edit_message_text, "text", f"{_EDITING} parse_mode entities link_preview_options"
    ),
    "editMessageReplyMarkup": _method(messages.edit_message_reply_markup, "", _EDITING),
    "deleteMessage": _method(messages.delete_message, "chat_id message_id"),
    "answerCallbackQuery": _method(
        answers.answer_callback_query, "callback_query_id", "text show_alert url cache_time"
    ),
    "answerInlineQuery": _method(
        answers.answer_inline_query, "inline_query_id results", "cache_time is_personal next_offset button"
    ),
    "getChat": _method(rooms.get_chat, "chat_id"),
    "getChatMember": _method(rooms.get_chat_member, "chat_id user_id"),
    "leaveChat": _method(rooms.leave_chat, "chat_id"),
    "getFile": _method(rooms.get_file, "file_id"),
    "setMyCommands": _method(profile.set_commands, "commands", "scope language_code"),
    "getMyCommands": _method(profile.get_commands, "", "scope language_code"),
    "deleteMyCommands": _method(profile.delete_commands, "", "scope language_code"),
    "setMyName": _method(profile.set_words, "", "name language_code"),
    "getMyName": _method(profile.get_name, "", "language_code"),
    "setMyDescription": _method(profile.set_words, "", "description language_code"),
    "getMyDescription": _method(profile.get_description, "", "language_code"),
    "setMyShortDescription": _method(profile.set_words, "", "short_description language_code"),
    "getMyShortDescription": _method(profile.get_short_description, "", "language_code"),
    "setChatMenuButton": _method(profile.set_menu_button, "", "chat_id menu_button"),
    "getChatMenuButton": _method(profile.get_menu_button, "", "chat_id"),
}
"""Every method by its name; any other is not found."""
