"""aiogram 3: its finite-state machine, one handler a state, in memory or in Redis."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiogram import Bot, Dispatcher
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from benchmarks.contestants.aiogram_session import Session
from benchmarks.contestants.form import answered, shown
from benchmarks.talk import questions
from bot.garbage_collection import settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from aiogram.fsm.storage.base import BaseStorage

    from benchmarks.talk import Telegram


@asynccontextmanager
async def contestant(telegram: Telegram, variant: str) -> AsyncIterator[Callable[[dict[str, Any]], Awaitable[None]]]:
    """Give the way to feed it; the variant is ``memory``, ``collected seldom`` or the address of a Redis."""
    bot = Bot("1:benchmark", session=Session(telegram))
    is_durable = variant.startswith("redis:")
    storage: BaseStorage = RedisStorage.from_url(variant) if is_durable else MemoryStorage()
    dispatcher = Dispatcher(storage=storage)
    dispatcher.message.register(_turn(0), CommandStart())
    for index in range(len(questions())):
        dispatcher.callback_query.register(_turn(index), StateFilter(str(index)))
        dispatcher.message.register(_turn(index), StateFilter(str(index)))

    if variant == "collected seldom":
        settle()

    async def feed(raw: dict[str, Any]) -> None:
        await dispatcher.feed_raw_update(bot, raw)

    yield feed
    await storage.close()


def _turn(index: int) -> Callable[[CallbackQuery | Message, FSMContext], Awaitable[None]]:
    async def turn(event: CallbackQuery | Message, state: FSMContext) -> None:
        tap = event if isinstance(event, CallbackQuery) else None
        kind, words = ("tap", event.data) if isinstance(event, CallbackQuery) else ("text", event.text)
        answers = await state.get_data()
        move = answered(index, answers, kind, words or "")
        await state.set_data(answers)
        await state.set_state(str(move.question))
        text, buttons = shown(move.question, move.said)
        markup = InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data)] for label, data in buttons]
        )
        message = event.message if isinstance(event, CallbackQuery) else event
        assert isinstance(message, Message)
        if tap:
            await tap.answer()
            if move.stays:
                await message.edit_text(text, parse_mode="HTML", reply_markup=markup)
                return
            if move.line:
                await message.edit_text(f"{message.html_text}\n\n{move.line}", parse_mode="HTML")
            else:
                await message.edit_reply_markup()
        await message.answer(text, parse_mode="HTML", reply_markup=markup)

    return turn
