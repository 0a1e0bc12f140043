"""Writes the conversation down, found by talking with this bot: the first choice, one tick, one entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.talk import Asked, Step
from bot.content import load_content
from bot.events import Command, Tap, Text
from bot.flows import QUESTIONS
from bot.questions import Kind
from bot.turn import Turns

if TYPE_CHECKING:
    from bot.content import Content
    from bot.events import Event
    from bot.session import Session

TURNS = 25
"""How many turns one talk has, the start included."""

CONTENT = Path(__file__).parents[1] / "content"


def write(path: Path) -> None:
    """Write what a person does, and the questions with this bot's own words for the peers."""
    content = load_content(CONTENT)
    path.write_text(json.dumps({"steps": _steps(content), "questions": _questions(content)}), encoding="utf-8")


def _steps(content: Content) -> list[Step]:
    turns = Turns(content, 90)
    found = [Step("text", "/start")]
    session = turns.take(None, Command("start"), 0).session
    while session and len(found) < TURNS:
        step = _next(session, [button.data for button in turns.renderer.message(session).buttons])
        event: Event = Tap(step.data) if step.kind == "tap" else Text(step.data)
        session = turns.take(session, event, 0).session
        found.append(step)
    return found


def _next(session: Session, buttons: list[str]) -> Step:
    asked = QUESTIONS.get(session.place)
    if session.view or asked is None:
        data = next(one for one in buttons if one.startswith(("go", "next:")))
    elif asked.kind is Kind.TEXT or (asked.kind is Kind.ENTRIES and not session.entries(asked.id)):
        return Step("text", "in the spring of 2020")
    elif asked.kind is Kind.ENTRIES or (asked.kind is Kind.SEVERAL and session.ticked):
        data = f"done:{asked.id}"
    else:
        data = next(one for one in buttons if one.startswith("pick:"))
    return Step("tap", data)


def _questions(content: Content) -> list[Asked]:
    words = content.language("en")
    shared = words.shared
    found = []
    for question in QUESTIONS.values():
        asked = words.question(question.id)
        parts = ("<i>{{ step }}</i>", f"<b>{asked.ask}</b>", asked.why, shared.disclaimer, shared.safety_line)
        choices = tuple(asked.choices.items()) or (("on", "Go on"),)
        found.append(Asked(question.id, question.kind.name, "\n\n".join(parts), choices))
    return found
