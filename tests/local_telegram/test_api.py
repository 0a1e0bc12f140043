"""The Bot API on this machine: true to Telegram where it hurts."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from bot_api_oracle import check_call, check_result, problems_of_call

from bot.local_telegram.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from telegram.ext import Application

    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.patient import Patient
    from bot.local_telegram.refusals import JSON

    App = Application[Any, Any, Any, Any, Any, Any]
    Talk = Callable[[], AbstractAsyncContextManager[Callable[[], Awaitable[None]]]]

TAP = {"text": "Tap", "callback_data": "t"}


def keyboard(*buttons: JSON) -> JSON:
    return {"inline_keyboard": [list(buttons)]}


TAP = {"text": "Tap", "callback_data": "t"}


async def test_ptb_talks_with_a_person(telegram: LocalTelegram, anna: Patient, talk: Talk) -> None:
    async with talk() as answered:
        anna.start()
        await answered()
        assert anna.messages[-1].html == 'Hello <b>Anna</b>, see <a href="https://example.org/">this page</a>.'
        anna.tap("No change")
        await answered()
        assert [seen.text for seen in anna.messages[1:]] == ["You said no.", "And now?"]
        assert [toast.text for toast in anna.toasts] == ["Noted"]
        anna.say("A letter, please")
        await answered()
        letter = anna.messages[-1]
        assert letter.document
        assert (letter.text, letter.document.name, len(letter.document.content)) == ("Your letter", "letter.pdf", 2048)
    assert telegram.updates.pending == []
    for call in telegram.calls:
        check_call(call.method, call.parameters)
        check_result(call.method, call.result)


async def test_the_profile_is_kept_for_each_language_and_scope(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await telegram.call("setMyName", {"name": "Opinión", "language_code": "es"})
    assert await telegram.call("getMyName", {"language_code": "es"}) == {"name": "Opinión"}
    assert await telegram.call("getMyName", {}) == {"name": "Local bot"}
    await telegram.call("setMyDescription", {"description": "Long"})
    assert await telegram.call("getMyDescription", {"language_code": "es"}) == {"description": "Long"}
    await telegram.call("setMyShortDescription", {"short_description": "Short"})
    assert await telegram.call("getMyShortDescription", {}) == {"short_description": "Short"}
    groups = {"scope": {"type": "all_group_chats"}, "language_code": "es"}
    commands = [{"command": "help", "description": "Ayuda"}]
    await telegram.call("setMyCommands", groups | {"commands": commands})
    assert await telegram.call("getMyCommands", groups) == commands
    assert await telegram.call("getMyCommands", {}) == []
    await telegram.call("deleteMyCommands", groups)
    assert await telegram.call("getMyCommands", groups) == []
    await telegram.call("setChatMenuButton", {"menu_button": {"type": "commands"}})
    assert await telegram.call("getChatMenuButton", {"chat_id": anna.chat.id}) == {"type": "commands"}
    for method, given in [
        ("getMe", {}),
        ("getChat", {"chat_id": anna.chat.id}),
        ("getChatMember", {"chat_id": anna.chat.id, "user_id": anna.user["id"]}),
        ("getChatMember", {"chat_id": anna.chat.id, "user_id": telegram.bot["id"]}),
        ("getWebhookInfo", {}),
        ("getChatMenuButton", {}),
    ]:
        check_result(method, await telegram.call(method, given))


async def test_parameters_may_travel_in_any_clothes(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    address = f"http://local/bot{telegram.TOKEN}/sendMessage"
    flat = {"chat_id": str(anna.chat.id), "text": "x", "reply_markup": json.dumps(keyboard(TAP))}
    async with httpx.AsyncClient(transport=telegram.transport) as client:
        answers = [
            await client.get(address, params=flat),
            await client.post(address, params=flat),
            await client.post(address, data=flat),
            await client.post(address, json=flat | {"reply_markup": keyboard(TAP), "parse_mode": None}),
            await client.post(address, files={name: (None, value) for name, value in flat.items()}),
        ]
        for answer in answers:
            assert answer.status_code == 200, answer.text
            assert answer.json()["result"]["reply_markup"] == keyboard(TAP)
        attached = {"chat_id": str(anna.chat.id), "document": "attach://letter"}
        address = address.replace("sendMessage", "sendDocument")
        sent = await client.post(address, data=attached, files={"letter": ("a.txt", b"words")})
        assert sent.json()["result"]["document"]["file_name"] == "a.txt"
        odd = await client.post(address, json=[1])
        assert odd.json()["description"] == "Bad Request: can't parse request body JSON object"
    assert anna.messages[-1].document


async def test_only_the_token_opens(telegram: LocalTelegram) -> None:
    async with httpx.AsyncClient(transport=telegram.transport, base_url="http://local") as client:
        answer = await client.get("/bot1:wrong/getMe")
        assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
        assert (await client.get(f"/bot{telegram.TOKEN}/getNothing")).status_code == 404
        assert (await client.get("/file/bot1:wrong/documents/file1")).status_code == 401


async def test_files_can_be_fetched(anna: Patient, app: App) -> None:
    file_id = anna.send("voice")["message"]["voice"]["file_id"]
    file = await app.bot.get_file(file_id)
    assert await file.download_as_bytearray() == b"(voice)"


def test_the_table_of_methods_agrees_with_an_independent_one() -> None:
    for name, method in METHODS.items():
        unknown = [problem for problem in problems_of_call(name, dict.fromkeys(method.known)) if "unknown" in problem]
        assert unknown == []


def test_the_judge_finds_misspelt_and_misplaced_fields() -> None:
    good: JSON = {"chat_id": 1, "text": "x", "reply_markup": json.dumps(keyboard(TAP))}
    assert problems_of_call("sendMessage", good) == []
    assert problems_of_call("sendMessages", good) == ["unknown method"]
    wrong: list[JSON] = [
        {"txt": "x"},
        {"reply_markup": keyboard({"text": "x", "callbackdata": "x"})},
        {"reply_markup": {"inline_keyboard": [TAP]}},
        {"message_thread_id": "x"},
    ]
    for bad in wrong:
        assert problems_of_call("sendMessage", good | bad)
    assert problems_of_call("sendMessage", {"chat_id": 1})


@asynccontextmanager
async def served(telegram: LocalTelegram) -> AsyncIterator[str]:
    """Serve the same app on a real socket of this machine."""
    config = uvicorn.Config(telegram.app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn rings no bell
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def test_aiogram_polls_over_a_socket(telegram: LocalTelegram, anna: Patient) -> None:
    dispatcher = Dispatcher()
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])

    @dispatcher.message()
    async def hear(message: Message) -> None:
        await message.answer("<b>Well?</b>", parse_mode="HTML", reply_markup=markup)

    @dispatcher.callback_query()
    async def tapped(query: CallbackQuery) -> None:
        await query.answer("Noted")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Thank you.")

    async with served(telegram) as address:
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        bot = Bot(telegram.TOKEN, session=session)
        polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1))
        anna.start()
        await asyncio.wait_for(telegram.bell.until(lambda: len(anna.messages) == 2), 120)
        assert anna.messages[-1].html == "<b>Well?</b>"
        anna.tap("Yes")
        await asyncio.wait_for(telegram.bell.until(lambda: anna.messages[-1].text == "Thank you."), 120)
        assert [toast.text for toast in anna.toasts] == ["Noted"]
        await telegram.drained()
        await dispatcher.stop_polling()
        await polling
        await session.close()
