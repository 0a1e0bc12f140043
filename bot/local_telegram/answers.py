"""Methods that answer taps and inline queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local_telegram.keyboards import inline_keyboard
from bot.local_telegram.refusals import bad_request
from bot.local_telegram.texts import message_text
from bot.local_telegram.updates import LIFETIMES

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.refusals import JSON

LONGEST_TOAST = 200
MOST_RESULTS = 50
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_RESULT_ID_BYTES = 64


@dataclass(frozen=True)
class Toast:
    """A short answer to a tap, as the person sees it."""

    text: str
    alert: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Query:
    """A tap or an inline query that waits for its answer."""

    user_id: int
    expires: float


def answer_callback_query(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer answerCallbackQuery."""
    query = _open_query(telegram, given["callback_query_id"], "callback_query")
    text = given.get("text", "")
    if len(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = given.get("url") or None
    if url and not url.startswith((f"t.me/{telegram.bot['username']}?", f"https://t.me/{telegram.bot['username']}?")):
        raise bad_request("URL_INVALID")
    del telegram.queries[given["callback_query_id"]]
    if text or url:
        toast = Toast(text, given.get("show_alert", False), url)
        telegram.toasts.setdefault(query.user_id, []).append(toast)
        telegram.bell.ring()
    return True


def answer_inline_query(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer answerInlineQuery."""
    query = _open_query(telegram, given["inline_query_id"], "inline_query")
    results = given["results"]
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    names = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(name.encode()) <= _RESULT_ID_BYTES for name in names):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    del telegram.queries[given["inline_query_id"]]
    telegram.inline_answers[query.user_id] = given
    telegram.bell.ring()
    return True


def open_query(telegram: LocalTelegram, kind: str, user_id: int) -> str:
    """Note a question to the bot and give its number."""
    query_id = f"{kind}:{telegram.next_number()}"
    telegram.queries[query_id] = Query(user_id, telegram.now() + LIFETIMES[kind])
    return query_id


def _open_query(telegram: LocalTelegram, query_id: str, kind: str) -> Query:
    query = telegram.queries.get(query_id)
    if query is None or not query_id.startswith(f"{kind}:") or telegram.now() > query.expires:
        raise bad_request(_TOO_OLD)
    return query


def _check_result(result: JSON) -> None:
    if not result.get("type"):
        raise bad_request("can't parse inline query result: type is missing")
    inline_keyboard(result)
    if result["type"] != "article":
        return
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
    message_text(content | {"text": content["message_text"]})
