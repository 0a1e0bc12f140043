"""People who have everything about them deleted while workers die, and what must be true of them afterwards."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from canary import Canary
from databases import copied_rows, restore_rows
from faults.test_kills import ended
from faults.worker import Post, start
from talking import SECRET

from bot.consent import VERSION
from bot.local_telegram.patient import Patient
from bot.record import FAREWELL, Record
from bot.records import Records
from bot.reminders import Reminder
from bot.reply import Message, Send
from bot.session import Session
from bot.store.opening import open_store
from bot.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import ForkServerProcess

    from faults.places import Place

    from bot.local_telegram.api import LocalTelegram

HOUR = 60 * 60
PATIENCE = 30.0
"""Seconds after which something that does not come is given up."""

CONFIRMED = "yes:forget"
LIST = "preparation.timeline"
LAST_WORDS = "Everything I had stored about you is deleted"
REMINDED = "note from yourself"


@dataclass
class Leaver:
    """Someone whose answers are deleted, and what there was to delete.

    Attributes:
        patient: The person.
        canary: What they wrote, and what was to be sent to them.
        answer: An update that stored something.
        confirmed: The update that had it deleted.
        key: Their key, wrapped, as it was stored.
        id: The id of their row.
    """

    patient: Patient
    canary: Canary = field(default_factory=lambda: Canary([]))
    answer: dict[str, Any] = field(default_factory=dict)
    confirmed: dict[str, Any] = field(default_factory=dict)
    key: bytes = b""
    id: bytes = b""

    def confirm(self) -> None:
        """Say yes to it."""
        self.confirmed = self.patient.tap_data(CONFIRMED, 1)

    def laden(self, now: int) -> Record:
        """Give what is stored of them when they are asked whether to delete: an answer, a reminder, an unsent reply."""
        at = datetime.fromtimestamp(now + HOUR, UTC).replace(tzinfo=None).isoformat()
        answer = self.canary.text(f"answer{self.patient.chat.id}")
        session = Session(
            place=LIST,
            answers={"opening.consent": "remember", LIST: {"1": answer}},
            consent=VERSION,
            zone="Etc/UTC",
            reminders=(Reminder(1, at, self.canary.text("reminder")),),
            view="forget",
            open=1,
            messages=2,
            seen=now,
        )
        waiting = Send(2, Message(self.canary.text("waiting")))
        self.patient.start()
        self.answer = self.patient.say(answer)
        self.patient.telegram.updates.take()
        return Record(self.patient.chat.id, session, (waiting,)).with_applied(self.answer["update_id"], now)

    def texts(self) -> list[str]:
        """Give what reached this person, in order."""
        calls = self.patient.telegram.called("sendMessage")
        mine = [one for one in calls if one.parameters["chat_id"] == self.patient.chat.id and one.refusal is None]
        return [one.parameters["text"] for one in mine]


class Leaving:
    """People who leave, one who stays, and the workers that come and go.

    Args:
        telegram: The Telegram they are on.
        post: What each worker is to do.
        place: Where rows and keys lie.
        number: How many people leave.
    """

    def __init__(self, telegram: LocalTelegram, post: Post, place: Place, number: int) -> None:
        self._telegram = telegram
        self._post = post
        self._place = place
        self.leavers = [Leaver(Patient(telegram)) for _ in range(number)]
        self.stays = Leaver(Patient(telegram))
        self._copy = b""

    async def begin(self) -> None:
        """Store what there is of everyone, and back it up; what is unsent waits as when Telegram said for how long."""
        store, now = await open_store(self._place.address), int(time.time())
        records = Records(store, Vault([SECRET]), 90 * 24 * HOUR)
        for person in (*self.leavers, self.stays):
            stored = await records.save(person.laden(now), now, now + HOUR)
            assert stored.row
            person.id, person.key = stored.row.id, stored.row.key
        await store.close()
        self._copy = await copied_rows(self._place.address)

    async def kill(self, post: Post, by: int = signal.SIGKILL) -> None:
        """Start a worker that will be killed, and wait for that."""
        worker = start(post)
        begun = time.monotonic()
        while await ended(worker, 0.2) is None:
            assert time.monotonic() < begun + PATIENCE, f"{post.point} never came"
            if not self._telegram.updates.pending:
                # A poll is only answered when somebody does something.
                self.stays.patient.say("/forget")
        assert worker.exitcode == -by, f"at {post.point} it ended with {worker.exitcode}"

    async def recover(self, leaver: Leaver) -> None:
        """Start again, and wait until all is said and gone."""
        begun, worker = time.time(), start(self._post)
        await until(lambda: any(LAST_WORDS in text for text in leaver.texts()))
        while await self._place.holds(leaver.id, {leaver.key}):
            assert time.time() < begun + PATIENCE < begun + FAREWELL, "something is left"
            await asyncio.sleep(0.05)
        await asyncio.wait_for(self._telegram.drained(), PATIENCE)
        worker.kill()
        await ended(worker, PATIENCE)

    async def haunt(self) -> None:
        """Deliver everything again, tap old buttons, and let the time of every reminder come."""
        worker = start(replace(self._post, ahead=2 * HOUR))
        for number, leaver in enumerate(self.leavers):
            leaver.patient.again(leaver.answer)
            match number % 3:
                case 0:
                    leaver.patient.again(leaver.confirmed)
                case 1:
                    leaver.patient.tap_data(CONFIRMED, 1)
                case _:
                    leaver.patient.tap_data("pick:opening.who:someone", 1)
        await asyncio.wait_for(self._telegram.drained(), PATIENCE)
        # Who stays is reminded: so the clock has had its turn with everyone.
        await until(lambda: any(REMINDED in text for text in self.stays.texts()))
        await stopped(worker)

    async def check(self) -> None:
        """Prove that nothing is left of those who left, and all of the one who stays."""
        store = await open_store(self._place.address)
        assert [row.id for row in await store.rows(b"", 1000)] == [self.stays.id]
        await store.close()
        assert await self._place.holds(self.stays.id, {self.stays.key}), "the search finds nothing at all"
        for leaver in self.leavers:
            assert not await self._place.holds(leaver.id, {leaver.key})
            texts = leaver.texts()
            assert any(LAST_WORDS in text for text in texts)
            assert leaver.canary.found_in(("sent", text.encode()) for text in texts) == []
            assert not any(REMINDED in text for text in texts)
        for person in (*self.leavers, self.stays):
            assert person.canary.found_in(self._place.files()) == []

    async def check_backup(self) -> None:
        """Prove that in the backup from before only the rows of the one who stays can be read."""
        await restore_rows(self._place.address, self._copy)
        store = await open_store(self._place.address)
        records = Records(store, Vault([SECRET]), 90 * 24 * HOUR)
        rows = await store.rows(b"", 1000)
        assert {row.id for row in rows} == {person.id for person in (*self.leavers, self.stays)}
        assert {row.id for row in rows if row.key} == {self.stays.id}
        session = (await records.load(self.stays.patient.chat.id)).session
        assert session
        assert set(session.entries(LIST).values()) < set(self.stays.canary.words)
        for leaver in self.leavers:
            assert (await records.load(leaver.patient.chat.id)).session is None
        assert [row.id for row in await store.rows(b"", 1000)] == [self.stays.id]
        await store.close()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - what another process does rings no bell
            await asyncio.sleep(0.02)


async def stopped(worker: ForkServerProcess) -> None:
    """End a worker as an operator does."""
    worker.terminate()
    assert await ended(worker, PATIENCE) == 0
