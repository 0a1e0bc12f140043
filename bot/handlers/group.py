"""In a group: one neutral card with a way into the private chat, and quiet otherwise."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import Chat, ChatMember, ChatMemberRestricted, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.handlers.group_post import post
from bot.handlers.incoming import language_of
from bot.links import link

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import Bot, ChatMemberUpdated, Message, Update, User

    from bot.content import Content

COMMAND = "secondopinion"
"""The command that asks for the card; any other is answered only when it names this bot."""

BETWEEN_CARDS = 60
"""Seconds for which a card in a group, or in a topic of it, is good enough for everyone."""


class Group:
    """Answers in groups; nothing about anyone is asked, shown or stored there.

    Args:
        content: The words.
        now: Gives the time, in seconds since 1970 (UTC).
        crisis: Reads a text that was spoken to the bot, in a language, and gives general words of help, as Telegram's
            HTML, when it speaks of an emergency or a crisis.
    """

    def __init__(self, content: Content, now: Callable[[], int], crisis: Callable[[str, str], str | None]) -> None:
        self._content = content
        self._now = now
        self._crisis = crisis
        self._posted: dict[tuple[int, int | None], int] = {}

    async def answer(self, update: Update) -> None:
        """Answer one update from a group or a channel; most of them by keeping quiet."""
        if update.my_chat_member:
            await self._placed(update.my_chat_member)
        elif update.callback_query:
            with suppress(TelegramError):
                await update.callback_query.answer(url=link(update.get_bot().username))
        elif update.message and (update.message.migrate_to_chat_id or update.message.migrate_from_chat_id):
            # The bot is said to be added to the supergroup then, where everybody has seen the card already.
            self._posted[update.message.migrate_to_chat_id or update.message.chat.id, None] = self._now()
        elif update.message and not _is_by_machine(update.message):
            await self._heard(update.message)
        elif update.edited_message and not _is_by_machine(update.edited_message):
            await self._helped(update.edited_message)

    async def _placed(self, change: ChatMemberUpdated) -> None:
        """Greet a group that has let the bot in; leave a channel, where nobody could be spoken to in private."""
        if not _is_inside(change.new_chat_member):
            return
        if change.chat.type == Chat.CHANNEL:
            with suppress(TelegramError):
                await change.get_bot().leave_chat(chat_id=change.chat.id)
        elif not _is_inside(change.old_chat_member):
            await self._card(change.get_bot(), change.chat.id, None, change.from_user)

    async def _heard(self, message: Message) -> None:
        if not await self._helped(message) and _asks_for_card(message):
            await self._card(message.get_bot(), message.chat.id, _topic(message), message.from_user)

    async def _helped(self, message: Message) -> bool:
        """Give general words of help to whoever speaks to the bot in need, without pointing at them; say whether so."""
        language = language_of(message.from_user)
        words = self._crisis(_text(message), language) if _is_spoken_to(message) else None
        if words is None:
            return False
        bot = message.get_bot()
        await post(bot, message.chat.id, _topic(message), words, self._keyboard(bot, language))
        return True

    async def _card(self, bot: Bot, chat: int, topic: int | None, asker: User | None) -> None:
        now, language = self._now(), language_of(asker)
        self._posted = {place: at for place, at in self._posted.items() if now - at < BETWEEN_CARDS}
        if (chat, topic) in self._posted:
            return
        words = self._content.language(language).sharing.group.card
        if await post(bot, chat, topic, words, self._keyboard(bot, language)):
            self._posted[chat, topic] = now

    def _keyboard(self, bot: Bot, language: str) -> InlineKeyboardMarkup:
        """Give one button that is a link: whoever taps it opens a private chat of their own, and nothing else."""
        label = self._content.language(language).sharing.group.button
        return InlineKeyboardMarkup([[InlineKeyboardButton(text=label, url=link(bot.username))]])


def _is_inside(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}


def _is_by_machine(message: Message) -> bool:
    """Say whether no person wrote it here; an admin who stays anonymous, or writes as a channel, is a person."""
    by_bot = bool(message.from_user and message.from_user.is_bot and not message.sender_chat)
    return by_bot or bool(message.via_bot or message.is_automatic_forward)


def _is_spoken_to(message: Message) -> bool:
    bot, answered = message.get_bot(), message.reply_to_message
    named = f"@{bot.username}".casefold() in _text(message).casefold()
    replied = bool(answered and answered.from_user and answered.from_user.id == bot.id)
    return named or replied or _command(message)[1] == ""


def _asks_for_card(message: Message) -> bool:
    name, named = _command(message)
    return named == message.get_bot().username.casefold() or (name == COMMAND and named == "")


def _command(message: Message) -> tuple[str, str | None]:
    """Give the command's name and the bot that it names; None for a text that is no command."""
    first = _text(message).partition(" ")[0].partition("\n")[0]
    if not first.startswith("/"):
        return "", None
    name, _, named = first[1:].casefold().partition("@")
    return name, named


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _topic(message: Message) -> int | None:
    """Give the forum topic; what is merely an answer to something also has a thread, and is none."""
    return message.message_thread_id if message.is_topic_message else None
