"""What becomes of replies when Telegram, the network or the person does not take them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from talking import BEGINNING, DAY, SECRET, Talk
from walks import TO_CONSENT, TO_THE_FIRST_QUESTION, walk

from bot.delivery import Delivery
from bot.delivery.outcomes import Fate, Outcome
from bot.delivery.pace import Limits, Pace
from bot.local_telegram.patient import Patient
from bot.record import Record
from bot.records import Records
from bot.reply import Close, Document, Message, Send
from bot.session import Session
from bot.store.opening import open_store
from bot.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from bot.local_telegram.seen import Seen
    from bot.reply import Outgoing


NEXT = TO_THE_FIRST_QUESTION[len(TO_CONSENT)]


async def later(talk: Talk, seconds: float) -> list[Seen]:
    """Let time pass, let the sweeper look once, and give what the bot showed then."""
    mark = talk.patient.mark()
    talk.time += seconds
    await talk.app.delivery.sweep()
    await talk.app.delivery.idle()
    return talk.patient.replies_since(mark)


def texts_of(messages: list[Seen]) -> list[str]:
    return [message.text for message in messages if message.author == "bot"]


@pytest.mark.fault(31)
@pytest.mark.parametrize("seconds", [5, 209, 3600])
async def test_a_throttled_chat_waits_exactly_and_alone(talk: Talk, seconds: int) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", retry_after=seconds, chat_id=talk.patient.chat.id)
    assert not [one for one in await talk.tap_data(NEXT) if not one.edited]
    other = Patient(talk.telegram, name="Bert")
    other.start()
    await talk.settled()
    assert other.messages[-1].author == "bot"
    assert not await later(talk, seconds - 1)
    (shown,) = await later(talk, 1)
    assert shown.labels


@pytest.mark.fault(31)
async def test_what_is_done_while_throttled_queues_up_and_is_not_lost(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", retry_after=60)
    await talk.tap_data(NEXT)
    before = len(talk.telegram.calls)
    await talk.say("/help")
    assert len(talk.telegram.calls) == before + 1  # the next poll: nothing was sent while Telegram said to wait
    assert len(await later(talk, 61)) >= 2


@pytest.mark.fault(30)
@pytest.mark.fault(44)
async def test_while_telegram_is_away_everything_is_kept_and_tried_less_and_less_often(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", 502, times=4)
    await talk.tap_data(NEXT)
    waits = []
    for _ in range(4):
        waited = 0
        calls = len(talk.telegram.called("sendMessage"))
        while len(talk.telegram.called("sendMessage")) == calls:
            waited += 1
            await later(talk, 1)
        waits.append(waited)
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert talk.last.labels


@pytest.mark.fault(29)
async def test_a_send_whose_answer_was_lost_comes_twice_at_the_most_once(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", 502, deliver=True)
    await talk.tap_data(NEXT)
    first = talk.last
    await later(talk, 60)
    assert texts_of(talk.patient.messages).count(first.text) == 2
    assert not await later(talk, 600)


@pytest.mark.fault(29)
async def test_while_a_server_fails_after_what_it_did_no_copies_pile_up(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", 502, deliver=True, times=None)
    talk.telegram.fail("sendChatAction", 502, times=None)
    await talk.tap_data(NEXT)
    first = talk.last
    for _ in range(5):
        await later(talk, 60)
    assert texts_of(talk.patient.messages).count(first.text) == 1
    talk.telegram.heal()
    await later(talk, 600)
    assert texts_of(talk.patient.messages).count(first.text) == 2


@pytest.mark.fault(29)
async def test_after_a_time_out_nothing_is_sent_again_before_answers_come_back(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    sends = len(talk.telegram.called("sendMessage"))
    talk.telegram.hang("sendMessage", deliver=True)
    talk.telegram.hang("sendChatAction", times=None)
    await talk.tap_data(NEXT)
    first = talk.last
    talk.time += 60
    sweeping = asyncio.create_task(talk.app.delivery.sweep())
    await sweeping
    await talk.app.delivery.idle()
    assert len(talk.telegram.called("sendMessage")) == sends + 1
    talk.telegram.heal()
    await later(talk, 120)
    assert texts_of(talk.patient.messages).count(first.text) == 2


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    "words", ["bot was blocked by the user", "user is deactivated", "bot can't initiate conversation with a user"]
)
async def test_who_blocked_the_bot_is_left_alone_and_welcomed_back(talk: Talk, words: str) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    talk.telegram.fail("sendMessage", 403, f"Forbidden: {words}")
    await talk.say("/menu")
    calls = len(talk.telegram.called("sendMessage"))
    assert not await later(talk, DAY)
    assert len(talk.telegram.called("sendMessage")) == calls
    record = await talk.record()
    assert record.session
    assert await talk.say("/start")


@pytest.mark.fault(34)
async def test_what_a_person_who_blocked_the_bot_answered_is_erased_when_the_retention_is_over(talk: Talk) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    talk.patient.block()
    await talk.settled()
    await later(talk, 89 * DAY)
    assert (await talk.record()).session
    await later(talk, 2 * DAY)
    assert (await talk.record()).row is None


@pytest.mark.fault(35)
async def test_a_chat_that_is_not_there_is_not_tried_again(talk: Talk) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    talk.telegram.fail("sendMessage", 400, "chat not found")
    await talk.say("/menu")
    calls = len(talk.telegram.called("sendMessage"))
    await later(talk, 3600)
    assert len(talk.telegram.called("sendMessage")) == calls


@pytest.mark.fault(37)
async def test_an_edit_that_changes_nothing_is_no_failure_and_no_new_message(talk: Talk) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    sends = len(talk.telegram.called("sendMessage"))
    talk.telegram.fail("editMessageText", 400, "message is not modified: specified new message content is the same")
    talk.telegram.fail(
        "editMessageReplyMarkup", 400, "message is not modified: specified new message content is the same"
    )
    await talk.say("/menu")
    assert len(talk.telegram.called("sendMessage")) == sends + 1
    assert not (await talk.record()).pending


@pytest.mark.fault(38)
async def test_a_question_whose_message_was_deleted_is_put_anew(talk: Talk) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    talk.patient.delete(talk.last)
    assert talk.patient.last_update
    await talk.tap_data("pick:reasons.health:worse", 1)
    await talk.tap_data("pick:reasons.health:side-effects")
    assert sum("✓" in label for label in talk.last.labels) == 2


@pytest.mark.fault(39)
async def test_a_tap_that_can_no_longer_be_answered_takes_effect_once(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("answerCallbackQuery", 400, "query is too old and response timeout expired")
    await talk.tap_data(NEXT)
    assert len((await talk.record()).applied) == 4
    assert len(talk.telegram.called("answerCallbackQuery")) == 3


@pytest.mark.fault(40)
async def test_markup_that_telegram_refuses_is_sent_plain(talk: Talk) -> None:
    talk.telegram.fail("sendMessage", 400, "can't parse entities: unsupported start tag")
    await talk.say("/start")
    assert "<b>" not in talk.last.text
    assert talk.last.labels


@pytest.mark.fault(41)
@pytest.mark.fault(46)
async def test_a_reply_refused_for_good_is_tried_once_and_the_person_is_told(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", 400, "message is too long")
    await talk.tap_data(NEXT)
    assert "Something went wrong" in talk.last.text
    assert talk.last.labels
    calls = len(talk.telegram.calls)
    await later(talk, 3600)
    assert len(talk.telegram.calls) <= calls + 1


@pytest.mark.fault(45)
async def test_a_file_that_telegram_refuses_is_tried_once_and_the_person_is_told(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendDocument", 400, "wrong file", times=1)
    shown = await talk.say("/export")
    assert [one.document.name for one in shown if one.document] == ["my-data.json"]
    assert sum("Something went wrong" in text for text in texts_of(shown)) == 1
    assert talk.last.labels
    assert not (await talk.record()).pending
    assert not await later(talk, 3600)


@pytest.mark.fault(45)
async def test_a_file_whose_upload_was_lost_comes_again_in_its_place(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendDocument", 502, deliver=True)
    shown = [*await talk.say("/export"), *await later(talk, 60)]
    names = [one.document.name for one in shown if one.document]
    assert len(names) == 3
    assert names[0] == names[1] != names[2]
    assert talk.last.labels
    assert not await later(talk, 600)


async def test_files_count_towards_the_limit_of_the_chat(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'sessions.db'}")
    records = Records(store, Vault([SECRET]), DAY)
    session = Session(answers={"opening.consent": "remember"}, seen=BEGINNING)
    files = tuple(Document(number, f"{number}.txt", "", "text") for number in range(2))
    waited: list[float] = []

    class Pacing(Pace):
        async def wait(self, paced: float) -> None:
            waited.append(paced)

    async def perform(chat: int, outgoing: Outgoing, target: int | None, *, in_doubt: bool) -> Outcome:
        assert (chat, target, in_doubt) == (7, None, False)
        assert isinstance(outgoing, Document)
        return Outcome(Fate.SENT, 5)

    delivery = Delivery(
        records,
        perform,
        pace=Pacing(store, Limits()),
        tick=lambda record, *_: record,
        now=lambda: BEGINNING,
        apology=lambda _: "sorry",
    )
    await delivery.commit(Record(7), Record(7, session, files))
    await delivery.idle()
    assert len(waited) == 2
    assert waited[1] > waited[0]
    after = await records.load(7)
    assert after.pending == ()
    assert after.sent == ()
    await store.close()


async def test_a_visitor_s_reply_is_tried_until_it_is_sent_though_nothing_is_stored(talk: Talk) -> None:
    talk.telegram.fail("sendMessage", 502, times=2)
    await talk.say("/start")
    assert talk.last.labels
    record = await talk.record()
    assert record.row is None
    assert not record.pending


async def test_who_agrees_while_a_visitor_s_reply_hangs_gets_everything_in_order(talk: Talk) -> None:
    await talk.say("/start")
    talk.telegram.hang("sendMessage", times=1)
    talk.patient.tap_data(TO_CONSENT[0], 1)
    talk.patient.tap_data(TO_CONSENT[1], 1)
    await asyncio.wait_for(talk.telegram.drained(), 120)
    stored = await talk.record()
    assert stored.row
    assert stored.pending
    talk.telegram.heal()
    await talk.app.delivery.idle()
    for _ in range(3):
        await later(talk, 60)
    assert not (await talk.record()).pending
    shown = texts_of(talk.patient.messages)
    asked = [number for number, text in enumerate(shown) if "May I remember" in text]
    assert asked
    assert "Who is this for?" in shown[-1]
    assert max(asked) < len(shown) - 1


@pytest.mark.fault(29)
async def test_a_turn_during_a_slow_send_behind_an_edit_makes_no_second_copy(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'sessions.db'}")
    records = Records(store, Vault([SECRET]), DAY)
    session = Session(answers={"opening.consent": "remember"}, seen=BEGINNING)
    sent: list[Outgoing] = []
    sending, answered = asyncio.Event(), asyncio.Event()

    async def perform(chat: int, outgoing: Outgoing, target: int | None, *, in_doubt: bool) -> Outcome:
        assert (chat, target, in_doubt) == (7, None, False)
        sent.append(outgoing)
        if isinstance(outgoing, Send):
            sending.set()
            await answered.wait()
        return Outcome(Fate.SENT, 5)

    delivery = Delivery(
        records,
        perform,
        pace=Pace(store, None),
        tick=lambda record, *_: record,
        now=lambda: int(time.time()),
        apology=lambda _: "sorry",
        lease=2,
    )
    close, first, second = Close(1), Send(2, Message("first")), Send(3, Message("second"))
    await delivery.commit(Record(7), Record(7, session, (close, first)))
    await sending.wait()
    async with delivery.turn_in(7):
        before = await records.load(7)
        assert before.pending == (close, first)
        await delivery.commit(before, replace(before, pending=(*before.pending, second)))
    # Long enough for the lane to renew its hold and to find the turn.
    await asyncio.sleep(3)
    answered.set()
    await delivery.idle()
    assert sent == [close, first, second]
    assert (await records.load(7)).pending == ()
    await store.close()


@pytest.mark.fault(5)
async def test_what_was_pending_when_the_bot_stopped_is_sent_at_the_next_start(talk: Talk) -> None:
    await walk(talk, *TO_CONSENT)
    talk.telegram.fail("sendMessage", 502)
    await talk.tap_data(NEXT)
    await talk.restart()
    assert await later(talk, 60)
    assert not (await talk.record()).pending


@pytest.mark.fault(28)
async def test_the_sweeper_waits_for_a_turn_and_takes_nothing_from_it(talk: Talk) -> None:
    await walk(talk, *TO_THE_FIRST_QUESTION)
    talk.time += 91 * DAY
    chat = talk.patient.chat.id
    async with talk.app.delivery.turn_in(chat):
        sweeping = asyncio.create_task(talk.app.delivery.sweep())
        await asyncio.wait({sweeping}, timeout=0.1)
        assert not sweeping.done()
        record = await talk.record()
        assert record.session
        await talk.app.records.save(record, int(talk.time))
    await sweeping
    assert (await talk.record()).session
