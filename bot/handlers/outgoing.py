"""Sends replies to Telegram, and says what became of each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import httpx
import structlog
from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery.outcomes import Fate, Outcome
from bot.reply import Button, Change, Close, Document, Message, Outgoing, Send
from bot.telegram_html import to_plain

if TYPE_CHECKING:
    from telegram import Bot

    from bot.documents import Documents
    from bot.handlers.calling import Caller

log = structlog.get_logger()

NO_PREVIEW = {"is_disabled": True}

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The failures after which Telegram surely has not got the call."""

_NOBODY_THERE = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "need administrator rights",
    "have no rights",
)
_MESSAGE_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "no text in the message")


class Outbox:
    """Performs what a turn wants shown.

    Args:
        caller: Calls Telegram.
        bot: The bot that sends files.
        documents: Makes the files.
    """

    def __init__(self, caller: Caller, bot: Bot, documents: Documents) -> None:
        self._caller = caller
        self._bot = bot
        self._documents = documents

    async def perform(self, chat: int, outgoing: Outgoing, target: int | None, *, in_doubt: bool) -> Outcome:
        """Send one reply; ``target`` is the message that a change is meant for."""
        try:
            if in_doubt and isinstance(outgoing, Send | Document):
                # A call that shows nothing proves first that answers come back, so that copies do not pile up.
                await self._caller.call("sendChatAction", chat_id=chat, action="typing")
            return Outcome(Fate.SENT, await self._perform(chat, outgoing, target))
        except BadRequest as refusal:
            return await self._refused(chat, outgoing, refusal)
        except TelegramError as error:
            return outcome_of(error)

    async def _perform(self, chat: int, outgoing: Outgoing, target: int | None) -> int | None:
        match outgoing:
            case Send(_, message):
                return await self._send(chat, message)
            case Document():
                return await self._send_file(chat, outgoing)
            case Change(_, message) if target:
                await self._caller.call("editMessageText", chat_id=chat, message_id=target, **_shown(message))
            case Change(_, message) if message.rows:
                return await self._send(chat, message)
            case Close() if target:
                await self._caller.call("editMessageReplyMarkup", chat_id=chat, message_id=target)
        return target

    async def _send(self, chat: int, message: Message, *, plain: bool = False) -> int:
        sent = await self._caller.call("sendMessage", chat_id=chat, **_shown(message, plain=plain))
        number: int = sent["message_id"]
        return number

    async def _send_file(self, chat: int, document: Document) -> int:
        """Make the file, and send it from memory."""
        content = await self._documents.content(document)
        sent = await self._bot.send_document(
            chat_id=chat,
            document=InputFile(content, document.filename),
            caption=document.caption,
            parse_mode=ParseMode.HTML,
        )
        return sent.message_id

    async def _refused(self, chat: int, outgoing: Outgoing, refusal: BadRequest) -> Outcome:
        """Say what a refusal means, after trying the other way that there may be."""
        words = str(refusal).casefold()
        if any(part in words for part in _NOBODY_THERE):
            return Outcome(Fate.GONE)
        if isinstance(outgoing, Close) or "not modified" in words:
            return Outcome(Fate.SENT)
        again = "parse entities" in words, any(part in words for part in _MESSAGE_GONE)
        if isinstance(outgoing, Document) or not any(again):
            log.error("send.refused", reason="BadRequest")
            return Outcome(Fate.REFUSED)
        if again[0]:
            log.error("send.markup_refused")
        elif not outgoing.message.rows:
            return Outcome(Fate.SENT)
        try:
            return Outcome(Fate.SENT, await self._send(chat, outgoing.message, plain=again[0]))
        except TelegramError as error:
            return outcome_of(error)


def outcome_of(error: TelegramError) -> Outcome:
    """Say what an error of Telegram or of the network means for what was to be sent."""
    match error:
        case RetryAfter():
            return Outcome(Fate.THROTTLED, wait=seconds_of(error))
        case Forbidden():
            return Outcome(Fate.GONE)
        case ChatMigrated() | BadRequest():
            return Outcome(Fate.REFUSED)
        case InvalidToken():
            log.error("token.refused")
            return Outcome(Fate.LATER)
        case NetworkError():
            # Of an answer such as 502, too, nobody knows what had been done before it.
            return Outcome(Fate.LATER if isinstance(error.__cause__, _NEVER_LEFT) else Fate.IN_DOUBT)
    log.error("send.refused", reason=type(error).__name__)
    return Outcome(Fate.REFUSED)


def seconds_of(limit: RetryAfter) -> int:
    """Give the whole seconds that Telegram told to wait."""
    after = limit.retry_after
    return after if isinstance(after, int) else math.ceil(after.total_seconds())


def _shown(message: Message, *, plain: bool = False) -> dict[str, Any]:
    rows = [[_button(one) for one in row] for row in message.rows]
    return {
        "text": to_plain(message.html) if plain else message.html,
        "parse_mode": None if plain else "HTML",
        "reply_markup": {"inline_keyboard": rows} if rows else None,
        "link_preview_options": NO_PREVIEW,
    }


def _button(button: Button) -> dict[str, Any]:
    if button.link:
        return {"text": button.label, "url": button.link}
    if button.copied:
        return {"text": button.label, "copy_text": {"text": button.copied}}
    return {"text": button.label, "callback_data": button.data}
