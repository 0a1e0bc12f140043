"""Several workers on one database: order, fences, shared limits, and what a slow chat costs the others."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import AsyncExitStack
from statistics import median
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock

import asyncpg
import pytest
from talking import SECRET, shipped
from walks import TO_A_LIST, TO_CONSENT

from bot.app import App
from bot.delivery import LEASE
from bot.delivery.pace import Limits, Pace
from bot.handlers.reading import read_update
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.record import Record
from bot.rotation import rotate
from bot.session import Session
from bot.store import StoreError
from bot.store.opening import open_store
from bot.store.sqlite import SqliteStore
from bot.vault import MARK, Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOTES = 3
NEWEST = "the newest secret for tests, also longer than 32 characters"

UNHURRIED = 600
"""A lease in seconds that no slow machine outlasts, where no worker dies."""


class Office:
    """Three workers on one database, and their Telegram."""

    def __init__(self, stack: AsyncExitStack, database: str, lease: int) -> None:
        self._lease = lease
        self._stack = stack
        self.database = database
        self.telegram = LocalTelegram()
        self.workers: list[App] = []
        self.refused = 0

    async def open(self, *secrets: str) -> None:
        """Let three workers come in, who have these master secrets."""
        self.workers.clear()
        for _ in range(3):
            store = await open_store(self.database)
            self._stack.push_async_callback(store.close)
            telegram = self.telegram
            app = App(
                shipped(),
                store,
                secrets=secrets,
                token=telegram.token,
                transport=telegram.transport,
                lease=self._lease,
            )
            await self._stack.enter_async_context(app.application)
            self.workers.append(app)

    async def take(self, worker: int, update: object) -> None:
        """Give an update to a worker, again and again for as long as the database is too busy, as Telegram does."""
        app = self.workers[worker]
        read = read_update(update, app.application.bot)  # type: ignore[arg-type]
        assert read
        while True:
            try:
                await app.intake.take(read)
            except StoreError:
                self.refused += 1
                await asyncio.sleep(0.1)
            else:
                return

    async def patient(self) -> Patient:
        """Give a person who agreed, so that everything is stored; the first worker has answered."""
        patient = Patient(self.telegram)
        for update in (patient.start(), *(patient.tap_data(data, 1) for data in TO_CONSENT)):
            await self.take(0, update)
        await self.idle()
        return patient

    async def slowest_but_two(self) -> float:
        """Let forty people come, some at a time, and give for how many seconds 95 in a hundred wait at the most."""
        waits: list[float] = []

        async def come() -> None:
            patient, begun = Patient(self.telegram), time.perf_counter()
            await self.take(0, patient.start())
            await self.telegram.bell.until(lambda: len(patient.messages) > 1)
            waits.append(time.perf_counter() - begun)

        for _ in range(8):
            await asyncio.gather(*(come() for _ in range(5)))
        return sorted(waits)[-3]

    async def idle(self) -> None:
        """Return when no worker has anything on its way."""
        for app in self.workers:
            await app.delivery.idle()

    async def notes(self, patient: Patient) -> list[str]:
        """Give what a person typed into the list, as it is stored."""
        session = (await self.workers[0].records.load(patient.chat.id)).session
        assert session
        return list(session.entries("preparation.timeline").values())


@pytest.fixture
async def office(request: pytest.FixtureRequest, postgresql: str) -> AsyncIterator[Office]:
    async with AsyncExitStack() as stack:
        office = Office(stack, postgresql, getattr(request, "param", LEASE))
        await office.open(SECRET)
        yield office
        await office.idle()


@pytest.mark.fault(1)
@pytest.mark.fault(22)
@pytest.mark.fault(23)
@pytest.mark.fault(58)
@pytest.mark.parametrize("office", [UNHURRIED], indirect=True)
async def test_five_hundred_chats_on_three_workers_keep_their_order(office: Office) -> None:
    chance = random.Random(500)  # noqa: S311 - the same run every time
    patients = [Patient(office.telegram) for _ in range(500)]

    async def talk(patient: Patient) -> None:
        at_the_list = Session(place="preparation.timeline", answers={"opening.consent": "remember"}, seen=1)
        await office.workers[0].records.save(Record(patient.chat.id, at_the_list), 1)
        updates = [patient.say(f"note {number}") for number in range(NOTES)]
        for done, update in enumerate(updates, 1):
            # Each comes to any worker, some of them to two at once, and old ones again in between.
            again = chance.choice(updates[:done])
            places = chance.sample(range(3), 2)
            await asyncio.gather(*(office.take(place, update) for place in places[: chance.randint(1, 2)]))
            if chance.random() < 0.3:
                await office.take(chance.randrange(3), again)

    for start in range(0, 500, 50):
        await asyncio.gather(*(talk(patient) for patient in patients[start : start + 50]))
    await office.idle()
    for patient in patients:
        assert await office.notes(patient) == [f"note {number}" for number in range(NOTES)]
        shown = [message for message in patient.messages if message.author == "bot"]
        saved = [number for message in shown for number in range(NOTES) if f": note {number}\n" in message.text]
        assert saved == list(range(NOTES))
        assert len(shown) == NOTES


@pytest.mark.fault(60)
@pytest.mark.parametrize("office", [UNHURRIED], indirect=True)
async def test_keys_are_rotated_while_three_workers_serve(office: Office) -> None:
    patients = [await office.patient() for _ in range(8)]
    for patient in patients:
        for data in TO_A_LIST[2:]:
            await office.take(0, patient.tap_data(data, 1))
    await office.idle()
    store = await open_store(office.database)
    old_keys = {row.key for row in await store.rows(b"", 100)}

    async def talk(number: int) -> None:
        for note in range(6):
            await office.take((number + note) % 3, patients[number].say(f"note {note}"))

    # One was restarted already and the others not yet, as SECURITY.md says.
    await office.open(SECRET, NEWEST)
    others = office.workers[1:]
    await office.open(NEWEST, SECRET)
    office.workers[1:] = others
    talking = asyncio.gather(*(talk(number) for number in range(len(patients))))
    moved = 0
    while not talking.done():
        moved += await rotate(store, Vault([NEWEST, SECRET]), most=5)
        await asyncio.sleep(0.01)
    await talking
    assert moved
    await office.idle()
    moved += await rotate(store, Vault([NEWEST, SECRET]))
    assert moved == len(patients)
    rows = await store.rows(b"", 100)
    assert len(rows) == len(patients)
    assert not old_keys & {row.key for row in rows}
    assert await store.key_marks(MARK) == {rows[0].key[:MARK]}
    await store.close()
    await office.open(NEWEST)
    for patient in patients:
        assert await office.notes(patient) == [f"note {note}" for note in range(6)]


@pytest.mark.fault(24)
async def test_what_a_dead_worker_left_is_sent_by_another_within_ten_seconds(office: Office) -> None:
    patient = await office.patient()
    before = len(patient.messages)
    await office.take(0, patient.say("/menu"))
    await office.workers[0].delivery.stop()
    assert len(patient.messages) == before + 1
    taken_over = asyncio.create_task(office.telegram.bell.until(lambda: len(patient.messages) > before + 1))
    for _ in range(10):
        await office.workers[1].delivery.sweep()
        if taken_over.done():
            break
        await asyncio.wait({taken_over}, timeout=1)
    assert taken_over.done()


@pytest.mark.fault(24)
async def test_a_worker_that_lives_keeps_what_it_sends_however_long_it_takes(office: Office) -> None:
    patient = await office.patient()
    before = len(office.telegram.called("sendMessage"))
    office.telegram.hang("sendMessage")
    await office.take(0, patient.say("/menu"))
    for _ in range(2 * LEASE):
        await asyncio.sleep(1)
        await office.workers[1].delivery.sweep()
        await office.workers[1].delivery.idle()
    office.telegram.heal()
    assert len(office.telegram.called("sendMessage")) == before + 1


@pytest.mark.fault(19)
@pytest.mark.fault(25)
async def test_two_taps_at_once_on_two_workers_leave_one_answer_and_complete_both(office: Office) -> None:
    patient = Patient(office.telegram)
    for update in (patient.start(), *(patient.tap_data(data, 1) for data in TO_A_LIST[:2])):
        await office.take(0, update)
    taps = [patient.tap_data(f"pick:opening.who:{choice}", 1) for choice in ("me", "someone")]
    await asyncio.gather(*(office.take(worker, tap) for worker, tap in enumerate(taps)))
    record = await office.workers[0].records.load(patient.chat.id)
    assert record.session
    assert record.session.answers["opening.who"] in {"me", "someone"}
    assert record.session.place == "opening.stage"
    assert len(record.applied) == 5


@pytest.mark.fault(58)
async def test_turns_that_the_server_refuses_as_conflicting_are_taken_anew(office: Office) -> None:
    server = await asyncpg.connect(office.database)
    # The strictest server there is: whoever read what another one wrote meanwhile is refused.
    await server.execute("ALTER ROLE postgres SET default_transaction_isolation = 'serializable'")
    patient = await office.patient()
    for data in TO_A_LIST[2:]:
        await office.take(0, patient.tap_data(data, 1))
    await office.open(SECRET)
    watch = await asyncpg.connect(office.database)
    async with server.transaction():
        await server.execute("UPDATE session SET wake_at = wake_at")
        turn = asyncio.create_task(office.take(0, patient.say("a note")))
        while not await watch.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            pass
    await turn
    await server.execute("ALTER ROLE postgres RESET ALL")
    for connection in (server, watch):
        await connection.close()
    assert office.refused == 1
    assert await office.notes(patient) == ["a note"]


@pytest.mark.fault(27)
async def test_a_chat_that_is_stuck_changes_nothing_for_the_others(office: Office) -> None:
    slow = await office.patient()
    stuck: list[float] = []
    free: list[float] = []
    # As on a network, where a wait is long beside what a busy machine adds to it.
    office.telegram.delay = 0.05
    for _ in range(5):
        free.append(await office.slowest_but_two())
        office.telegram.hang("sendMessage", times=None, chat_id=slow.chat.id)
        update = slow.say("/menu")
        before = len(slow.messages)
        await office.take(0, update)
        stuck.append(await office.slowest_but_two())
        assert len(slow.messages) == before
        office.telegram.heal()
        await office.idle()
    assert median(stuck) <= 1.1 * median(free), f"{stuck} seconds beside a stuck chat, {free} without one"


@pytest.mark.fault(32)
async def test_the_limit_to_all_chats_is_shared_by_the_workers(database: str) -> None:
    stores = [await open_store(database) for _ in range(3)]
    paces = [Pace(store, Limits(overall=20)) for store in stores]
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(pace.wait(0.0) for pace in paces for _ in range(20)))
    # 60 messages at 20 a second: one second's worth leaves at once, and what a worker took ahead is not given back.
    assert loop.time() - begun > 1.4
    for store in stores:
        await store.close()


async def test_a_chat_gets_a_burst_and_then_one_message_a_second(database: str) -> None:
    store = await open_store(database)
    pace = Pace(store, Limits(overall=1000, burst=3))
    paced, waits = 0.0, []
    loop = asyncio.get_running_loop()
    for _ in range(5):
        begun = loop.time()
        await pace.wait(paced)
        waits.append(loop.time() - begun > 0.5)
        paced = pace.after(paced)
    assert waits[:3] == [False, False, False]
    assert waits[-1]
    await store.close()


async def test_without_the_database_each_worker_keeps_the_pace_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path / "away.db")
    monkeypatch.setattr(store, "queue_up", AsyncMock(side_effect=StoreError("the connection was lost")))
    pace = Pace(store, Limits(overall=20))
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(pace.wait(0.0) for _ in range(20)))
    assert 0.5 < loop.time() - begun < 5
    await store.close()
