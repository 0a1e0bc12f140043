"""The command that says what is heard in each line of text, for maintainers who extend the words."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot.listening.ears import Ears
from bot.settings import read_settings


def listen(
    as_json: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--json", help="Each line is a JSON string, and each answer one line of JSON.")
    ] = False,
) -> None:
    """Say what is heard in each line that comes in: danger, a question for advice, a command, a topic or nothing."""
    ears = Ears.load(read_settings().content_dir)
    sys.stdin.reconfigure(errors="surrogateescape") if hasattr(sys.stdin, "reconfigure") else None
    for number, line in enumerate(sys.stdin, 1):
        text = _text(line, number) if as_json else line.rstrip("\n")
        answer = ears.listen(text)
        if as_json:
            typer.echo(json.dumps(answer, ensure_ascii=True))
            continue
        detail = answer["command"] or answer["section"]
        typer.echo(f"{answer['heard']}{f' {detail}' if detail else ''}: {text}")
        typer.echo("".join(f"    {part}\n" for part in answer["reply"].splitlines()))


def _text(line: str, number: int) -> str:
    try:
        text = json.loads(line)
    except ValueError:
        text = None
    if not isinstance(text, str):
        typer.echo(f'Line {number} is no JSON string; write "..." around the text, or leave --json out.', err=True)
        raise typer.Exit(2)
    return text
