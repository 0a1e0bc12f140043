"""What nobody means well by typing: control characters, commands of others, and nothing at all."""

from __future__ import annotations

import pytest
from talking import Talk, shipped
from telegram import Update

from bot.events import Command, Text
from bot.handlers.incoming import event_of
from bot.session import Session
from bot.turn import Turns

TURNS = Turns(shipped(), 90)
AGREED = {"opening.consent": "remember"}

HOSTILE = (
    *("", " ", "\u200b", "\u2060\ufeff", "\x00", "\u202e\u202d", "a\u0300" * 200, "\x1b[31m", "\r\n" * 50),
    *("\U000e0001\U000e0020", "\u2028\u2029", "{{", "{% raw %}", "<", "&#0;", "%s%n", "'; DROP TABLE session; --"),
)


@pytest.mark.fault(73)
@pytest.mark.parametrize("place", ["treatment.type", "preparation.timeline", "opening.consent", "summary"])
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered_and_can_be_sent(text: str, place: str) -> None:
    turn = TURNS.take(Session(place=place, answers=dict(AGREED)), Text(text), 0)
    assert turn.session
    assert turn.session.place == place
    assert turn.reply.outgoing


@pytest.mark.fault(73)
def test_half_a_character_is_replaced_before_anything_is_done_with_it() -> None:
    def event(text: str) -> object:
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": text}
        return event_of(Update.de_json({"update_id": 1, "message": message}))

    assert event("a\ud800b \ud83d\ude00 é") == Text("a\ufffdb 😀 é")
    assert event("/remind \udc80") == Command("remind", "\ufffd")


def test_a_command_ends_at_a_line_break_too() -> None:
    message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "/help\nmy words"}
    assert event_of(Update.de_json({"update_id": 1, "message": message})) == Command("help", "my words")


@pytest.mark.fault(73)
async def test_half_a_character_goes_all_the_way_and_the_talk_goes_on(talk: Talk) -> None:
    await talk.say("/start")
    await talk.walk("Start", "Yes, remember them")
    for text in ("\u202eabc\x00", "\u200b"):
        assert await talk.say(text)
    assert "Who is this for?" in (await talk.say("/menu") and await talk.tap("Go on"))[-1].text


@pytest.mark.fault(81)
@pytest.mark.parametrize("command", ["nonsense", "", "start@otherbot", "secondopinion", "__class__", "weiter"])
def test_a_command_that_is_not_known_leaves_everything_where_it_is(command: str) -> None:
    session = Session(place="treatment.type", answers=dict(AGREED), path=("opening.welcome",))
    turn = TURNS.take(session, Command(command), 0)
    assert turn.session
    assert (turn.session.place, turn.session.answers) == (session.place, session.answers)
    assert turn.reply.outgoing
