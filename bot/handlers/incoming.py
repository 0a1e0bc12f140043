"""Turns Telegram's updates into events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.events import Command, Edited, Event, Tap, Text, Unreadable

if TYPE_CHECKING:
    from telegram import Message, Update

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that the bot asks Telegram for."""


def event_of(update: Update) -> Event | None:
    """Give what the person did; None when it is nothing to answer."""
    if update.callback_query:
        return Tap(update.callback_query.data or "")
    if update.edited_message:
        return Edited(update.edited_message.text or update.edited_message.caption or "")
    if update.message:
        return _said(update.message)
    return None


def _said(message: Message) -> Event | None:
    if message.text is None:
        return None if _is_service(message) else Unreadable(message.caption or "", message.media_group_id or "")
    if message.text.startswith("/"):
        name, _, argument = message.text[1:].partition(" ")
        return Command(name.partition("@")[0].casefold(), argument)
    return Text(message.text)


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
