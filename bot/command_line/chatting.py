"""Chats in the terminal: the very bot, on a Telegram of its own in this process."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.app import App
from bot.local_telegram import terminal
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.store.opening import open_store

if TYPE_CHECKING:
    from bot.content import Content
    from bot.settings import Settings

FIRST_NUMBER = 100_000


async def chat(settings: Settings, content: Content, name: str | None, language: str = "en") -> None:
    """Chat on standard input and output until the input ends.

    Args:
        settings: Where sessions are kept, and for how long.
        content: The words.
        name: Who comes back; None for a new person, of whom nothing is kept afterwards.
        language: The language that the person's app tells.
    """
    telegram = LocalTelegram(first_number=int(time.time() * 1000))
    patient = Patient(telegram, name=name or "You", user_id=_number_of(name or ""), language_code=language)
    if name is not None:
        await _talk(settings, content, patient, settings.secrets(), settings.store_url)
        return
    with tempfile.TemporaryDirectory() as folder:
        await _talk(settings, content, patient, [token_hex()], f"sqlite:///{Path(folder) / 'sessions.db'}")


async def _talk(settings: Settings, content: Content, patient: Patient, secrets: list[str], database: str) -> None:
    telegram = patient.telegram
    store = await open_store(database)
    try:
        app = App(
            content,
            store,
            secrets=secrets,
            token=telegram.token,
            retention_days=settings.retention_days,
            transport=telegram.transport,
        )
        running = asyncio.create_task(app.run(), name="bot")

        async def settled() -> None:
            drained = asyncio.ensure_future(telegram.drained())
            await asyncio.wait({drained, running}, return_when=asyncio.FIRST_COMPLETED)
            drained.cancel()
            if running.done():
                await running
            await app.delivery.idle()

        patient.start()
        try:
            await terminal.chat(patient, settled, sys.stdin, sys.stdout)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
    finally:
        await store.close()


def _number_of(name: str) -> int:
    """Give the same number to the same name, as Telegram does to the same person."""
    return FIRST_NUMBER + int.from_bytes(sha256(name.casefold().encode()).digest()[:5])
