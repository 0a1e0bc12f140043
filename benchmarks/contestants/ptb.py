"""python-telegram-bot: a bare echo, and its own ConversationHandler with its own pickle persistence."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    TypeHandler,
    filters,
)

from benchmarks.contestants.form import FIXED, answered, shown
from benchmarks.contestants.ptb_request import Request
from benchmarks.talk import questions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from benchmarks.talk import Telegram

Context = ContextTypes.DEFAULT_TYPE


@asynccontextmanager
async def contestant(telegram: Telegram, variant: str) -> AsyncIterator[Callable[[dict[str, Any]], Awaitable[None]]]:
    """Give the way to feed it; the variant is ``echo``, ``memory`` or ``pickle`` (after each turn)."""
    with tempfile.TemporaryDirectory() as folder:
        builder = Application.builder().token("1:benchmark").updater(None)
        builder.request(Request(telegram)).get_updates_request(Request(telegram))
        if variant == "pickle":
            builder.persistence(PicklePersistence(Path(folder) / "persisted", update_interval=3600))
        application = builder.build()
        application.add_handler(TypeHandler(Update, _echo) if variant == "echo" else _conversation(variant == "pickle"))
        await application.initialize()

        async def feed(raw: dict[str, Any]) -> None:
            await application.process_update(Update.de_json(raw, application.bot))
            if variant == "pickle":
                await application.update_persistence()

        yield feed
        await application.shutdown()


def _markup(buttons: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


async def _echo(update: Update, _: Context) -> None:
    markup = _markup([(f"Choice {n}", f"pick:{n}") for n in range(5)])
    if update.callback_query:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(FIXED, parse_mode="HTML", reply_markup=markup)
    elif update.effective_message:
        await update.effective_message.reply_text(FIXED, parse_mode="HTML", reply_markup=markup)


def _conversation(persistent: bool) -> ConversationHandler[Context]:  # noqa: FBT001 - a flag of the library's own
    states: dict[object, Any] = {
        index: [CallbackQueryHandler(_turn(index)), MessageHandler(filters.TEXT & ~filters.COMMAND, _turn(index))]
        for index in range(len(questions()))
    }
    return ConversationHandler(
        entry_points=[CommandHandler("start", _turn(0))],
        states=states,
        fallbacks=[],
        allow_reentry=True,
        name="talk",
        persistent=persistent,
    )


def _turn(index: int) -> Callable[[Update, Context], Coroutine[Any, Any, int]]:
    async def turn(update: Update, context: Context) -> int:
        tap, message = update.callback_query, update.effective_message
        assert context.user_data is not None
        assert message
        kind, data = ("tap", tap.data or "") if tap else ("text", message.text or "")
        move = answered(index, context.user_data, kind, data)
        text, buttons = shown(move.question, move.said)
        if tap:
            await tap.answer()
            if move.stays:
                await tap.edit_message_text(text, parse_mode="HTML", reply_markup=_markup(buttons))
                return move.question
            if move.line:
                await tap.edit_message_text(f"{message.text_html}\n\n{move.line}", parse_mode="HTML")
            else:
                await tap.edit_message_reply_markup()
        await message.reply_text(text, parse_mode="HTML", reply_markup=_markup(buttons))
        return move.question

    return turn
