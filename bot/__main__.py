"""The command line."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from bot import chatting, content_commands, graph, handouts, logs, pack_command
from bot.app import App
from bot.content import ContentError, load_content
from bot.delivery.pace import Limits
from bot.handlers.polling import PollingError
from bot.inventory import as_markdown
from bot.rotation import rotate
from bot.serving import ServingError
from bot.settings import Settings, SettingsError, read_settings
from bot.store import StoreError
from bot.store.opening import open_store
from bot.vault import Vault, VaultError

if TYPE_CHECKING:
    from collections.abc import Coroutine

command_line = typer.Typer(
    help="A Telegram bot that helps people with MS to prepare a second opinion.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WRONG = 2
"""The exit code when a setting or the content is wrong."""


@command_line.command()
def run() -> None:
    """Run on Telegram when BOT_TOKEN is set; without it, chat in this terminal."""
    settings = read_settings()
    if settings.bot_token is None:
        chat(None)
        return
    logs.set_up(logging.getLevelNamesMapping()[settings.log_level.upper()])
    _finish(_on_telegram(settings, settings.bot_token.get_secret_value()))


@command_line.command()
def chat(
    name: Annotated[
        str | None, typer.Option("--as", help="Who comes back; without it, a new person each time.")
    ] = None,
) -> None:
    """Chat with the bot in this terminal, with no token and no network."""
    settings = read_settings()
    logs.set_up(logging.ERROR)
    if name is None and sys.stdin.isatty():
        typer.echo("No BOT_TOKEN is set, so the bot talks here. Type a number or words. Ctrl-C ends.\n")
    _finish(chatting.chat(settings, load_content(settings.content_dir), name))


@command_line.command("map")
def print_map() -> None:
    """Print the machine as a Mermaid diagram."""
    typer.echo(graph.mermaid())


command_line.command("check")(content_commands.check)
command_line.command("translated")(content_commands.translated)
command_line.command("reviewed")(content_commands.reviewed)
command_line.command("links")(handouts.print_links)
command_line.command("leaflet")(handouts.write_leaflet)
command_line.command("pack")(pack_command.pack)


@command_line.command("rotate-keys")
def rotate_keys() -> None:
    """Put every stored session under the newest SECRET_KEY; the bot may run meanwhile, with the same keys."""
    settings = read_settings()
    logs.set_up(logging.ERROR)
    typer.echo(f"Sessions moved to the newest key: {asyncio.run(_rotated(settings))}.")


@command_line.command()
def inventory() -> None:
    """Print every stored field: why, how long, who gets a copy, what erases it (docs/privacy.md)."""
    typer.echo(as_markdown(), nl=False)


def main() -> None:
    """Run a command; a wrong setting or content ends with exit code 2 and a clear line for each problem."""
    try:
        command_line()
    except (SettingsError, ContentError, StoreError, VaultError, PollingError, ServingError) as error:
        for line in str(error).splitlines():
            typer.echo(line, err=True)
        sys.exit(WRONG)
    except KeyboardInterrupt:
        sys.exit(0)


async def _on_telegram(settings: Settings, token: str) -> None:
    content = load_content(settings.content_dir)
    secrets = settings.secrets()
    store = await open_store(settings.store_url)
    try:
        app = App(
            content,
            store,
            secrets=secrets,
            token=token,
            retention_days=settings.retention_days,
            api_url=str(settings.telegram_api_url) if settings.telegram_api_url else None,
            webhook=settings.webhook,
            limits=Limits(),
            metrics_port=settings.metrics_port,
        )
        await app.run()
    finally:
        await store.close()


async def _rotated(settings: Settings) -> int:
    secrets = settings.secrets()
    store = await open_store(settings.store_url)
    try:
        return await rotate(store, Vault(secrets))
    finally:
        await store.close()


def _finish(work: Coroutine[None, None, None]) -> None:
    """Run until done or told to stop."""

    async def until_stopped() -> None:
        task = asyncio.create_task(work)
        loop = asyncio.get_running_loop()
        told: list[None] = []

        def stop() -> None:
            # A second signal must not cut short what the first one lets end.
            if not told:
                told.append(None)
                task.cancel()

        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(name, stop)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_stopped())


if __name__ == "__main__":
    main()
