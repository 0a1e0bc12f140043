"""Writes the conversation down, found by talking with this bot: the first choice, one tick, one entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.talk import Asked, Step
from bot.content import load_content
from bot.content.rules import ANSWERED
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
    script = {"steps": _steps(content), "questions": _questions(content), "names": _names(content)}
    path.write_text(json.dumps(script), encoding="utf-8")


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


def _names(content: Content) -> dict[str, object]:
    shared = content.language("en").shared
    return {**shared.person.me.model_dump(), "days": 90, "disclaimer": shared.disclaimer}


def _questions(content: Content) -> list[Asked]:
    words = content.language("en")
    lines = words.shared.lines
    found = []
    for question in QUESTIONS.values():
        asked = words.question(question.id)
        choices = tuple(asked.choices.items()) or (("on", "Go on"),)
        numbered = "\n".join(f"{number} {label}" for number, (_, label) in enumerate(choices, 1))
        parts = (f"<i>{{{{ step }}}}</i>\n<b>{asked.ask}</b>", asked.why, numbered)
        replies = {}
        for choice, label in choices:
            piece = asked.guidance.get(choice) or asked.guidance.get(ANSWERED)
            if piece:
                bullets = "\n".join((f"<b>{lines.to_ask}</b>", *(f"• {one}" for one in piece.ask_doctor.values())))
                said = (f"Saved: {label}", piece.text, bullets, f"<i>{words.shared.disclaimer_line}</i>")
                replies[choice] = "\n\n".join(said)
        found.append(Asked(question.id, question.kind.name, "\n\n".join(filter(None, parts)), choices, replies))
    return found
