"""SIGTERM at every named moment, twice: the process ends by itself, and the next one goes on where it stopped."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest
from faults.people import expected_texts, people
from faults.serving_telegram import served_telegram
from faults.test_kills import PATIENCE, Aftermath, agreed, ended
from faults.worker import Post, start

from bot import app
from bot.kill_points import POINTS

if TYPE_CHECKING:
    from pathlib import Path

ON_THE_WAY = [
    point
    for point in POINTS
    if point not in {"request received", "before backoff", "after backoff", "overdue lane woken"}
]


@pytest.mark.fault(97)
async def test_a_worker_told_to_stop_at_any_moment_leaves_nothing_behind(tmp_path: Path) -> None:
    assert 3 * app.PATIENCE < 10, "three steps of stopping, each with its own patience, take less than ten seconds"
    expected = await expected_texts(tmp_path)
    database, log = f"sqlite:///{tmp_path / 'stopped.db'}", tmp_path / "in-doubt"
    log.touch()
    async with served_telegram() as (telegram, api):
        everyone = people(telegram, 5)
        await agreed(everyone, telegram, Post(database, api, log))
        for point in ON_THE_WAY:
            worker = start(Post(database, api, log, point, polite=True))
            for _ in range(1000):
                # Nobody goes on before they were heard, or all is said before a slow worker has begun.
                for person in [one for one in everyone if not one.is_through][: 0 if telegram.updates.pending else 2]:
                    person.act()
                if await ended(worker, 0.1) is not None:
                    break
            assert worker.exitcode == 0, f"told to stop at {point}, it did not end by itself"
        last = start(Post(database, api, log))
        await asyncio.wait_for(telegram.drained(), PATIENCE)
        aftermath = Aftermath(database, log)
        await aftermath.nothing_pending(everyone)
        assert last.pid
        os.kill(last.pid, signal.SIGTERM)
        os.kill(last.pid, signal.SIGTERM)
        assert await ended(last, 10) == 0
        await aftermath.check(everyone, expected, 0)
