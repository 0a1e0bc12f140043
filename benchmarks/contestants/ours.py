"""This bot as it runs: parsed, decided, rendered in the sandbox, sealed, committed with synchronous=FULL, delivered."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.garbage_collection import settle
from bot.loading import loading

with loading():  # as ``bot.__main__`` loads its commands
    from benchmarks.contestants.ptb_request import Request
    from bot.app import App
    from bot.content import load_content
    from bot.handlers import connection
    from bot.handlers.incoming import Incoming
    from bot.handlers.reading import read_update
    from bot.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from benchmarks.talk import Telegram


class _Request(connection.QuickReader, Request):
    """Reads answers as the bot does; what carries them is the same for all."""


@asynccontextmanager
async def contestant(
    telegram: Telegram, variant: str, *, reads: bool = False
) -> AsyncIterator[Callable[[dict[str, Any]], Awaitable[None]]]:
    """Give the way to feed the bot.

    Args:
        telegram: What it calls.
        variant: The address of its database; a new SQLite file by default.
        reads: Whether every turn reads its row, as where other workers use the database, too.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(variant or f"sqlite:///{Path(folder) / 'sessions.db'}")
        store.is_shared |= reads
        content = load_content(Path(__file__).parents[2] / "content")
        with _calling(telegram):
            app = App(content, store, secrets=["s" * 32], token="1:benchmark")  # noqa: S106 - opens nothing
        await app.application.initialize()
        bot = app.application.bot
        settle()

        async def feed(raw: dict[str, Any]) -> None:
            read = read_update(raw, bot)
            assert isinstance(read, Incoming)
            await app.intake.take(read)
            await app.delivery.settled(read.chat, 60)

        yield feed
        await app.delivery.idle()
        await app.application.shutdown()
        await store.close()


@contextmanager
def _calling(telegram: Telegram) -> Iterator[None]:
    """Have a new bot call this Telegram; by hand, because to import ``unittest.mock`` would take part of the start."""

    def given(*_: object, **__: object) -> Any:  # noqa: ANN401 - of another family than the bot's own
        return _Request(telegram)

    real, connection._request = connection._request, given  # noqa: SLF001 - ours
    try:
        yield
    finally:
        connection._request = real  # noqa: SLF001 - ours
