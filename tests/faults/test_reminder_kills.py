"""Workers are killed while they give reminders: none is missed, and only one that was on its way comes again."""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from faults.serving_telegram import served_telegram
from faults.test_kills import PATIENCE, ended
from faults.worker import Post, start
from talking import SECRET

from bot.local_telegram.patient import Patient
from bot.record import Record
from bot.records import Records
from bot.reminders import Reminder
from bot.session import Session
from bot.store.opening import open_store
from bot.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from bot.local_telegram.api import LocalTelegram
    from bot.store import Store

POINTS = (
    *("due rows taken", "before commit", "after commit"),
    *("before send", "send answered", "after settling"),
)


def records(store: Store) -> Records:
    """Give records that know nothing but what is stored, as workers change it meanwhile."""
    return Records(store, Vault([SECRET]), 90 * 24 * 60 * 60)


async def waits(records: Records, patient: Patient) -> None:
    """Let a reminder of someone who agreed be due now."""
    now = int(time.time())
    at = datetime.fromtimestamp(now, UTC).replace(tzinfo=None).isoformat()
    session = Session(
        answers={"opening.consent": "remember"}, zone="Etc/UTC", reminders=(Reminder(1, at, "call"),), seen=now
    )
    await records.save(Record(patient.chat.id, session), now)


def came(telegram: LocalTelegram, patient: Patient) -> int:
    """Count the reminders that reached someone."""
    calls = telegram.called("sendMessage")
    return sum(
        "note from yourself" in one.parameters["text"] for one in calls if one.parameters["chat_id"] == patient.chat.id
    )


@pytest.mark.fault(67)
async def test_no_kill_loses_or_repeats_a_reminder(tmp_path: Path, database: str) -> None:
    log = tmp_path / "in-doubt"
    log.touch()
    async with served_telegram() as (telegram, api):
        store = await open_store(database)
        patients = {point: Patient(telegram) for point in POINTS}
        for point, patient in patients.items():
            patient.start()
            telegram.updates.take()
            await waits(records(store), patient)
            worker = start(Post(database, api, log, point))
            assert await ended(worker) == -signal.SIGKILL, f"{point} never came"
        last = start(Post(database, api, log))
        for patient in patients.values():
            for _ in range(int(PATIENCE / 0.05)):
                record = await records(store).load(patient.chat.id)
                if record.session and record.session.reminders[0].given and not record.pending:
                    break
                await asyncio.sleep(0.05)
        last.kill()
        await ended(last)
        await store.close()
        counts = {point: came(telegram, patient) for point, patient in patients.items()}
        in_doubt = sum(int(line) for line in log.read_text().split())
        assert min(counts.values()) == 1, counts
        assert sum(counts.values()) - len(counts) <= in_doubt, f"{counts}, with {in_doubt} sends under way at a kill"
