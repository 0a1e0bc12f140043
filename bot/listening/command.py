"""The command that says what is heard in each line of text, for maintainers who extend the words."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot.content import load_content
from bot.events import Text
from bot.listening.alarm import Listening
from bot.listening.ears import Ears
from bot.reply import Send
from bot.session import Session
from bot.settings import read_settings
from bot.telegram_html import to_plain
from bot.turn import Turns

_NUMBER = "112"  # stands in every line that says where to call
_BEGUN = {"opening.consent": "remember", "opening.who": "me", "opening.stage": "thinking"}


def listen(
    as_json: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--json", help="Each line is a JSON string, and each answer one line of JSON.")
    ] = False,
) -> None:
    """Say what is heard in each line that comes in: danger, a question for advice, a command, a topic or nothing."""
    settings = read_settings()
    ears = Ears.load(settings.content_dir)
    content = load_content(settings.content_dir, Listening(ears.net, settings.content_dir))
    turns = Turns(content, settings.retention_days)
    sys.stdin.reconfigure(errors="surrogateescape") if hasattr(sys.stdin, "reconfigure") else None
    for number, line in enumerate(sys.stdin, 1):
        text = _text(line, number) if as_json else line.rstrip("\n")
        answer = ears.listen(text)
        language = ears.net.language(ears.net.vocabulary.hear(text))
        if answer["heard"] in ("command", "topic", "nothing") and language in content.languages:
            safety_line = ears.net.safety_line(language) if answer["safety_line"] else ""
            answer["reply"] = _said(turns, text, language, safety_line)
        if as_json:
            typer.echo(json.dumps(answer, ensure_ascii=True))
            continue
        detail = answer["command"] or answer["section"]
        typer.echo(f"{answer['heard']}{f' {detail}' if detail else ''}: {text}")
        typer.echo("".join(f"    {part}\n" for part in answer["reply"].splitlines()))


def _said(turns: Turns, text: str, language: str, safety_line: str) -> str:
    """What the bot says to someone who looks at the menu; a topic and what is not understood carry the safety line."""
    session = Session(language=language, place="treatment.type", view="menu", answers=dict(_BEGUN))
    sent = turns.take(session, Text(text), 0).reply.outgoing
    said = "\n\n".join(to_plain(one.message.html) for one in sent if isinstance(one, Send))
    return f"{said}\n\n{safety_line}" if safety_line and _NUMBER not in said else said


def _text(line: str, number: int) -> str:
    try:
        text = json.loads(line)
    except ValueError:
        text = None
    if not isinstance(text, str):
        typer.echo(f'Line {number} is no JSON string; write "..." around the text, or leave --json out.', err=True)
        raise typer.Exit(2)
    return text
