"""Reads updates as Telegram wrote them; those of private chats become plain data, without all that nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update
from telegram.constants import ChatType

from bot.handlers.incoming import Incoming, Tapped, event_of, language_of, main_language, tap_of

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger()

_UNREAD = frozenset({"reply_to_message", "entities", "caption_entities", "link_preview_options", "reply_markup"})


def read_update(raw: dict[str, Any], bot: Bot) -> Update | Incoming | None:
    """Give what was done in a private chat as plain data, and any other update as it is.

    None is given for what asks for no answer, and for an update of a form that this release does not know.
    """
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


def _read(raw: dict[str, Any], bot: Bot) -> Update | Incoming | None:
    tap = raw.get("callback_query") or {}
    if _is_private((tap.get("message") or {}).get("chat")):
        return _tap(raw["update_id"], tap)
    message = raw.get("message") or {}
    if _is_private(message.get("chat")):
        raw = {**raw, "message": {name: value for name, value in message.items() if name not in _UNREAD}}
    update = Update.de_json(raw, bot)
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return update
    event = event_of(update)
    if event is None:
        return None
    return Incoming(update.update_id, chat.id, event, language_of(update.effective_user))


def _is_private(chat: dict[str, Any] | None) -> bool:
    return chat is not None and chat.get("type") == ChatType.PRIVATE


def _tap(update_id: int, query: dict[str, Any]) -> Incoming:
    """Read a tap by hand: to make objects of all of it would cost as much as a quarter of the turn."""
    message = query["message"]
    tapped = Tapped(query["id"], message["message_id"])
    language = main_language(query["from"].get("language_code"))
    return Incoming(update_id, message["chat"]["id"], tap_of(query.get("data")), language, tapped)
