"""A bot to meet in groups, inline and by links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fed_bot import Bot
from talking import SECRET, shipped

from bot.app import App
from bot.local_telegram.api import LocalTelegram
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.content import Content


@pytest.fixture(scope="session")
def content() -> Content:
    return shipped()


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
