"""aiogram-dialog: one window a question, in memory."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiogram import Bot, Dispatcher
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column
from aiogram_dialog.widgets.text import Const, Jinja, setup_jinja
from markupsafe import Markup

from benchmarks.contestants.aiogram_session import Session
from benchmarks.contestants.form import FILTERS, answered
from benchmarks.talk import names, questions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from benchmarks.talk import Asked, Telegram

STATES = [State() for _ in questions()]
TALK = type("Talk", (StatesGroup,), {f"q{index}": state for index, state in enumerate(STATES)})


@asynccontextmanager
async def contestant(telegram: Telegram, variant: str) -> AsyncIterator[Callable[[dict[str, Any]], Awaitable[None]]]:
    """Give the way to feed it; a tap brings back what its own button at that place carries."""
    assert variant == "memory"
    bot = Bot("1:benchmark", session=Session(telegram))
    dispatcher = Dispatcher(storage=MemoryStorage(), events_isolation=SimpleEventIsolation())
    dispatcher.message.register(_begin, CommandStart())
    dispatcher.include_router(Dialog(*(_window(index, asked) for index, asked in enumerate(questions()))))
    setup_dialogs(dispatcher)
    setup_jinja(dispatcher, filters=FILTERS)

    async def feed(raw: dict[str, Any]) -> None:
        tap = raw.get("callback_query")
        if tap:
            keyboard = telegram.keyboards[tap["from"]["id"]]
            button = len(keyboard) - 1 if tap["data"].startswith(("done:", "next:", "go")) else 0
            raw = {**raw, "callback_query": {**tap, "data": keyboard[button][0]["callback_data"]}}
        await dispatcher.feed_raw_update(bot, raw)

    yield feed


async def _begin(_: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(STATES[0], mode=StartMode.RESET_STACK)


def _window(index: int, asked: Asked) -> Window:
    async def tapped(_: CallbackQuery, button: Button, manager: DialogManager) -> None:
        choice = (button.widget_id or "")[1:]
        data = f"done:{asked.name}" if choice == "done" else f"pick:{asked.name}:{asked.choices[int(choice)][0]}"
        move = answered(index, manager.dialog_data, "tap", data)
        manager.dialog_data["said"] = move.said
        if not move.stays:
            await manager.switch_to(STATES[move.question], show_mode=ShowMode.SEND)

    async def typed(message: Message, _: MessageInput, manager: DialogManager) -> None:
        answered(index, manager.dialog_data, "text", message.text or "")

    async def getter(dialog_manager: DialogManager, **_: object) -> dict[str, object]:
        said = dialog_manager.dialog_data.get("said", "")
        return {**names(), "step": f"Step {index} of {len(questions())}", "said": Markup(said)}  # noqa: S704 - rendered

    buttons = [Button(Const(f"Choice {n}"), id=f"c{n}", on_click=tapped) for n in range(len(asked.choices[:5]))]
    done = Button(Const("Done"), id="cdone", on_click=tapped)
    return Window(
        Jinja("{{ said }}\n\n" + asked.template),
        Column(*buttons, done),
        MessageInput(typed),
        state=STATES[index],
        getter=getter,
        parse_mode="HTML",
    )
