"""The command that makes visit packs of sample people, for reviewing them."""

from __future__ import annotations

import time
from pathlib import Path  # noqa: TC003 - typer reads the types
from typing import Annotated

import typer

from bot.content import load_content
from bot.paper.typesetting import Paper
from bot.rendering import Renderer
from bot.rendering.summary import summary_parts
from bot.settings import read_settings
from bot.telegram_html import to_plain
from bot.visit_pack.gathering import visit_pack
from bot.visit_pack.samples import samples
from bot.visit_pack.sheet import sheet


def pack(  # noqa: PLR0913 - each option has a plain default
    *,
    list_them: Annotated[bool, typer.Option("--list", help="List the sample people and stop.")] = False,
    sample: Annotated[str, typer.Option(help="The sample person.")] = "typical",
    language: Annotated[str, typer.Option(help="The language of the pack, such as es.")] = "en",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
    paper: Annotated[Paper, typer.Option(help="The size of the paper.")] = Paper.A4,
    text: Annotated[bool, typer.Option("--text", help="The text for the chat in the place of the PDF.")] = False,
) -> None:
    """Make the visit pack of a sample person."""
    if list_them:
        for person in samples().values():
            typer.echo(f"{person.name}  {person.about}")
        return
    if sample not in samples():
        raise typer.BadParameter("there is no such person; see --list", param_hint="--sample")
    settings = read_settings()
    content = load_content(settings.content_dir)
    if language not in content.languages:
        known = ", ".join(content.languages)
        raise typer.BadParameter(f"there are no words in it; there are: {known}", param_hint="--language")
    voice = Renderer(content, settings.retention_days).voice(samples()[sample].session(language, int(time.time())))
    made = visit_pack(voice, content.review)
    if text:
        _write(output, ("\n\n".join(map(to_plain, summary_parts(voice, made))) + "\n").encode())
    elif output is None:
        raise typer.BadParameter("is missing: name the PDF to write, or add --text", param_hint="--output")
    else:
        _write(output, sheet(made, voice.words, paper))


def _write(output: Path | None, content: bytes) -> None:
    if output is None:
        typer.echo(content.decode(), nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"cannot be written ({error.strerror})", param_hint="--output") from error
