"""The command that opens the preview, or writes a sheet to a file."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import tempfile
import webbrowser
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated

import typer

from bot.content import load_content
from bot.operating import logs
from bot.preview.panel import Panel
from bot.preview.rehearsal import Rehearsal
from bot.preview.sheet import REVIEWED, sheet
from bot.preview.sheet_page import as_html
from bot.preview.web import pages
from bot.serving import listen, serve
from bot.settings import read_settings
from bot.store.opening import open_store
from bot.turn import Turns
from bot.until_stopped import until_stopped

if TYPE_CHECKING:
    import socket

    from bot.content import Content
    from bot.settings import Settings

HERE = "127.0.0.1"


def _sheet_name(name: str) -> str:
    if name and name not in {*REVIEWED, "all"}:
        raise typer.BadParameter(f"is no topic; there are: {', '.join(REVIEWED)}, all")
    return name


def preview(
    port: Annotated[int, typer.Option(help="The port on this machine; any free one by default.", max=65535)] = 0,
    browser: Annotated[bool, typer.Option(help="Open the browser at once.")] = True,  # noqa: FBT002 - a flag
    sheet_of: Annotated[
        str,
        typer.Option("--sheet", help="Write the review sheet of this topic, or of all, and end.", callback=_sheet_name),
    ] = "",
    language: Annotated[str, typer.Option(help="The language of the sheet, such as en.")] = "en",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The HTML file to write the sheet to.")] = None,
) -> None:
    """See the bot in the browser as a patient will, while the words are changed."""
    settings = read_settings()
    content = load_content(settings.content_dir)
    if sheet_of:
        _write_sheet(settings, content, sheet_of, language, output)
        return
    logs.set_up(logging.ERROR)
    until_stopped(_shown(settings, content, listen(HERE, port, "--port"), open_browser=browser))


async def _shown(settings: Settings, content: Content, listening: socket.socket, *, open_browser: bool) -> None:
    token = token_urlsafe(24)
    address = f"http://{HERE}:{listening.getsockname()[1]}/{token}/"
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{Path(folder) / 'sessions.db'}")
        rehearsal = Rehearsal(content, store, settings.retention_days)
        panel, door = Panel(rehearsal, settings.content_dir), pages(rehearsal, settings.content_dir, token)
        work = [
            asyncio.create_task(rehearsal.run(), name="rehearsal"),
            asyncio.create_task(panel.run(), name="panel"),
            asyncio.create_task(serve(door, listening, patience=2), name="serving"),
        ]
        typer.echo(f"The preview is open at:\n\n    {address}\n\nThe words are in {settings.content_dir.resolve()}.")
        typer.echo("Save a file there, and the page shows it. Ctrl-C ends.")
        if open_browser and _has_screen():
            await asyncio.to_thread(webbrowser.open, address)
        try:
            for ended in (await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED))[0]:
                ended.result()
        finally:
            rehearsal.phone.switch_off()
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await store.close()


def _has_screen() -> bool:
    """Say whether there is a person with a desktop: a browser in the terminal would take the terminal away."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in {"win32", "darwin"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _write_sheet(settings: Settings, content: Content, section: str, language: str, output: Path | None) -> None:
    if language not in content.languages:
        raise typer.BadParameter(
            f"there are no words in it; there are: {', '.join(content.languages)}", param_hint="--language"
        )
    if output is None:
        raise typer.BadParameter("is missing; name the file to write, such as sheet.html", param_hint="--output")
    turns = Turns(content, settings.retention_days)
    sections = REVIEWED if section == "all" else (section,)
    page = as_html([sheet(turns, settings.content_dir, name, language) for name in sections])
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"cannot be written ({error.strerror})", param_hint="--output") from error
