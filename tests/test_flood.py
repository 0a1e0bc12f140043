"""Somebody who writes faster than can be answered: told once, still heard in danger, a burden to nobody else."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from talking import SECRET, shipped
from walks import TO_CONSENT

from bot.app import App
from bot.delivery.pace import Limits
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.record import MOST_UPDATES, Record
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

BACKLOG = 5
HURRIED = "more at once than I can answer"
BREATHLESS = "I cannot breathe"


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[LocalTelegram]:
    """A Telegram whose bot keeps to limits."""
    telegram = LocalTelegram()
    store = SqliteStore(tmp_path / "sessions.db")
    limits = Limits(overall=1000, burst=4, backlog=BACKLOG)
    app = App(shipped(), store, secrets=[SECRET], token=telegram.token, transport=telegram.transport, limits=limits)
    running = asyncio.create_task(app.run())
    yield telegram
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await store.close()


async def agreed(telegram: LocalTelegram) -> Patient:
    """Give somebody whose answers are kept."""
    patient = Patient(telegram)
    patient.start()
    for data in TO_CONSENT:
        patient.tap_data(data, 1)
    await telegram.bell.until(lambda: len(shown(patient)) > len(TO_CONSENT))
    return patient


def shown(patient: Patient) -> list[str]:
    """Give what the bot wrote to someone."""
    return [message.text for message in patient.messages if message.author == "bot"]


@pytest.mark.fault(82)
@pytest.mark.fault(13)
async def test_a_flood_is_answered_in_part_told_once_and_still_heard(telegram: LocalTelegram) -> None:
    patient = await agreed(telegram)
    before = len(shown(patient))
    telegram.hang("sendMessage", chat_id=patient.chat.id)
    for number in range(50):
        patient.say(f"what is this {number}")
    patient.say(BREATHLESS)
    for number in range(50):
        patient.say(f"and what is that {number}")
    await telegram.drained()
    await telegram.bell.until(lambda: any("112" in text for text in shown(patient)))
    other = Patient(telegram)
    other.start()
    await telegram.bell.until(lambda: bool(shown(other)))
    telegram.heal()
    await telegram.bell.until(lambda: any(HURRIED in text for text in shown(patient)))
    patient.say("/menu")
    await telegram.bell.until(lambda: "Choose a topic" in shown(patient)[-1])
    answers = shown(patient)[before:]
    # The words for help may come twice, at once and in their turn; all else is what was waiting, and one notice each
    # time that so much was waiting.
    assert sum(HURRIED in text for text in answers) <= 2
    assert len(answers) <= BACKLOG + 6


def test_of_a_flood_only_so_many_updates_are_remembered() -> None:
    known = tuple((number, 1) for number in range(MOST_UPDATES))
    record = Record(1, applied=known).with_applied(MOST_UPDATES, 1)
    assert len(record.applied) == MOST_UPDATES
    assert record.has_applied(MOST_UPDATES)
    assert not record.has_applied(0)
