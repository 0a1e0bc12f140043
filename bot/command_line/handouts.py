"""The commands that print what is handed out: every link, and the leaflet."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - typer reads the types
from typing import Annotated

import typer

from bot.content import load_content
from bot.flows import IN_ORDER
from bot.links import all_links
from bot.paper.leaflet import leaflet
from bot.paper.typesetting import Paper
from bot.settings import read_settings

USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")


def _username(name: str) -> str:
    found = USERNAME.fullmatch(name.strip())
    if found is None:
        raise typer.BadParameter("is no username; give the one from BotFather, such as second_opinion_bot")
    return found[1]


def _section(name: str) -> str:
    if name and name not in IN_ORDER:
        raise typer.BadParameter(f"is no topic; there are: {', '.join(IN_ORDER)}")
    return name


BotName = Annotated[str, typer.Option("--bot", help="The bot's username.", callback=_username)]


def print_links(bot: BotName) -> None:
    """Print every link into the private chat, one a line."""
    for link in all_links(bot, load_content(read_settings().content_dir).languages):
        typer.echo(link)


def write_leaflet(
    bot: BotName,
    output: Annotated[Path, typer.Option("--output", "-o", help="The PDF to write.")],
    language: Annotated[str, typer.Option(help="The language of the leaflet, such as en.")] = "en",
    paper: Annotated[Paper, typer.Option(help="The size of the paper.")] = Paper.A4,
    section: Annotated[str, typer.Option(help="The topic that the link opens.", callback=_section)] = "",
) -> None:
    """Write a leaflet for a waiting room, with a code to scan and the link in words."""
    languages = load_content(read_settings().content_dir).languages
    if language not in languages:
        raise typer.BadParameter(
            f"there are no words in it; there are: {', '.join(languages)}", param_hint="--language"
        )
    content = leaflet(languages[language], bot, paper=paper, section=section)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"cannot be written ({error.strerror})", param_hint="--output") from error
