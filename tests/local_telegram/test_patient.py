"""A person with a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_update
from telegram import Update

from bot.local_telegram.attachments import KINDS, Kind
from bot.local_telegram.patient import ChatType, Patient
from bot.local_telegram.refusals import JSON, RefusalError
from bot.local_telegram.seen import ButtonNotFoundError

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram

BUTTONS: JSON = {
    "inline_keyboard": [
        [{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Read", "url": "https://example.org"}, {"text": "Copy", "copy_text": {"text": "Say this"}}],
    ]
}


async def ask(telegram: LocalTelegram, patient: Patient, text: str = "Well?") -> None:
    await telegram.call("sendMessage", {"chat_id": patient.chat.id, "text": text, "reply_markup": BUTTONS})


def everything(patient: Patient) -> list[JSON]:
    """Do all that a person can do, and give the updates."""
    updates = [patient.start("visit_7"), patient.say("/help see https://example.org"), patient.forward("Look at this")]
    updates += [patient.send(kind, "Why?" if kind in {"photo", "document", "voice"} else "") for kind in KINDS]
    updates += [*patient.album(caption="Three"), patient.edit(patient.messages[0], "Else"), patient.ask_inline("ms")]
    updates += [patient.reply(patient.messages[-1], "This one"), patient.react(patient.messages[-1])]
    updates += [patient.tap_data("forged", patient.messages[-1]), patient.tap_data("old", 987_654)]
    statuses = ["administrator", "restricted"] if patient.chat.type != "private" else ["kicked", "member"]
    return updates + [patient.place_bot(status) for status in [*statuses, "left"]]


@pytest.mark.parametrize("language", ["es", None])
@pytest.mark.parametrize("chat_type", ["private", "group", "supergroup", "channel"])
def test_every_update_is_one_telegram_could_send(
    telegram: LocalTelegram, chat_type: ChatType, language: str | None
) -> None:
    patient = Patient(telegram, chat_type=chat_type, language_code=language, last_name="Ruiz", username="anna")
    for update in everything(patient):
        check_update(update)
        assert Update.de_json(update, None).update_id == update["update_id"]


def test_a_topic_of_a_forum_is_named_in_every_message(telegram: LocalTelegram) -> None:
    patient = Patient(telegram, chat_type="supergroup", thread_id=7)
    updates = everything(patient)
    for update in updates:
        check_update(update)
    assert updates[0]["message"]["message_thread_id"] == 7
    assert updates[0]["message"]["chat"]["is_forum"]


def test_a_command_is_marked(anna: Patient) -> None:
    message = anna.start("abc")["message"]
    assert message["text"] == "/start abc"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert "entities" not in anna.say("either/or")["message"]


async def test_buttons_are_found_by_their_words_or_position(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await ask(telegram, anna)
    for which in ("No", 2):
        update = anna.tap(which)
        assert update
        assert update["callback_query"]["data"] == "n"
        assert update["callback_query"]["message"]["text"] == "Well?"


async def test_the_newest_keyboard_is_the_one_tapped(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await ask(telegram, anna, "First?")
    first = anna.newest_keyboard
    await ask(telegram, anna, "Second?")
    anna.say("hm")
    update, older = anna.tap("Yes"), anna.tap("Yes", first)
    assert update
    assert older
    assert update["callback_query"]["message"]["text"] == "Second?"
    assert older["callback_query"]["message"]["text"] == "First?"


async def test_a_button_that_is_not_there_names_those_that_are(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    with pytest.raises(ButtonNotFoundError, match="no message has buttons"):
        anna.tap("Yes")
    await ask(telegram, anna)
    with pytest.raises(ButtonNotFoundError, match=r"no button 'Maybe'.*\['Yes', 'No', 'Read', 'Copy'\]"):
        anna.tap("Maybe")
    with pytest.raises(ButtonNotFoundError):
        anna.tap(0)


async def test_links_and_copies_stay_with_the_person(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await ask(telegram, anna)
    waiting = len(telegram.updates.pending)
    assert anna.tap("Read") is None
    assert anna.tap("Copy") is None
    assert anna.opened == ["https://example.org"]
    assert anna.clipboard == "Say this"
    assert len(telegram.updates.pending) == waiting


async def test_the_screen_shows_words_markup_buttons_and_files(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await telegram.call("sendMessage", {"chat_id": anna.chat.id, "text": "<b>Hi</b> &amp; you", "parse_mode": "HTML"})
    await ask(telegram, anna)
    anna.send("document", "my letter")
    start, greeting, question, letter = anna.messages
    assert (start.author, start.text) == ("person", "/start")
    assert (greeting.author, greeting.text, greeting.html) == ("bot", "Hi & you", "<b>Hi</b> &amp; you")
    assert question.labels == ["Yes", "No", "Read", "Copy"]
    assert letter.document
    assert (letter.kind, letter.text, letter.document.name) == ("document", "my letter", "letter.pdf")


async def test_replies_since_a_mark_are_the_new_and_the_changed(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await ask(telegram, anna, "One")
    await ask(telegram, anna, "Two")
    mark, first = anna.mark(), anna.messages[1]
    anna.say("hello")
    await ask(telegram, anna, "Three")
    await telegram.call("editMessageText", {"chat_id": anna.chat.id, "message_id": first.id, "text": "One!"})
    assert [(seen.text, seen.edited) for seen in anna.replies_since(mark)] == [("Three", False), ("One!", True)]
    assert anna.look(first).text == "One!"


async def test_blocking_stops_the_bot_until_start(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    update = anna.block()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(RefusalError, match="Forbidden: bot was blocked by the user"):
        await ask(telegram, anna)
    with pytest.raises(ValueError, match="unblock"):
        anna.say("hello")
    anna.start()
    await ask(telegram, anna)


async def test_a_deleted_message_cannot_be_edited(telegram: LocalTelegram, anna: Patient) -> None:
    anna.start()
    await ask(telegram, anna)
    number = anna.messages[-1].id
    anna.delete(number)
    assert [seen.text for seen in anna.messages] == ["/start"]
    with pytest.raises(RefusalError, match="message to edit not found"):
        await telegram.call("editMessageText", {"chat_id": anna.chat.id, "message_id": number, "text": "x"})


def test_an_edited_message_comes_as_such(anna: Patient) -> None:
    anna.say("tow")
    update = anna.edit(anna.messages[0], "two")
    assert update["edited_message"]["text"] == "two"
    assert anna.messages[0].edited


def test_an_update_can_be_delivered_again(telegram: LocalTelegram, anna: Patient) -> None:
    update = anna.say("once")
    assert anna.again() == update
    assert telegram.updates.take() == [update, update]


def test_a_text_that_is_too_long_leaves_in_several_messages(anna: Patient) -> None:
    anna.say("x" * 5000)
    assert [len(seen.text) for seen in anna.messages] == [4096, 904]
    anna.say("😀" * 3000)
    assert [len(seen.text) for seen in anna.messages[2:]] == [2048, 952]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nobody_can_send_nothing(anna: Patient, text: str) -> None:
    with pytest.raises(ValueError, match="no empty message"):
        anna.say(text)


def test_half_characters_and_control_characters_do_not_travel(anna: Patient) -> None:
    message = anna.say("a\ud800b\x00c\r\nd")["message"]
    assert message["text"] == "a\ufffdb c\nd"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("hello all", False),
        ("/help", True),
        ("/help@local_bot", True),
        ("/help@other_bot", False),
        ("@local_bot?", True),
    ],
)
def test_privacy_mode_hides_ordinary_talk_in_groups(telegram: LocalTelegram, text: str, *, heard: bool) -> None:
    Patient(telegram, chat_type="group").say(text)
    assert bool(telegram.updates.pending) is heard


async def test_two_people_share_a_group(telegram: LocalTelegram) -> None:
    anna = Patient(telegram, chat_type="supergroup")
    ben = Patient(telegram, name="Ben", chat_id=anna.chat.id)
    await ask(telegram, anna, "Everyone?")
    update = ben.tap("Yes")
    assert update
    assert update["callback_query"]["from"]["first_name"] == "Ben"
    assert anna.messages == ben.messages


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_sent_has_its_kind(anna: Patient, kind: Kind) -> None:
    anna.send(kind)
    assert anna.messages[-1].kind == kind


def test_reactions_come_only_on_request(telegram: LocalTelegram, anna: Patient) -> None:
    anna.say("hello")
    telegram.updates.take()
    anna.react(anna.messages[0])
    assert telegram.updates.take() == []
    telegram.updates.allow(["message_reaction"])
    anna.react(anna.messages[0])
    assert "message_reaction" in telegram.updates.take()[0]
