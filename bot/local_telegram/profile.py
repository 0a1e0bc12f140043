"""Methods about the bot itself: names, descriptions, commands, the menu button."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot.local_telegram.refusals import bad_request

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.refusals import JSON

LIMITS = {"name": 64, "description": 512, "short_description": 120}
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
_BUTTONS = {"commands": set[str](), "default": set[str](), "web_app": {"text", "web_app"}}


def get_me(telegram: LocalTelegram, _given: JSON) -> JSON:
    """Answer getMe."""
    return telegram.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": not telegram.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_words(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer setMyName, setMyDescription and setMyShortDescription."""
    language = _language(given)
    for field, limit in LIMITS.items():
        words = given.get(field)
        if words is not None:
            if len(words) > limit:
                raise bad_request(f"bot {field.replace('_', ' ')} is too long")
            telegram.profile[field, language] = words
    return True


def get_name(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getMyName."""
    return {"name": _words(telegram, "name", given) or telegram.bot["first_name"]}


def get_description(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getMyDescription."""
    return {"description": _words(telegram, "description", given)}


def get_short_description(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getMyShortDescription."""
    return {"short_description": _words(telegram, "short_description", given)}


def set_commands(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer setMyCommands."""
    commands = given["commands"]
    if not isinstance(commands, list) or not all(
        isinstance(each, dict) and set(each) == {"command", "description"} for each in commands
    ):
        raise bad_request("can't parse commands list: expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    names = [each["command"].removeprefix("/") for each in commands]
    if not all(map(_COMMAND.fullmatch, names)):
        raise bad_request("BOT_COMMAND_INVALID")
    if not all(1 <= len(each["description"]) <= LONGEST_DESCRIPTION for each in commands):
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    shown = [{"command": name, "description": each["description"]} for name, each in zip(names, commands, strict=True)]
    telegram.commands[_scope(given), _language(given)] = shown
    return True


def get_commands(telegram: LocalTelegram, given: JSON) -> list[JSON]:
    """Answer getMyCommands."""
    return telegram.commands.get((_scope(given), _language(given)), [])


def delete_commands(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer deleteMyCommands."""
    telegram.commands.pop((_scope(given), _language(given)), None)
    return True


def set_menu_button(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer setChatMenuButton."""
    button = given.get("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or set(button) - {"type"} != _BUTTONS.get(button.get("type", "")):
        raise bad_request("can't parse menu button: wrong fields")
    telegram.menu_buttons[given.get("chat_id")] = button
    return True


def get_menu_button(telegram: LocalTelegram, given: JSON) -> JSON:
    """Answer getChatMenuButton."""
    everywhere = telegram.menu_buttons.get(None, {"type": "commands"})
    return telegram.menu_buttons.get(given.get("chat_id"), everywhere)


def _words(telegram: LocalTelegram, field: str, given: JSON) -> str:
    return telegram.profile.get((field, _language(given))) or telegram.profile.get((field, ""), "")


def _language(given: JSON) -> str:
    language: str = given.get("language_code") or ""
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(given: JSON) -> str:
    scope = given.get("scope") or {"type": "default"}
    if not isinstance(scope, dict) or set(scope) - {"type"} != _SCOPES.get(scope.get("type", "")):
        raise bad_request("can't parse BotCommandScope: wrong fields")
    return json.dumps(scope, sort_keys=True)
