"""A small true bot to talk with: PTB's Application on a local Telegram."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.local_telegram.refusals import RefusalError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    Refusal = Callable[..., Awaitable[tuple[int, str]]]
    Talk = Callable[[], AbstractAsyncContextManager[Callable[[], Awaitable[None]]]]

App = Application[Any, Any, Any, Any, Any, Any]

KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("1 New spots", callback_data="new"),
            InlineKeyboardButton("No change", callback_data="no"),
        ],
        [InlineKeyboardButton("Read more", url="https://example.org/more")],
    ]
)


@pytest.fixture
def telegram() -> LocalTelegram:
    return LocalTelegram()


@pytest.fixture
def anna(telegram: LocalTelegram) -> Patient:
    return Patient(telegram)


@pytest.fixture
def fed(telegram: LocalTelegram) -> Talk:
    """Run the bot and feed it by hand."""

    @asynccontextmanager
    async def run() -> AsyncIterator[Callable[[], Awaitable[None]]]:
        async with build(telegram, polling=False) as app:

            async def answered() -> None:
                for update in telegram.updates.take():
                    await app.process_update(Update.de_json(update, app.bot))

            yield answered

    return run


@pytest.fixture
def polled(telegram: LocalTelegram) -> Talk:
    """Run the bot with PTB's own Updater."""

    @asynccontextmanager
    async def run() -> AsyncIterator[Callable[[], Awaitable[None]]]:
        async with build(telegram, polling=True) as app:
            assert app.updater
            await app.updater.start_polling(timeout=2)
            await app.start()

            async def answered() -> None:
                await telegram.drained()
                # Handled one after another: when the queue is joined, the last handler is done.
                await app.update_queue.join()

            yield answered
            await app.updater.stop()
            await app.stop()

    return run


@pytest.fixture(params=["by hand", "by PTB's Updater"])
def talk(request: pytest.FixtureRequest, fed: Talk, polled: Talk) -> Talk:
    return fed if request.param == "by hand" else polled


@pytest.fixture
def refusal(telegram: LocalTelegram) -> Refusal:
    """Make a call that has to be refused, and give its status and words."""

    async def refused(method: str, **given: object) -> tuple[int, str]:
        with pytest.raises(RefusalError) as caught:
            await telegram.call(method, given)
        return caught.value.status, caught.value.words

    return refused


@pytest.fixture
async def app(telegram: LocalTelegram) -> AsyncIterator[App]:
    async with build(telegram, polling=False) as app:
        yield app


def build(telegram: LocalTelegram, *, polling: bool) -> App:
    """Make the bot; with polling, PTB's own Updater fetches the updates."""
    request = HTTPXRequest(httpx_kwargs={"transport": telegram.transport})
    builder = Application.builder().token(telegram.TOKEN).request(request)
    if polling:
        builder.get_updates_request(HTTPXRequest(httpx_kwargs={"transport": telegram.transport}))
    else:
        builder.updater(None)
    app = builder.build()
    app.add_handler(CommandHandler("start", _greet))
    app.add_handler(CallbackQueryHandler(_hear_tap))
    app.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, _send_letter))
    return app


async def _greet(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    assert update.effective_user
    await update.effective_message.reply_html(
        f'Hello <b>{update.effective_user.first_name}</b>, see <a href="https://example.org/">this page</a>.',
        reply_markup=KEYBOARD,
    )


async def _hear_tap(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    await query.answer("Noted")
    await query.edit_message_text(f"You said {query.data}.")
    assert update.effective_chat
    await update.effective_chat.send_message("And now?", reply_markup=KEYBOARD)


async def _send_letter(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    await update.effective_message.reply_document(b"x" * 2048, filename="letter.pdf", caption="Your letter")
