"""How long the bot takes to answer an inline query, all of it on this machine: python benchmarks/inline.py."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from telegram import Update

from bot.app import App
from bot.content import load_content
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.store.sqlite import SqliteStore

ROUNDS = 200
QUESTIONS = ("", "mri", "side efects", "what should i bring to the visit " * 7, "zzzzzz", "pregnnacy " * 25)


async def main() -> None:
    """Print a line of figures for each question; the local Telegram's own work is in them."""
    content = load_content(Path(__file__).parents[1] / "content")
    with tempfile.TemporaryDirectory() as folder:
        telegram, store = LocalTelegram(record=0), SqliteStore(Path(folder) / "sessions.db")
        app = App(content, store, secrets=["x" * 32], token=telegram.token, transport=telegram.transport)
        await app.application.initialize()
        anna = Patient(telegram)
        print(f"{'question':24} {'median ms':>10} {'p99 ms':>8} {'slowest ms':>11}")
        for question in QUESTIONS:
            took = [await _answered(app, anna, question[:256]) for _ in range(ROUNDS)]
            p99 = statistics.quantiles(took, n=100)[98]
            print(f"{question[:20]!r:24} {statistics.median(took):10.1f} {p99:8.1f} {max(took):11.1f}")
        await app.application.shutdown()
        await store.close()


async def _answered(app: App, anna: Patient, question: str) -> float:
    update = Update.de_json(anna.ask_inline(question), app.application.bot)
    begun = time.perf_counter()
    await app.application.process_update(update)
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    asyncio.run(main())
