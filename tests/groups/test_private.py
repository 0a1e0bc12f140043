"""In the private chat: whatever is done, something kind is said, and nothing fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_call, check_update

from bot.local_telegram.attachments import KINDS
from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from fed_bot import Bot


@pytest.mark.fault(70)
@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_is_sent_is_answered(bot: Bot, kind: str) -> None:
    anna = Patient(bot.telegram)
    anna.start()
    await bot.answers()
    mark = anna.mark()
    check_update(anna.send(kind, caption="my scan"))  # type: ignore[arg-type]  # one of the kinds
    await bot.answers()
    assert anna.replies_since(mark)


@pytest.mark.fault(71)
async def test_every_other_kind_of_update_is_met_without_a_fault(bot: Bot) -> None:
    anna = Patient(bot.telegram)
    bot.telegram.updates.allow(["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"])
    anna.start()
    said = anna.say("hello")["message"]["message_id"]
    await bot.answers()
    anna.album(3, "three scans")
    anna.forward("someone else's words")
    anna.reply(said, "and this")
    anna.edit(said, "hello again")
    anna.react(said)
    anna.tap_data("x", said)
    anna.again()
    anna.block()
    anna.unblock()
    await bot.answers()
    assert anna.messages[-1].author == "bot"
    for call in bot.telegram.calls:
        check_call(call.method, call.parameters)


async def test_the_group_command_starts_in_private(bot: Bot) -> None:
    anna, ben = Patient(bot.telegram), Patient(bot.telegram)
    for person, words in ((anna, "/start"), (ben, "/secondopinion")):
        person.start()
        person.say(words)
    await bot.answers()
    assert anna.messages[-1].text == ben.messages[-1].text


async def test_what_comes_from_no_chat_is_met_without_a_fault(bot: Bot) -> None:
    anna = Patient(bot.telegram)
    update = anna.tap_data("show:menu", 1)
    query = {key: value for key, value in update["callback_query"].items() if key != "message"}
    await bot.handles(update | {"callback_query": query | {"inline_message_id": "inline"}})
    assert [toast.url for toast in anna.toasts] == ["https://t.me/second_opinion_bot?start=hello"]
    assert bot.posts() == []
