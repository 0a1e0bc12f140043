"""The very bot, running on a Telegram of this process, and a person who talks to it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from databases import FILE

from bot.app import App
from bot.content import Content, load_content
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.local_telegram.seen import Seen
    from bot.record import Record
    from bot.store import Store

SECRET = "the-master-secret-of-the-tests-0123456789"
CONTENT = load_content(Path(__file__).parent.parent / "content")
DAY = 24 * 60 * 60


@dataclass
class Clock:
    """A clock that only moves when it is told to."""

    now: int = 1_800_000_000

    def __call__(self) -> int:
        return self.now


@dataclass
class RunningBot:
    """A bot at work, and the person who talks to it."""

    telegram: LocalTelegram
    patient: Patient
    store: Store
    database: str
    app: App
    clock: Clock
    seen_until: int = 0
    new: list[Seen] = field(default_factory=list)

    async def settle(self) -> None:
        """Wait until the bot has answered everything."""
        await self.telegram.drained()
        await self.app.delivery.idle()
        self.new = self.patient.replies_since(self.seen_until)
        self.seen_until = self.patient.mark()

    async def later(self, seconds: int) -> None:
        """Let time pass, let the sweeper look once, and wait until all it took up is sent."""
        self.clock.now += seconds
        await self.app.delivery.sweep()
        await self.settle()

    async def say(self, *texts: str) -> Seen:
        """Write messages, one after the other, and give what the bot showed last."""
        for text in texts:
            self.patient.say(text)
            await self.settle()
        assert self.new, "the bot showed nothing"
        return self.new[-1]

    async def tap(self, *words: str) -> Seen:
        """Tap buttons that hold these words, and give what the bot showed last."""
        for part in words:
            keyboard = self.patient.newest_keyboard
            assert keyboard, "nothing to tap"
            label = next((label for label in keyboard.labels if part in label), None)
            assert label, f"no button with {part!r}; there are {keyboard.labels}"
            self.patient.tap(label)
            await self.settle()
        return self.new[-1]

    async def agree(self) -> Seen:
        """Start, and let the bot remember the answers."""
        await self.say("/start")
        return await self.tap("Start", "Yes, remember them")

    async def record(self) -> Record:
        """Give what is known of the person."""
        return await self.app.records.load(self.patient.chat.id)

    async def count(self) -> int:
        """Count the stored rows."""
        return len(await self.store.rows(b"", 1000))

    @property
    def files(self) -> tuple[Path, Path]:
        """The two files of a SQLite database: the one of the rows, and the one of their keys."""
        rows = Path(self.database.removeprefix(FILE))
        return rows, rows.with_stem(f"{rows.stem}-keys")


async def _knows_its_name(app: App) -> str:
    """Wait until the bot has asked Telegram who it is, which it does first."""
    while True:
        with suppress(RuntimeError):
            return str(app.application.bot.username)
        await asyncio.sleep(0.001)


@asynccontextmanager
async def running_bot(  # noqa: PLR0913 - each has a plain default
    place: Path | str,
    *,
    telegram: LocalTelegram | None = None,
    patient: Patient | None = None,
    secrets: Sequence[str] = (SECRET,),
    clock: Clock | None = None,
    content: Content = CONTENT,
) -> AsyncIterator[RunningBot]:
    """Run the bot on a database; it stops at the end, and the person can go on with the next one.

    Args:
        place: The address of the database, or the folder of a SQLite file.
        telegram: The bot's Telegram.
        patient: Who talks to it.
        secrets: The master secrets, newest first.
        clock: Gives the time.
        content: The words.
    """
    telegram = telegram or (patient.telegram if patient else LocalTelegram())
    patient = patient or Patient(telegram)
    clock = clock or Clock()
    database = place if isinstance(place, str) else f"{FILE}{place / 'sessions.db'}"
    store = await open_store(database)
    app = App(content, store, secrets=secrets, token=telegram.token, transport=telegram.transport, now=clock)
    bot = RunningBot(telegram, patient, store, database, app, clock, patient.mark())
    task = asyncio.create_task(app.run())
    started = asyncio.ensure_future(_knows_its_name(app))
    try:
        await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        yield bot
    finally:
        started.cancel()
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task
        await store.close()
