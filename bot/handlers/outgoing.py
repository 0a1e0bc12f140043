"""Sends replies to Telegram, and says what became of each."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import structlog
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery import Fate, Outcome
from bot.reply import Button, Change, Close, Document, Message, Outgoing, Send
from bot.telegram_html import to_plain
from bot.typesetting import typeset

if TYPE_CHECKING:
    from telegram import Bot

log = structlog.get_logger()

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Outbox:
    """Performs what a turn wants shown.

    Args:
        bot: The bot that sends.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def perform(self, chat: int, outgoing: Outgoing, target: int | None) -> Outcome:
        """Send one reply; ``target`` is the message that a change is meant for."""
        try:
            return Outcome(Fate.SENT, await self._perform(chat, outgoing, target))
        except RetryAfter as wait:
            return Outcome(Fate.LATER, wait=_seconds(wait))
        except (Forbidden, InvalidToken):
            return Outcome(Fate.GONE)
        except BadRequest as refusal:
            return await self._refused(chat, outgoing, refusal)
        except NetworkError:
            return Outcome(Fate.LATER)
        except TelegramError as refusal:
            log.error("send.refused", reason=type(refusal).__name__)
            return Outcome(Fate.REFUSED)

    async def _perform(self, chat: int, outgoing: Outgoing, target: int | None) -> int | None:
        match outgoing:
            case Send(_, message):
                return await self._send(chat, message.html, ParseMode.HTML, message)
            case Document(_, filename, caption, text):
                return await self._send_file(chat, filename, caption, text)
            case Change(_, message) if target:
                await self._bot.edit_message_text(
                    chat_id=chat,
                    message_id=target,
                    text=message.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_keyboard(message),
                    link_preview_options=NO_PREVIEW,
                )
            case Close() if target:
                await self._bot.edit_message_reply_markup(chat_id=chat, message_id=target, reply_markup=None)
        return target

    async def _send(self, chat: int, text: str, parse_mode: ParseMode | None, message: Message) -> int:
        sent = await self._bot.send_message(
            chat_id=chat,
            text=text,
            parse_mode=parse_mode,
            reply_markup=_keyboard(message),
            link_preview_options=NO_PREVIEW,
        )
        return sent.message_id

    async def _send_file(self, chat: int, filename: str, caption: str, text: str) -> int:
        """Make the file, off the event loop where that takes time, and send it from memory."""
        if filename.endswith(".pdf"):
            content = await asyncio.to_thread(typeset, json.loads(text))
        else:
            content = text.encode("utf-8", "backslashreplace")
        sent = await self._bot.send_document(
            chat_id=chat, document=InputFile(content, filename), caption=caption, parse_mode=ParseMode.HTML
        )
        return sent.message_id

    async def _refused(self, chat: int, outgoing: Outgoing, refusal: BadRequest) -> Outcome:
        """Send bad markup again as plain text; an edit that changes nothing or comes too late is as good as done."""
        if isinstance(outgoing, Send) and "parse entities" in str(refusal):
            log.error("send.markup_refused")
            try:
                text = to_plain(outgoing.message.html)
                return Outcome(Fate.SENT, await self._send(chat, text, None, outgoing.message))
            except TelegramError:
                return Outcome(Fate.REFUSED)
        if isinstance(outgoing, Send | Document):
            log.error("send.refused", reason="BadRequest")
        return Outcome(Fate.REFUSED)


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.rows:
        return None
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in message.rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.link:
        return InlineKeyboardButton(text=button.label, url=button.link)
    if button.copied:
        return InlineKeyboardButton(text=button.label, copy_text=CopyTextButton(button.copied))
    return InlineKeyboardButton(text=button.label, callback_data=button.data)


def _seconds(wait: RetryAfter) -> float:
    after = wait.retry_after
    return float(after if isinstance(after, int) else after.total_seconds())
