"""Reads updates as Telegram wrote them, without the parts that nothing here looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from telegram import CallbackQuery, Chat, InaccessibleMessage, Update, User

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger()

_UNREAD = frozenset({"reply_to_message", "entities", "caption_entities", "link_preview_options", "reply_markup"})


def read_update(raw: dict[str, Any], bot: Bot) -> Update | None:
    """Give the update; None for one of a form that this release does not know."""
    try:
        return _read(raw, bot)
    except Exception as error:  # noqa: BLE001 - whatever a later Telegram sends must not stop the bot
        log.warning("update.unknown_form", reason=type(error).__name__)
        return None


def lane_of(raw: dict[str, Any]) -> int:
    """Give the chat or the person whose updates have to keep their order."""
    for kind, body in raw.items():
        if kind != "update_id" and isinstance(body, dict):
            for place in (body.get("chat"), (body.get("message") or {}).get("chat"), body.get("from")):
                if isinstance(place, dict) and isinstance(place.get("id"), int):
                    return int(place["id"])
    return 0


def _read(raw: dict[str, Any], bot: Bot) -> Update | None:
    body = raw.get("callback_query") or raw.get("message") or {}
    chat = body.get("chat") or (body.get("message") or {}).get("chat") or {}
    if chat.get("type") != "private":
        return Update.de_json(raw, bot)
    if "callback_query" in raw:
        return _tap(raw["update_id"], body, bot)
    message = {name: value for name, value in body.items() if name not in _UNREAD}
    return Update.de_json({"update_id": raw["update_id"], "message": message}, bot)


def _tap(update_id: int, query: dict[str, Any], bot: Bot) -> Update:
    """Give a tap with the place of the tapped message alone: to read all of it would cost as much as the rest."""
    chat, sender = query["message"]["chat"], query["from"]
    tapped = InaccessibleMessage(Chat(chat["id"], chat["type"]), query["message"]["message_id"])
    person = User(sender["id"], sender["first_name"], sender["is_bot"], language_code=sender.get("language_code"))
    tap = CallbackQuery(query["id"], person, query["chat_instance"], message=tapped, data=query.get("data"))
    update = Update(update_id, callback_query=tap)
    update.set_bot(bot)
    return update
