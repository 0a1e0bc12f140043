"""Checks keyboards as Telegram does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.local_telegram.refusals import bad_request

if TYPE_CHECKING:
    from bot.local_telegram.refusals import JSON

MOST_BUTTONS = 100
LONGEST_DATA = 64
LONGEST_COPY = 256
_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_STYLES = {"primary", "success", "danger"}
_OTHER_MARKUP = {"keyboard", "remove_keyboard", "force_reply"}
_OTHER_FIELDS = _OTHER_MARKUP | {
    "is_persistent",
    "resize_keyboard",
    "one_time_keyboard",
    "input_field_placeholder",
    "selective",
}


def inline_keyboard(given: JSON) -> JSON:
    """Give the field `reply_markup` of the message to be, or nothing."""
    markup = given.get("reply_markup")
    if markup is None or markup == {}:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if _OTHER_MARKUP & set(markup):
        _refuse_strange_fields(markup, _OTHER_FIELDS, "reply markup")
        return {}
    _refuse_strange_fields(markup, {"inline_keyboard"}, "InlineKeyboardMarkup")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    rows = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check_button(button: Any) -> None:  # noqa: ANN401 - it comes from outside and is checked here
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    _refuse_strange_fields(button, _LOOKS | _ACTIONS, "InlineKeyboardButton")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    if button.get("style") not in {None, *_STYLES}:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    actions = _ACTIONS & set(button)
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be specified")
    _check_action(button)


def _check_action(button: JSON) -> None:
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif "url" in button:
        url = button["url"]
        if not isinstance(url, str) or not url.startswith(("https://", "http://", "tg://", "ton://")) or " " in url:
            raise bad_request("BUTTON_URL_INVALID")
    elif "copy_text" in button:
        copied = button["copy_text"]
        text = copied.get("text") if isinstance(copied, dict) and set(copied) == {"text"} else None
        if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_COPY:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _refuse_strange_fields(given: JSON, known: set[str], what: str) -> None:
    if strange := set(given) - known:
        raise bad_request(f'unknown field "{min(strange)}" in {what}')
