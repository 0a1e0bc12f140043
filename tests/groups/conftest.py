"""The bot itself on a Telegram of this machine, fed update by update."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Update

from bot.app import App
from bot.content import Content, load_content
from bot.local_telegram.api import LocalTelegram
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONTENT = load_content(Path(__file__).parents[2] / "content")
SECRET = "a secret of more than thirty-two characters"


class Bot:
    """The running bot, which answers what its Telegram holds when it is told to."""

    def __init__(self, app: App, telegram: LocalTelegram) -> None:
        self.app = app
        self.telegram = telegram

    async def answers(self) -> None:
        """Let the bot handle everything that was done, and send everything that it says."""
        for update in self.telegram.updates.take():
            await self.handles(update)

    async def handles(self, update: dict[str, Any]) -> None:
        """Let the bot handle one update, as Telegram writes it; what goes wrong is raised."""
        await self.app._process(Update.de_json(update, self.app.application.bot))  # noqa: SLF001 - polling's own way in
        await self.app.delivery.idle()

    def posts(self) -> list[str]:
        """Give every text the bot has sent anywhere."""
        return [call.parameters["text"] for call in self.telegram.called("sendMessage") if call.refusal is None]


@pytest.fixture(scope="session")
def content() -> Content:
    return CONTENT


@pytest.fixture
def telegram() -> LocalTelegram:
    return LocalTelegram(username="second_opinion_bot")


@pytest.fixture
async def bot(telegram: LocalTelegram, content: Content, tmp_path: Path) -> AsyncIterator[Bot]:
    store = SqliteStore(tmp_path / "sessions.db")
    app = App(
        content,
        store,
        secrets=[SECRET],
        token=telegram.token,
        transport=telegram.transport,
        now=lambda: int(telegram.now()),
    )
    await app.application.initialize()
    yield Bot(app, telegram)
    await app.delivery.stop()
    await app.application.shutdown()
    await store.close()
