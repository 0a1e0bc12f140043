"""The commands that run the bot: on Telegram, or in this terminal; and the one that rotates its keys."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Annotated

import typer

from bot.app import App
from bot.command_line import chatting
from bot.content import load_content
from bot.delivery.pace import Limits
from bot.garbage_collection import settle
from bot.operating import logs
from bot.operating.health import watched
from bot.rotation import rotate
from bot.settings import Settings, read_settings
from bot.store.opening import open_store
from bot.until_stopped import until_stopped
from bot.vault import Vault


def run() -> None:
    """Run on Telegram when BOT_TOKEN is set; without it, chat in this terminal."""
    settings = read_settings()
    if settings.bot_token is None:
        chat(None, "en")
        return
    logs.set_up(logging.getLevelNamesMapping()[settings.log_level.upper()])
    until_stopped(_on_telegram(settings, settings.bot_token.get_secret_value()))


def chat(
    name: Annotated[
        str | None, typer.Option("--as", help="Who comes back; without it, a new person each time.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language that the app of this person tells, such as es.")] = "en",
) -> None:
    """Chat with the bot in this terminal, with no token and no network."""
    settings = read_settings()
    logs.set_up(logging.ERROR)
    if name is None and sys.stdin.isatty():
        typer.echo("No BOT_TOKEN is set, so the bot talks here. Type a number or words. Ctrl-C ends.\n")
    until_stopped(chatting.chat(settings, load_content(settings.content_dir), name, language))


def rotate_keys() -> None:
    """Put every stored session under the newest SECRET_KEY; the bot may run meanwhile, with the same keys."""
    settings = read_settings()
    logs.set_up(logging.ERROR)
    typer.echo(f"Sessions moved to the newest key: {asyncio.run(_rotated(settings))}.")


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
        settle()
        with watched(app.health):
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
