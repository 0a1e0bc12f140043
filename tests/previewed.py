"""A preview at work on a copy of the words, on this machine's own address."""

from __future__ import annotations

import asyncio
import shutil
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talking import CONTENT, shipped

from bot.preview.panel import Panel
from bot.preview.rehearsal import Rehearsal
from bot.preview.web import pages
from bot.serving import listen, serve
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.local_telegram.seen import Seen

TOKEN = "a-token-for-tests"


@dataclass
class Preview:
    """A preview, the address at which it is served, and the words that can be changed."""

    rehearsal: Rehearsal
    panel: Panel
    address: str
    words: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Save a file with other words in it."""
        path = self.words / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def restore(self) -> None:
        """Put back the words as they are shipped."""
        for path in CONTENT.rglob("*.*"):
            copy, text = self.words / path.relative_to(CONTENT), path.read_bytes()
            if copy.read_bytes() != text:
                copy.write_bytes(text)

    @property
    def bot_messages(self) -> list[Seen]:
        """What the bot has written to the person who holds the phone."""
        return [message for message in self.rehearsal.phone.patient.messages if message.author == "bot"]

    async def jump(self, place: str, language: str = "en", writer: str = "me") -> None:
        """Go to a place, and wait until the bot has shown it."""
        await self.rehearsal.jump(place, language, writer)
        await self.rehearsal.app.delivery.idle()


async def becomes(holds: Callable[[], bool], seconds: float = 20.0) -> float:
    """Wait until something holds, and give the seconds that it took."""
    begun = time.perf_counter()
    while not holds():
        assert time.perf_counter() - begun < seconds, "it did not come about"
        await asyncio.sleep(0.01)
    return time.perf_counter() - begun


@asynccontextmanager
async def preview_at(folder: Path) -> AsyncIterator[Preview]:
    """Run a preview with its files in a folder."""
    words = folder / "content"
    shutil.copytree(CONTENT, words)
    store = SqliteStore(folder / "sessions.db")
    rehearsal = Rehearsal(shipped(), store, 90)
    panel = Panel(rehearsal, words)
    listening = listen("127.0.0.1", 0)
    work = [
        asyncio.create_task(rehearsal.run()),
        asyncio.create_task(panel.run()),
        asyncio.create_task(serve(pages(rehearsal, words, TOKEN), listening, patience=2)),
    ]
    await becomes(lambda: bool(rehearsal.phone.patient.telegram.profile), 20)
    yield Preview(rehearsal, panel, f"http://127.0.0.1:{listening.getsockname()[1]}/{TOKEN}/", words)
    rehearsal.phone.switch_off()
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    await store.close()
