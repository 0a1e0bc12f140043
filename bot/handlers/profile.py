"""What Telegram shows of the bot before the talk: commands, name and descriptions, set at each start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram import BotCommand
from telegram.error import TelegramError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.content import Content

log = structlog.get_logger()

DEFAULT = "en"
"""The language for people whose own language has no words here."""


async def set_profile(bot: Bot, content: Content) -> None:
    """Set commands, name and descriptions in every language; where Telegram refuses, the bot goes on without."""
    for code, language in content.languages.items():
        shown_to = None if code == DEFAULT else code
        profile = language.shared.profile
        commands = [BotCommand(name, words) for name, words in language.shared.commands.items()]
        try:
            await bot.set_my_commands(commands, language_code=shown_to)
            await bot.set_my_name(profile.name, language_code=shown_to)
            await bot.set_my_description(profile.description.strip(), language_code=shown_to)
            await bot.set_my_short_description(profile.short_description, language_code=shown_to)
        except TelegramError as error:
            log.warning("profile.not_set", language=code, reason=type(error).__name__)
