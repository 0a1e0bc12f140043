"""Workers are killed at every named moment: nothing is lost, nothing applied twice, no reply missing."""

from __future__ import annotations

import asyncio
import random
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from faults.people import AGREED, Person, expected_texts, people
from faults.serving_telegram import free_port, served_telegram
from faults.worker import HOOK_SECRET, LEASE, Post, start
from talking import SECRET

from bot.kill_points import POINTS
from bot.records import Records
from bot.store.opening import open_store
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from multiprocessing.context import ForkServerProcess
    from pathlib import Path

    from bot.local_telegram.api import LocalTelegram

WEBHOOK_ONLY = {"request received"}
REPLACING = {"before database commit"}
"""Moments that on PostgreSQL come only when a row takes the place of another, which nothing here does."""

SELDOM = {"before backoff", "after backoff", "due rows taken", "overdue lane woken"}
"""Moments that come only when a send failed or a worker died with something pending; to wait for them takes longer."""

MOST_UNANSWERED = 8
"""Answers for which a person waits before going on, or all would be said while a dead worker's hold lasts."""

PATIENCE = 300.0
"""Seconds after which something that does not come is given up; what comes is never waited for longer than it takes."""


def plan(kills: int, points: list[str], seed: int) -> list[tuple[str, int]]:
    """Give at which moments to kill: every one of them, the frequent ones more often."""
    chance = random.Random(seed)  # noqa: S311 - the same plan in every run
    often = [point for point in points if point not in SELDOM]
    seldom = [point for point in points if point in SELDOM]
    chosen = [*often, *seldom]
    while len(chosen) < kills:
        chosen.append(chance.choice(seldom if chance.random() < 0.06 else often))
    chance.shuffle(chosen)
    return [(point, 1 if point in SELDOM else chance.randint(1, 2)) for point in chosen]


async def ended(process: ForkServerProcess, patience: float = PATIENCE) -> int | None:
    """Wait for some seconds until a process has ended, and give how; None when it goes on."""
    for _ in range(int(patience / 0.01)):
        if not process.is_alive():
            return process.exitcode
        await asyncio.sleep(0.01)
    return None


class Aftermath:
    """What is true once all is over."""

    def __init__(self, database: str, log: Path) -> None:
        self._database = database
        self._log = log

    @asynccontextmanager
    async def _records(self) -> AsyncIterator[Records]:
        store = await open_store(self._database)
        try:
            yield Records(store, Vault([SECRET]), 1)
        finally:
            # Left open, it would fail whichever test is running when it is collected.
            await store.close()

    async def nothing_pending(self, everyone: list[Person]) -> None:
        """Wait until nothing is pending for anyone."""
        async with self._records() as records:
            for person in everyone:
                for _ in range(int(PATIENCE / 0.05)):
                    if not (await records.load(person.patient.chat.id)).pending:
                        break
                    await asyncio.sleep(0.05)
                else:
                    raise AssertionError("a reply is pending and nobody sends it")

    async def check(self, everyone: list[Person], expected: list[list[str]], lost_answers: int) -> None:
        """Prove the promises."""
        again = 0
        async with self._records() as records:
            for person in everyone:
                session = (await records.load(person.patient.chat.id)).session
                assert session or not person.done
                if session:
                    again += person.check(session, expected)
        in_doubt = sum(int(line) for line in self._log.read_text().split())
        assert again <= in_doubt + lost_answers, f"{again} replies came again, {in_doubt + lost_answers} were in doubt"


def upset(telegram: LocalTelegram, chance: random.Random) -> int:
    """Let a send fail now and then, and give how many of these arrived all the same."""
    if chance.random() < 0.3:
        arrives = chance.random() < 0.5
        telegram.fail("sendMessage", 502, deliver=arrives)
        return int(arrives)
    return 0


async def agreed(everyone: list[Person], telegram: LocalTelegram, post: Post) -> None:
    """Let everyone agree that their answers are remembered, with a worker that nobody kills."""
    worker = start(post)
    for person in everyone:
        for _ in range(AGREED):
            person.act()
    await asyncio.wait_for(telegram.drained(), PATIENCE)
    await Aftermath(post.database, post.log).nothing_pending(everyone)
    worker.terminate()
    assert await ended(worker) == 0
    telegram.updates.take()


