"""In a group: one neutral card with a way into the private chat, and quiet otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

if TYPE_CHECKING:
    from telegram import Update

    from bot.content import Content

COMMANDS = ("/start", "/secondopinion", "/help")


class Group:
    """Answers commands in groups; nothing about anyone is asked, shown or stored there."""

    def __init__(self, content: Content) -> None:
        self._content = content

    async def answer(self, update: Update) -> None:
        """Post the card when the bot is spoken to by one of its commands."""
        message = update.message
        if message is None or not (message.text or "").split("@")[0].startswith(COMMANDS):
            return
        profile = self._content.language("en").shared.profile
        link = f"https://t.me/{message.get_bot().username}?start"
        button = InlineKeyboardButton(text=profile.group_button, url=link)
        await message.reply_text(profile.group_card, reply_markup=InlineKeyboardMarkup([[button]]), do_quote=False)
