"""The conversation that every contestant is led through, as Telegram would write it."""

from __future__ import annotations

import json
import os
import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

PEOPLE = 80


class Step(NamedTuple):
    """One thing that a person does.

    Attributes:
        kind: ``text`` or ``tap``.
        data: What is typed, or what the tapped button carries.
    """

    kind: str
    data: str


class Asked(NamedTuple):
    """One question as a peer asks it.

    Attributes:
        name: Its id.
        kind: The name of its kind, such as ``ONE`` or ``SEVERAL``.
        template: What asks it, the choices by their numbers included.
        choices: The choices with their labels.
        replies: What is said after each choice before the next question is asked.
    """

    name: str
    kind: str
    template: str
    choices: tuple[tuple[str, str], ...]
    replies: dict[str, str]


@cache
def _script() -> dict[str, Any]:
    """Read what benchmarks/script.py wrote, so that no peer has to load this bot."""
    script: dict[str, Any] = json.loads(Path(os.environ["BENCHMARK_SCRIPT"]).read_text(encoding="utf-8"))
    return script


@cache
def steps() -> tuple[Step, ...]:
    """Give what one person does."""
    return tuple(Step(*one) for one in _script()["steps"])


@cache
def questions() -> tuple[Asked, ...]:
    """Give the questions as a peer asks them."""
    return tuple(
        Asked(name, kind, template, tuple(map(tuple, choices)), replies)
        for name, kind, template, choices, replies in _script()["questions"]
    )


@cache
def names() -> dict[str, object]:
    """Give what the words of the questions may name."""
    found: dict[str, object] = _script()["names"]
    return found


_NAMES = {"first_name": "Anna", "last_name": "Example", "username": "anna_example", "language_code": "en"}


def update(number: int, chat: int, step: Step) -> dict[str, Any]:
    """Give a step as an update with all that Telegram puts into one (about 1.6 KB for a tap)."""
    who = {"id": chat, "is_bot": False, **_NAMES}
    private = {
        "id": chat,
        "type": "private",
        **{name: _NAMES[name] for name in ("first_name", "last_name", "username")},
    }
    if step.kind == "text":
        entities = [{"type": "bot_command", "offset": 0, "length": 6}] if step.data.startswith("/") else []
        message = {"message_id": number, "date": int(time.time()), "chat": private, "from": who, "text": step.data}
        return {"update_id": number, "message": {**message, **({"entities": entities} if entities else {})}}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": who,
            "chat_instance": "1",
            "data": step.data,
            "message": sent_message(number, chat, "A question. " * 50, _KEYBOARD),
        },
    }


def sent_message(number: int, chat: int, text: str, markup: object) -> dict[str, Any]:
    """Give a message of the bot's as Telegram writes it."""
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", **_NAMES},
        "from": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"},
        "text": text,
        "entities": [{"type": "bold", "offset": 0, "length": 5}, {"type": "italic", "offset": 6, "length": 5}],
        "reply_markup": markup,
    }


_KEYBOARD = {
    "inline_keyboard": [[{"text": f"Choice {n}", "callback_data": f"pick:treatment.type:choice-{n}"}] for n in range(5)]
}


class Telegram:
    """Answers every call in this process, after a pause, with all that the real one writes.

    It reads and writes JSON in the quickest way there is, because what it costs is no bot's.

    Attributes:
        pause: Seconds that each call takes.
        slow_chat: A chat to which sending takes ``slow`` seconds; 0 for none.
        slow: How long that is.
    """

    def __init__(self) -> None:
        self.pause = 0.0
        self.slow_chat, self.slow = 0, 0.0
        self.calls = 0
        self.keyboards: dict[int, list[list[dict[str, str]]]] = {}

    def pause_for(self, method: str, given: dict[str, Any]) -> float:
        """Give the seconds that a call takes."""
        if self.slow_chat and str(given.get("chat_id")) == str(self.slow_chat) and method == "sendMessage":
            return self.slow
        return self.pause

    def answer(self, method: str, given: dict[str, Any]) -> bytes:
        """Give the body of the answer to a call."""
        self.calls += 1
        if method == "getMe":
            result: object = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
        elif method in {"sendMessage", "editMessageText", "editMessageReplyMarkup"}:
            chat = int(given["chat_id"])
            markup = given.get("reply_markup")
            markup = msgspec.json.decode(markup) if isinstance(markup, str) else markup
            if markup:
                self.keyboards[chat] = markup["inline_keyboard"]
            number = int(given.get("message_id") or self.calls)
            result = sent_message(number, chat, given.get("text", "A question."), markup or _KEYBOARD)
        else:
            result = True
        return msgspec.json.encode({"ok": True, "result": result})
