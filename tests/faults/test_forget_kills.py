"""Workers are killed at every named moment of an erasure: all of it is gone in time, and nothing comes back."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from faults.leavers import Leaving
from faults.places import Place, PostgresqlPlace, SqlitePlace
from faults.serving_telegram import served_telegram
from faults.worker import Post

from bot.kill_points import POINTS

if TYPE_CHECKING:
    from pathlib import Path

WEBHOOK_ONLY = "request received"
FAILING = {"before backoff", "after backoff"}
OVERDUE = "overdue lane woken"
DATABASE = ("database statement begun", "before database commit", "database commit done")

STEPS = 3
"""The key of the last words is stored; their row takes the other's place, whose key is destroyed; at last it goes."""

KILLS = [
    *((point, 1) for point in POINTS if point not in {WEBHOOK_ONLY, *DATABASE}),
    *((point, step) for point in DATABASE for step in range(1, STEPS + 1)),
]
ON_POSTGRESQL = [
    *((point, 1) for point in ("before commit", "after commit", *DATABASE)),
    ("database commit done", 2),
]


async def killed_while_erasing(place: Place, kills: list[tuple[str, int]], log: Path) -> None:
    """Kill a worker at one moment after the other, each time while it erases someone else."""
    log.touch()
    async with served_telegram() as (telegram, api):
        post = Post(place.address, api, log)
        leaving = Leaving(telegram, post, place, len(kills))
        await leaving.begin()
        for leaver, (point, nth) in zip(leaving.leavers, kills, strict=True):
            leaver.confirm()
            if point in FAILING:
                telegram.fail("sendMessage", 502, chat_id=leaver.patient.chat.id)
            if point == OVERDUE:
                await leaving.kill(replace(post, point="after commit"))
            since = "before commit" if point in DATABASE else ""
            await leaving.kill(replace(post, point=point, nth=nth, since=since))
            await leaving.recover(leaver)
        await leaving.haunt()
        await leaving.check()
        await leaving.check_backup()


@pytest.mark.fault(62)
@pytest.mark.fault(63)
async def test_no_kill_keeps_anything_of_an_erased_person_on_sqlite(tmp_path: Path) -> None:
    # Two at a time, as most of the time is waiting.
    for folder in (tmp_path / "even", tmp_path / "odd"):
        folder.mkdir()
    await asyncio.gather(
        killed_while_erasing(SqlitePlace(tmp_path / "even"), KILLS[::2], tmp_path / "even" / "in-doubt"),
        killed_while_erasing(SqlitePlace(tmp_path / "odd"), KILLS[1::2], tmp_path / "odd" / "in-doubt"),
    )


@pytest.mark.fault(62)
@pytest.mark.fault(63)
async def test_no_kill_keeps_anything_of_an_erased_person_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    await killed_while_erasing(PostgresqlPlace(postgresql), ON_POSTGRESQL, tmp_path / "in-doubt")


@pytest.mark.fault(63)
async def test_a_kill_between_the_two_files_of_a_commit_is_made_good(tmp_path: Path) -> None:
    place, log = SqlitePlace(tmp_path), tmp_path / "in-doubt"
    log.touch()
    async with served_telegram() as (telegram, api):
        post = Post(place.address, api, log)
        leaving = Leaving(telegram, post, place, STEPS)
        await leaving.begin()
        for leaver, step in zip(leaving.leavers, range(1, STEPS + 1), strict=True):
            place.crowd()
            leaver.confirm()
            at = replace(post, point="before database commit", nth=step, since="before commit", on_write=True)
            await leaving.kill(at, by=signal.SIGXFSZ)
            assert place.is_torn
            await leaving.recover(leaver)
        await leaving.haunt()
        await leaving.check()
        await leaving.check_backup()
