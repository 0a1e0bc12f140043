"""Reads updates as Telegram wrote them, without the parts that nothing here looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger()

_UNREAD = frozenset({"reply_to_message", "entities", "caption_entities", "link_preview_options", "reply_markup"})
_OF_A_TAPPED = frozenset({"message_id", "date", "chat"})


def read_update(raw: dict[str, Any], bot: Bot) -> Update | None:
    """Give the update; None for one of a form that this release does not know."""
    try:
        return Update.de_json(_slim(raw), bot)
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


def _slim(raw: dict[str, Any]) -> dict[str, Any]:
    """Leave out what costs time to read and is not looked at in a private chat."""
    if "callback_query" in raw:
        query = raw["callback_query"]
        tapped = query.get("message")
        if not tapped or tapped["chat"]["type"] != "private":
            return raw
        kept = {name: tapped[name] for name in _OF_A_TAPPED}
        return {"update_id": raw["update_id"], "callback_query": {**query, "message": kept}}
    message = raw.get("message")
    if not message or message["chat"]["type"] != "private":
        return raw
    return {
        "update_id": raw["update_id"],
        "message": {name: value for name, value in message.items() if name not in _UNREAD},
    }
