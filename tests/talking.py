"""A talk between a person and the real bot, on a Telegram in this process; the bot can be restarted at any moment."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bot.app import App
from bot.content import Content, load_content
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from bot.local_telegram.seen import Seen
    from bot.record import Record

CONTENT = Path(__file__).parent.parent / "content"
SECRET = "a secret for tests that is longer than 32 characters"
BEGINNING = 1_800_000_000
DAY = 24 * 60 * 60

CEILING = 120
"""Seconds after which a bot that does not do what is waited for is given up; a slow machine takes less."""

_loaded: list[Content] = []


def shipped() -> Content:
    """Give the shipped content, read once."""
    if not _loaded:
        _loaded.append(load_content(CONTENT))
    return _loaded[0]


class Talk:
    """One person, one bot, one database file."""

    def __init__(self, folder: Path, *, language_code: str | None = "en") -> None:
        self.database = folder / "sessions.db"
        self.time = float(BEGINNING)
        self.telegram = LocalTelegram(clock=lambda: self.time)
        self.patient = Patient(self.telegram, language_code=language_code)
        self.app: App
        self._store: SqliteStore
        self._running: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        self._store = SqliteStore(self.database)
        self.app = App(
            shipped(),
            self._store,
            secrets=[SECRET],
            token=self.telegram.token,
            transport=self.telegram.transport,
            now=lambda: int(self.time),
        )
        self._running = asyncio.create_task(self.app.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running
        await self._store.close()

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database."""
        await self.__aexit__()
        await self.__aenter__()

    async def settled(self) -> None:
        """Return when the bot has answered everything so far."""
        drained = asyncio.ensure_future(self.telegram.drained())
        await asyncio.wait({drained, self._running}, timeout=CEILING, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            await self._running
        assert drained.done(), "the bot has not fetched what the person did"
        await self.app.delivery.idle()

    async def say(self, text: str) -> list[Seen]:
        """Write, and give what the bot showed then."""
        mark = self.patient.mark()
        self.patient.say(text)
        await self.settled()
        return self.patient.replies_since(mark)

    async def tap(self, label: str, message: Seen | int | None = None) -> list[Seen]:
        """Tap a button by its words, with or without its number, and give what the bot showed then."""
        mark = self.patient.mark()
        on = self.patient.newest_keyboard if message is None else self.patient.look(message)
        assert on, "there are no buttons"
        found = next((one for one in on.labels if label in {one, _words(one)}), label)
        self.patient.tap(found, on)
        await self.settled()
        return self.patient.replies_since(mark)

    async def tap_data(self, data: str, message: Seen | int | None = None) -> list[Seen]:
        """Send a tap with this data, as an old or forged button would, and give what the bot showed then."""
        mark = self.patient.mark()
        on = message if message is not None else (self.patient.newest_keyboard or self.patient.messages[-1])
        self.patient.tap_data(data, on)
        await self.settled()
        return self.patient.replies_since(mark)

    async def walk(self, *labels: str) -> list[Seen]:
        """Tap one button after the other, and give what the bot showed last."""
        shown: list[Seen] = []
        for label in labels:
            shown = await self.tap(label)
        return shown

    async def record(self) -> Record:
        """Give what is stored of the person."""
        return await self.app.records.load(self.patient.chat.id)

    @property
    def last(self) -> Seen:
        """The newest message of the bot."""
        return [message for message in self.patient.messages if message.author == "bot"][-1]

    @property
    def keyboards(self) -> list[Seen]:
        """The bot's messages that still have buttons."""
        return [message for message in self.patient.messages if message.buttons]


def _words(label: str) -> str:
    """Give a label without its number and its tick."""
    return re.sub(r"^\d+ ", "", label).removesuffix(" ✓")
