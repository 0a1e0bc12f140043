"""Turns Telegram's updates into events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.events import Command, Edited, Event, Tap, Text, Unreadable

if TYPE_CHECKING:
    from telegram import Message, Update, User

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
"""The kinds of update that the bot asks Telegram for."""


class Tapped(NamedTuple):
    """Where a button was tapped: the number of the tap, by which it is answered, and that of the message."""

    query_id: str
    message_id: int


class Incoming(NamedTuple):
    """What a person did in a private chat.

    Attributes:
        update_id: Telegram's number of the update.
        chat: Telegram's number of the chat.
        event: What was done.
        language: The language of the person's app, such as ``en``.
        tapped: Where a button was tapped; None when it was something else.
    """

    update_id: int
    chat: int
    event: Event
    language: str
    tapped: Tapped | None = None


def tap_of(data: str | None) -> Tap:
    """Give a tap on a button that carried this."""
    return Tap(_whole(data or ""))


def event_of(update: Update) -> Event | None:
    """Give what the person wrote; None when it is nothing to answer."""
    if update.edited_message:
        return Edited(_whole(update.edited_message.text or update.edited_message.caption or ""))
    if update.message:
        return _said(update.message)
    return None


def language_of(user: User | None) -> str:
    """Give the language of someone's app, such as ``en``; English for an app that does not tell."""
    return main_language(user.language_code if user else None)


def main_language(code: str | None) -> str:
    """Give the language that a code such as ``en-GB`` names, such as ``en``; English when there is none."""
    return (code or "en").replace("_", "-").partition("-")[0].casefold()


def _said(message: Message) -> Event | None:
    if message.text is None:
        return None if _is_service(message) else Unreadable(_whole(message.caption or ""), message.media_group_id or "")
    text = _whole(message.text)
    if text.startswith("/"):
        name, argument = (*text[1:].split(maxsplit=1), "", "")[:2]
        return Command(name.partition("@")[0].casefold(), argument)
    return Text(text)


def _whole(text: str) -> str:
    """Give the text with every half of a character replaced: JSON can carry one, and nothing that is stored can."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_service(message: Message) -> bool:
    """Say whether Telegram wrote it, such as that a message was pinned, so that nobody waits for an answer."""
    return bool(
        message.pinned_message
        or message.message_auto_delete_timer_changed
        or message.chat_background_set
        or message.write_access_allowed
        or message.new_chat_members
        or message.left_chat_member
        or message.migrate_to_chat_id
        or message.migrate_from_chat_id
    )