async def killed_while_polling(folder: Path, database: str, kills: int) -> None:
    """Kill one worker after the other while people talk to it."""
    chance = random.Random(kills)  # noqa: S311 - the same run every time
    expected = await expected_texts(folder)
    log = folder / "in-doubt"
    log.touch()
    async with served_telegram() as (telegram, api):
        everyone = people(telegram, kills // 3 + 3)
        await agreed(everyone, telegram, Post(database, api, log))
        lost_answers = 0
        for point, nth in plan(kills, [one for one in POINTS if one not in WEBHOOK_ONLY], kills):
            worker = start(Post(database, api, log, point, nth))
            while worker.is_alive():
                lost_answers += upset(telegram, chance) if point in SELDOM else 0
                talking = [one for one in everyone if not one.is_through and one.unanswered(expected) < MOST_UNANSWERED]
                for person in talking[: 3 if len(telegram.updates.pending) < 4 else 0]:
                    person.act()
                    person.act()
                assert not all(person.is_through for person in everyone), f"{point} never came"
                await ended(worker, 0.1)
            assert worker.exitcode == -signal.SIGKILL, f"at {point} it ended by itself"
        last = start(Post(database, api, log))
        await asyncio.wait_for(telegram.drained(), PATIENCE)
        aftermath = Aftermath(database, log)
        await aftermath.nothing_pending(everyone)
        last.terminate()
        assert await ended(last) == 0
        await aftermath.check(everyone, expected, lost_answers)


class Courier:
    """Brings updates to workers as Telegram does: those of a chat in order, each until it is answered 200."""

    def __init__(self, ports: list[int], chance: random.Random) -> None:
        self.ports = ports
        self._chance = chance
        self._client = httpx.AsyncClient(timeout=60, headers={"X-Telegram-Bot-Api-Secret-Token": HOOK_SECRET})

    async def bring(self, person: Person, begin: int) -> int:
        """Bring what a person did since, some of it twice, some of it long after; give how far it got."""
        while begin < len(person.updates):
            update = person.updates[begin]
            await self._until_taken(update)
            begin += 1
            if self._chance.random() < 0.2:
                again = self._chance.choice(person.updates[:begin])
                await asyncio.gather(self._until_taken(again), self._until_taken(again))
        return begin

    async def _until_taken(self, update: dict[str, object]) -> None:
        for _ in range(int(PATIENCE / 0.05)):
            try:
                port = self._chance.choice(self.ports)
                if (await self._client.post(f"http://127.0.0.1:{port}/hook", json=update)).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)
        raise AssertionError("no worker takes the update")

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()


async def killed_behind_webhooks(folder: Path, database: str, kills: int) -> None:
    """Kill one of three workers after the other while the others go on."""
    chance = random.Random(kills)  # noqa: S311 - the same run every time
    expected = await expected_texts(folder)
    log = folder / "in-doubt"
    log.touch()
    async with served_telegram() as (telegram, api):
        everyone = people(telegram, kills * 3 // 4)
        await agreed(everyone, telegram, Post(database, api, log))
        ports = [free_port() for _ in range(3)]
        # The moments of the last three may not come any more.
        plans = plan(kills + len(ports), [one for one in POINTS if one not in REPLACING], kills)
        killed = 0
        workers = [start(Post(database, api, log, *plans.pop(), port=port)) for port in ports]
        courier = Courier(ports, chance)
        lost_answers = 0
        brought = dict.fromkeys(range(len(everyone)), AGREED)
        while True:
            busy = [number for number, person in enumerate(everyone) if not person.is_through][:6]
            for number in busy:
                everyone[number].act()
            lost_answers += upset(telegram, chance)
            bringing: asyncio.Future[list[int]] = asyncio.gather(
                *(courier.bring(everyone[number], brought[number]) for number in busy)
            )
            while not bringing.done():
                await asyncio.sleep(0.02)
                for place, worker in enumerate(workers):
                    if not worker.is_alive():
                        assert worker.exitcode == -signal.SIGKILL
                        killed += 1
                        armed = plans.pop() if plans else ("", 1)
                        workers[place] = start(Post(database, api, log, *armed, port=ports[place]))
            brought |= dict(zip(busy, bringing.result(), strict=True))
            telegram.updates.take()
            if killed >= kills:
                break
            assert busy, f"people ran out with {kills - killed} kills to come"
        aftermath = Aftermath(database, log)
        # Workers whose moment does not come any more stay, and go on serving, as workers do.
        await asyncio.sleep(2 * LEASE)
        for place, worker in enumerate(workers):
            if not worker.is_alive():
                workers[place] = start(Post(database, api, log, port=ports[place]))
        relief = start(Post(database, api, log, port=free_port()))
        await aftermath.nothing_pending(everyone)
        for worker in (*workers, relief):
            worker.terminate()
        ends = [await ended(worker) for worker in (*workers, relief)]
        assert ends[-1] == 0
        await courier.close()
        await aftermath.check(everyone, expected, lost_answers)


@pytest.mark.fault(3)
@pytest.mark.fault(4)
@pytest.mark.fault(5)
@pytest.mark.fault(47)
async def test_a_hundred_kills_while_polling_on_sqlite(tmp_path: Path) -> None:
    await killed_while_polling(tmp_path, f"sqlite:///{tmp_path / 'killed.db'}", 100)


@pytest.mark.fault(3)
@pytest.mark.fault(4)
@pytest.mark.fault(24)
async def test_a_hundred_kills_of_three_workers_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    await killed_behind_webhooks(tmp_path, postgresql, 100)


@pytest.mark.long
async def test_five_hundred_kills_while_polling_on_sqlite(tmp_path: Path) -> None:
    await killed_while_polling(tmp_path, f"sqlite:///{tmp_path / 'killed.db'}", 500)


@pytest.mark.long
async def test_five_hundred_kills_of_three_workers_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    await killed_behind_webhooks(tmp_path, postgresql, 500)
