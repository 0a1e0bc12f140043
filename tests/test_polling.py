"""Long polling: what is acknowledged is committed, and nothing that comes can stop the bot."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from talking import DAY, SECRET, Talk, shipped
from walks import TO_A_LIST, TO_CONSENT, TO_THE_FIRST_QUESTION, walk

from bot.app import App
from bot.handlers.polling import PollingError
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.store import StoreError
from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.store import Row


class FailingStore(SqliteStore):
    """A database that can be told to fail a number of writes, before or after doing them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.failures: Iterator[str] = iter(())

    async def write(self, row: Row) -> None:
        """Write, or fail."""
        kind = next(self.failures, "")
        if kind != "before":
            await super().write(row)
        if kind:
            raise StoreError("the connection was lost")


@pytest.fixture
async def bare_talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk whose bot may end by itself."""
    talk = await Talk(tmp_path).__aenter__()
    yield talk
    with suppress(PollingError):
        await talk.__aexit__()


def running_of(talk: Talk) -> asyncio.Task[None]:
    """Give the bot at work."""
    return talk._running  # noqa: SLF001 - a talk ends its bot by itself; here the bot ends


async def entries(talk: Talk) -> list[str]:
    session = (await talk.record()).session
    assert session
    return list(session.entries("preparation.timeline").values())


@pytest.mark.fault(1)
async def test_an_update_that_comes_twice_takes_effect_once(talk: Talk) -> None:
    await walk(talk, *TO_A_LIST)
    await talk.say("first scan")
    talk.patient.again()
    talk.patient.again()
    await talk.settled()
    assert await entries(talk) == ["first scan"]


@pytest.mark.fault(2)
async def test_an_update_that_comes_again_a_day_later_takes_no_effect(talk: Talk) -> None:
    await walk(talk, *TO_A_LIST)
    await talk.say("first scan")
    repeated = talk.patient.last_update
    for day in range(2):
        talk.time += 23 * 3600
        await talk.restart()
        await talk.say(f"scan {day}")
    talk.patient.again(repeated)
    await talk.settled()
    assert (await entries(talk)).count("first scan") == 1


@pytest.mark.fault(8)
async def test_update_numbers_may_begin_anew_lower(talk: Talk) -> None:
    await walk(talk, *TO_A_LIST)
    await talk.say("before")
    talk.time += 8 * DAY
    talk.telegram.updates._next_id = 7  # noqa: SLF001 - Telegram chooses the next number by chance after a quiet week
    await asyncio.sleep(0)
    await talk.say("after")
    assert await entries(talk) == ["before", "after"]


@pytest.mark.fault(7)
async def test_an_update_that_always_fails_is_set_aside_and_the_chat_goes_on(talk: Talk) -> None:
    await walk(talk, *TO_A_LIST)
    tries: list[None] = []
    turns = talk.app.turns
    take = turns.take

    def breaking(session: object, event: object, *rest: object) -> object:
        if getattr(event, "text", "") == "poison":
            tries.append(None)
            raise RuntimeError
        return take(session, event, *rest)  # type: ignore[arg-type]

    turns.take = breaking  # type: ignore[assignment,method-assign]
    await talk.say("poison")
    assert len(tries) == 3
    assert "Something went wrong" in talk.last.text
    await talk.say("an answer")
    assert await entries(talk) == ["an answer"]


@pytest.mark.fault(54)
@pytest.mark.fault(56)
async def test_while_the_database_is_away_updates_stay_at_telegram(tmp_path: Path) -> None:
    async with FailingTalk(tmp_path, []) as talk:
        await walk(talk, *TO_CONSENT)
        talk.store.failures = iter(["before"] * 3)
        await talk.tap_data(TO_THE_FIRST_QUESTION[len(TO_CONSENT)])
        assert talk.last.labels
        record = await talk.record()
        assert record.session
        assert record.session.answers["opening.who"] == "me"
        assert len(record.applied) == 4


@pytest.mark.fault(57)
async def test_a_commit_whose_answer_was_lost_takes_effect_once(tmp_path: Path) -> None:
    async with FailingTalk(tmp_path, []) as talk:
        await walk(talk, *TO_A_LIST)
        talk.store.failures = iter(["after"])
        await talk.say("first scan")
        assert await entries(talk) == ["first scan"]


class FailingTalk(Talk):
    """A talk on a database that fails."""

    def __init__(self, folder: Path, failures: list[str]) -> None:
        super().__init__(folder)
        self._failures = failures

    async def __aenter__(self) -> FailingTalk:  # noqa: PYI034 - it is never the parent of another
        self.store = FailingStore(self.database)
        self.store.failures = iter(self._failures)
        self._store = self.store
        self.app = App(
            shipped(),
            self.store,
            secrets=[SECRET],
            token=self.telegram.token,
            transport=self.telegram.transport,
            now=lambda: int(self.time),
        )
        self._running = asyncio.create_task(self.app.run())
        return self


@pytest.mark.fault(9)
async def test_of_two_that_poll_one_goes_on_and_the_other_says_why(bare_talk: Talk, tmp_path: Path) -> None:
    talk = bare_talk
    await talk.say("/start")
    store = SqliteStore(tmp_path / "other.db")
    other = App(shipped(), store, secrets=[SECRET], token=talk.telegram.token, transport=talk.telegram.transport)
    second = asyncio.create_task(other.run())
    done, left = await asyncio.wait({running_of(talk), second}, return_when=asyncio.FIRST_COMPLETED)
    assert len(done) == 1
    with pytest.raises(PollingError, match="another process"):
        await done.pop()
    talk.patient.say("/menu")
    await asyncio.wait_for(talk.telegram.drained(), 120)
    for task in left - {running_of(talk)}:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await store.close()


@pytest.mark.fault(9)
async def test_a_webhook_that_is_set_is_named_with_its_cure(tmp_path: Path) -> None:
    telegram = LocalTelegram()
    await telegram.call("setWebhook", {"url": "https://example.org/hook"})
    store = SqliteStore(tmp_path / "sessions.db")
    app = App(shipped(), store, secrets=[SECRET], token=telegram.token, transport=telegram.transport)
    with pytest.raises(PollingError, match="a webhook is set"):
        await app.run()
    await store.close()


@pytest.mark.fault(11)
async def test_what_an_earlier_bot_asked_for_does_not_hide_taps(talk: Talk) -> None:
    talk.telegram.updates.allow(["message"])
    await talk.restart()
    await talk.say("/start")
    await talk.tap_data(TO_THE_FIRST_QUESTION[0])
    assert len((await talk.record()).applied) == 2


@pytest.mark.fault(12)
async def test_what_waited_while_the_bot_was_down_is_answered(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    people = [Patient(talk.telegram, name=f"Person {number}") for number in range(10)]
    for person in people:
        person.start()
    async with talk:
        await talk.settled()
    assert all(person.messages[-1].author == "bot" for person in people)


@pytest.mark.fault(13)
async def test_a_long_backlog_is_worked_off_in_order(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    people = [Patient(talk.telegram, name=f"Person {number}") for number in range(150)]
    for person in people:
        person.start()
        person.say("/menu")
        person.tap_data("page:help", 1)
    talk.telegram.advance(200)
    async with talk:
        await talk.settled()
    assert all(person.messages[-1].labels for person in people)


@pytest.mark.fault(17)
async def test_updates_of_a_later_telegram_are_passed_over(bare_talk: Talk) -> None:
    talk = bare_talk
    talk.telegram.updates.put("message", {"message_id": "a word", "date": {}, "chat": 5})
    talk.telegram.updates.put("message", {"message_id": 5, "date": 5, "chat": {"id": 5, "type": "planet"}, "new": {}})
    talk.telegram.updates.put("poll", {"entirely": "new"})
    await talk.say("/start")
    assert talk.last.labels


@pytest.mark.fault(18)
async def test_a_token_that_was_revoked_ends_the_bot_with_its_cure_and_keeps_what_is_pending(bare_talk: Talk) -> None:
    talk = bare_talk
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", 401, times=None)
    await talk.tap_data(TO_THE_FIRST_QUESTION[len(TO_CONSENT)])
    assert (await talk.record()).pending
    talk.telegram.fail("getUpdates", 401)
    talk.patient.say("/menu")
    with pytest.raises(PollingError, match="BotFather"):
        await running_of(talk)
    assert (await talk.record()).pending


@pytest.mark.fault(6)
@pytest.mark.fault(27)
@pytest.mark.fault(32)
async def test_a_chat_whose_sends_hang_holds_up_no_other(talk: Talk) -> None:
    slow = Patient(talk.telegram, name="Slow")
    talk.telegram.hang("sendMessage", times=None, chat_id=slow.chat.id)
    talk.telegram.hang("answerCallbackQuery", times=1)
    slow.start()
    slow.tap_data(TO_THE_FIRST_QUESTION[0], 1)
    talk.patient.start()
    await asyncio.wait_for(talk.telegram.drained(), 120)
    while not [one for one in talk.patient.messages if one.author == "bot"]:
        await talk.telegram.changed(talk.telegram.bell.rings)
    assert not [one for one in slow.messages if one.author == "bot"]
    talk.telegram.heal()


@pytest.mark.fault(20)
@pytest.mark.fault(21)
async def test_a_tap_on_another_question_s_buttons_changes_no_answer_and_shows_the_present_one(talk: Talk) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    before = (await talk.record()).session
    assert before
    await talk.tap_data("pick:opening.who:someone")
    await talk.tap_data("pick:treatment.type:relapsing")
    after = (await talk.record()).session
    assert after
    assert after.answers == before.answers
    assert after.place == before.place
    assert [one for one in talk.last.all_buttons if one.data == "pick:reasons.health:worse"]


async def test_what_is_done_is_not_done_again_while_an_earlier_update_takes_long(talk: Talk) -> None:
    await talk.say("/start")
    handle, handled, go_on = talk.app.intake._handle, [], asyncio.Event()  # noqa: SLF001 - to see what is begun

    async def slow(incoming: object) -> None:
        handled.append(incoming.update_id)  # type: ignore[attr-defined]
        if len(set(handled)) == 1:
            await go_on.wait()
        await handle(incoming)  # type: ignore[arg-type]

    talk.app.intake._handle = slow  # noqa: SLF001
    other = Patient(talk.telegram, name="Other")
    talk.patient.say("/menu")
    other.start()
    polls = len(talk.telegram.called("getUpdates"))
    await talk.telegram.bell.until(lambda: len(talk.telegram.called("getUpdates")) >= polls + 3)
    go_on.set()
    await talk.settled()
    assert len(handled) == 2
