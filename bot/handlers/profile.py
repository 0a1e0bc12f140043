"""What Telegram shows of the bot before the talk: commands, name and descriptions, proved at each start."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import structlog
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from telegram import Bot, BotCommandScope, User

    from bot.content import Content, Language
    from bot.store import Store

log = structlog.get_logger()

DEFAULT = "en"
"""The language for people whose own language has no words here."""

BETWEEN_LOOKS = 60.0
"""Seconds within which workers that start with the same words leave it to one of them to prove the bot's profile."""

PRIVATE = (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats())
GROUP = (BotCommandScopeAllGroupChats(), BotCommandScopeAllChatAdministrators())
"""Where the short list is shown; in a group, nothing about anyone can be asked for."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows of the bot: of several workers that start with the same words, one sees to it."""

    bot: Bot
    content: Content
    store: Store

    async def introduce(self) -> None:
        """Prove the profile, and mend what differs."""
        now = time.time()
        with suppress(StoreError):
            duty = f"profile {_fingerprint(self.bot, self.content)}"
            if await self.store.take_duty(duty, now, now + BETWEEN_LOOKS):
                await set_profile(self.bot, self.content)


async def set_profile(bot: Bot, content: Content) -> list[str]:
    """Look at the profile in every language, mend what differs, and give the names of what was mended.

    Only what differs is set: Telegram lets a name be changed a few times a day, and a bot may be restarted more often.
    Where Telegram refuses, the bot goes on without, and the log says what is still to be done.
    """
    for fault in left_to_people(bot.bot):
        log.warning("profile.left_to_people", reason=fault)
    mended: list[str] = []
    # The default comes first: Telegram gives it as the answer for a language that has nothing of its own.
    for code in sorted(content.languages, key=lambda code: code != DEFAULT):
        fields = _fields(bot, content.languages[code])
        mended += [name for name in await asyncio.gather(*map(_mended, fields)) if name]
    return mended


def _fingerprint(bot: Bot, content: Content) -> str:
    """Give a text that changes with anything that the profile should say."""
    wanted = [(field.name, repr(field.wanted)) for words in content.languages.values() for field in _fields(bot, words)]
    return sha256(repr(wanted).encode()).hexdigest()[:16]


def left_to_people(user: User) -> list[str]:
    """Say what is not as it should be and can only be set by a person, in BotFather."""
    faults = {
        "privacy_mode.off": user.can_read_all_group_messages,
        "inline_mode.off": not user.supports_inline_queries,
        "groups.not_allowed": not user.can_join_groups,
    }
    return [fault for fault, is_so in faults.items() if is_so]


@dataclass(frozen=True, slots=True)
class _Field:
    """One thing that Telegram shows: what it should be, and how to read and to set it."""

    name: str
    wanted: object
    read: Callable[[], Awaitable[object]]
    write: Callable[[], Awaitable[bool]]


async def _mended(field: _Field) -> str:
    """Give the field's name if it had to be set and now is as wanted, and nothing otherwise."""
    try:
        if await field.read() == field.wanted:
            return ""
        await field.write()
        if await field.read() == field.wanted:
            return field.name
        log.warning("profile.differs", reason=field.name)
    except TelegramError as error:
        log.warning("profile.not_set", reason=field.name, error=type(error).__name__)
    return ""


def _fields(bot: Bot, words: Language) -> Iterator[_Field]:
    """Give everything that Telegram shows in one language; it knows languages by two letters."""
    code = None if words.code == DEFAULT else words.code.partition("-")[0]
    shown = code or "default"
    profile = words.shared.profile

    async def name() -> object:
        return (await bot.get_my_name(language_code=code)).name

    async def description() -> object:
        return (await bot.get_my_description(language_code=code)).description

    async def short() -> object:
        return (await bot.get_my_short_description(language_code=code)).short_description

    long = profile.description.strip()
    yield _Field(f"name:{shown}", profile.name, name, lambda: bot.set_my_name(profile.name, language_code=code))
    yield _Field(f"description:{shown}", long, description, lambda: bot.set_my_description(long, language_code=code))
    yield _Field(
        f"short_description:{shown}",
        profile.short_description,
        short,
        lambda: bot.set_my_short_description(profile.short_description, language_code=code),
    )
    for scopes, commands in ((PRIVATE, words.shared.commands), (GROUP, words.sharing.group.commands)):
        for scope in scopes:
            yield _commands(bot, scope, code, commands)


def _commands(bot: Bot, scope: BotCommandScope, code: str | None, commands: Mapping[str, str]) -> _Field:
    wanted = tuple(BotCommand(name, words) for name, words in commands.items())

    async def read() -> object:
        return await bot.get_my_commands(scope=scope, language_code=code)

    async def write() -> bool:
        return await bot.set_my_commands(wanted, scope=scope, language_code=code)

    return _Field(f"commands:{scope.type}:{code or 'default'}", wanted, read, write)
