"""Whether the bot is well can be asked from outside, and a process that stands still ends itself."""

from __future__ import annotations

import asyncio
import multiprocessing
import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from faults.serving_telegram import free_port
from talking import SECRET, shipped

from bot.app import App
from bot.handlers.calling import Caller
from bot.handlers.registration import LOOK, Registration
from bot.local_telegram.api import LocalTelegram
from bot.operating.health import BLOCKED, Health, watched
from bot.operating.metrics import Metrics
from bot.operating.vital_signs import serve
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

STANDSTILL = 0.5


def asked(port: int) -> tuple[int, str]:
    """Ask how the bot is."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


async def until(port: int, status: int) -> str:
    """Ask until this is the answer, and give its words."""
    while (answer := await asyncio.to_thread(asked, port))[0] != status:  # noqa: ASYNC110 - asked from outside
        await asyncio.sleep(0.05)
    return answer[1]


@pytest.mark.fault(101)
def test_a_part_that_has_stopped_working_is_named() -> None:
    now = 0.0
    health = Health(lambda: now)
    port = free_port()
    stop = serve(port, Metrics(), health)
    try:
        assert asked(port) == (200, "well\n")
        for part in ("loop", "database", "telegram"):
            health.worked(part)
        now = 12.0
        health.worked("telegram")
        assert asked(port) == (503, "loop has not worked for 12 s\n")
        health.worked("loop")
        now = 20.0
        assert asked(port) == (503, "database has not worked for 20 s\n")
        health.worked("database")
        health.failed("webhook")
        assert asked(port) == (503, "webhook has not worked for 0 s\n")
        health.worked("webhook")
        assert asked(port)[0] == 200
    finally:
        stop()


@pytest.mark.fault(101)
async def test_a_running_bot_is_well_but_for_while_its_database_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.operating.health.SILENCE", {"database": 0.3})
    monkeypatch.setattr("bot.operating.upkeep.SWEEP", 0.05)
    telegram, port = LocalTelegram(), free_port()
    store = SqliteStore(tmp_path / "sessions.db")
    app = App(shipped(), store, secrets=[SECRET], token=telegram.token, transport=telegram.transport, metrics_port=port)
    running = asyncio.create_task(app.run())
    await telegram.bell.until(lambda: bool(telegram.called("getMe")))
    assert await asyncio.to_thread(asked, port) == (200, "well\n")
    with closing(sqlite3.connect(tmp_path / "sessions.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "database" in await until(port, 503)
        other.execute("ROLLBACK")
    assert await until(port, 200) == "well\n"
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await store.close()


@pytest.mark.fault(100)
async def test_a_webhook_that_telegram_cannot_reach_shows_at_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LOOK <= 300
    monkeypatch.setattr("bot.handlers.registration.LOOK", 60.0)
    monkeypatch.setattr("bot.handlers.registration.AT_START", 0.0)
    telegram, health = LocalTelegram(), Health()
    store = SqliteStore(tmp_path / "sessions.db")
    async with App(
        shipped(), store, secrets=[SECRET], token=telegram.token, transport=telegram.transport
    ).application as application:
        watch = Registration(Caller(application.bot), store, "https://bot.example/hook", "secret", health)
        telegram.updates.set_webhook({"url": "https://bot.example/hook"})
        assert telegram.updates.webhook
        telegram.updates.webhook |= {"last_error_date": int(time.time()), "last_error_message": "certificate expired"}
        await watch._is_right()  # noqa: SLF001 - the look that comes every five minutes
        assert "webhook" in health.ailing
        telegram.updates.webhook["last_error_date"] = 1
        await watch._is_right()  # noqa: SLF001
        assert "webhook" not in health.ailing
    await store.close()


def _stand_still() -> None:
    health = Health()
    health.worked("loop")
    with watched(health, STANDSTILL):
        time.sleep(60)


def _live() -> None:
    health = Health()
    with watched(health, STANDSTILL):
        for _ in range(20):
            health.worked("loop")
            time.sleep(STANDSTILL / 10)


@pytest.mark.fault(99)
@pytest.mark.parametrize(("work", "code"), [(_stand_still, BLOCKED), (_live, 0)])
def test_a_process_that_stands_still_ends_itself(work: object, code: int) -> None:
    process = multiprocessing.get_context("fork").Process(target=work)  # type: ignore[arg-type]
    process.start()
    process.join(30)
    assert process.exitcode == code
