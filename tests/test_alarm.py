"""The safety net in the talk: read before state, consent and storage, and never stored itself."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from talking import shipped

from bot.dialogue import PLACES, SUMMARY
from bot.events import Command, Edited, Event, Tap, Text, Unreadable
from bot.flows import QUESTIONS
from bot.questions import Kind
from bot.reply import Send
from bot.session import Session
from bot.telegram_html import to_plain
from bot.turn import Turn, Turns

if TYPE_CHECKING:
    from talking import Talk

TURNS = Turns(shipped(), 90)
BREATHLESS = "my husband can't breathe"
HOPELESS = "i want to kill myself"
ANSWERS = {"opening.consent": "remember", "opening.who": "me", "opening.stage": "thinking"}


def said(turn: Turn) -> list[str]:
    return [to_plain(one.message.html) for one in turn.reply.outgoing if isinstance(one, Send)]


@pytest.mark.parametrize("place", PLACES)
def test_an_emergency_is_heard_in_every_state(place: str) -> None:
    session = Session(place=place, answers=dict(ANSWERS), open=3, messages=3)
    turn = TURNS.take(session, Text(BREATHLESS), 0)
    assert said(turn)[0].splitlines()[0].startswith("Call now: 112")
    assert turn.session
    assert turn.session.place == place
    assert turn.session.answers == session.answers
    assert turn.alarm == "emergency"
    back = TURNS.take(turn.session, Tap("go"), 0)
    assert back.session
    assert back.session.place == place
    assert not back.session.view


@pytest.mark.parametrize(
    "text", [BREATHLESS, "no puedo respirar", "ich bekomme keine Luft", "je n'arrive plus à respirer"]
)
def test_every_language_is_heard_whatever_the_language_of_the_chat(text: str) -> None:
    assert "112" in said(TURNS.take(None, Text(text), 0))[0]


@pytest.mark.fault(69)
@pytest.mark.parametrize("event", [Text(HOPELESS), Unreadable(HOPELESS), Edited(HOPELESS), Command("start", HOPELESS)])
def test_words_are_read_wherever_they_stand(event: Event) -> None:
    assert "Call or write now" in said(TURNS.take(Session(answers=dict(ANSWERS)), event, 0))[0]


@pytest.mark.parametrize("place", [one.id for one in QUESTIONS.values() if one.kind in {Kind.TEXT, Kind.ENTRIES}])
def test_danger_is_no_answer_and_is_kept_nowhere(place: str) -> None:
    turn = TURNS.take(Session(place=place, answers=dict(ANSWERS)), Text(HOPELESS), 0)
    assert turn.session
    assert HOPELESS not in str(turn.session.to_json())
    assert not set(turn.session.answers) - set(ANSWERS)


def test_a_question_for_advice_is_answered_before_the_open_question_comes_again() -> None:
    turn = TURNS.take(Session(place="treatment.type", answers=dict(ANSWERS)), Text("should I stop my Tysabri?"), 0)
    words, question = said(turn)
    assert "do not stop" in words.lower()
    assert "Which type of MS" in question
    assert turn.session
    assert turn.session.place == "treatment.type"


def test_an_entry_that_needs_a_doctor_is_saved_and_answered() -> None:
    session = Session(place="preparation.timeline", answers=dict(ANSWERS))
    turn = TURNS.take(session, Text("since yesterday my left eye hurts and everything is blurred"), 0)
    assert turn.alarm == "urgent"
    assert turn.session
    assert turn.session.entries("preparation.timeline")
    assert len(said(turn)) == 2


def test_after_danger_the_next_two_replies_say_again_where_to_call() -> None:
    turn = TURNS.take(Session(place="treatment.type", answers=dict(ANSWERS)), Text(HOPELESS), 0)
    for again in (True, True, False):
        turn = TURNS.take(turn.session, Command("menu", ""), 0)
        assert ("think of suicide, call now" in said(turn)[0]) is again


def test_the_numbers_of_other_countries_are_one_tap_away() -> None:
    turn = TURNS.take(None, Text(BREATHLESS), 0)
    (page,) = said(turn := TURNS.take(turn.session, Tap("show:helplines"), 0))
    assert "United Kingdom: 999 / 112 · 116 123 (Samaritans)" in page
    assert "Spain: 112 · 024" in page
    assert turn.session
    assert TURNS.take(turn.session, Tap("go"), 0).session


def test_the_words_for_help_say_that_nothing_was_kept() -> None:
    assert "I have not kept what you wrote" in said(TURNS.take(None, Text(HOPELESS), 0))[0]


def test_three_texts_that_are_not_understood_open_ways_out() -> None:
    session: Session | None = Session(place="treatment.type", answers=dict(ANSWERS))
    for _ in range(2):
        turn = TURNS.take(session, Text("qwerty zxcvb"), 0)
        assert "Which type of MS" in said(turn)[0]
        assert "112" in said(turn)[0]
        session = turn.session
    (words,) = said(turn := TURNS.take(session, Text("qwerty zxcvb"), 0))
    assert "I still do not understand" in words
    assert "112" in words
    sent = [one for one in turn.reply.outgoing if isinstance(one, Send)]
    labels = [button.words for row in sent[-1].message.rows for button in row]
    assert labels == ["Choose a topic", "Talk to a person", "Go on"]
    assert "Talking to a person" in said(TURNS.take(turn.session, Tap("show:page:human"), 0))[0]


PLAIN = (
    *("2019 first symptoms, numb legs", "Tecfidera 2016 to 2018, flushing", "March 2021 optic neuritis", "14 May"),
    *("after the next scan", "a trip to Spain in June", "Do the new spots matter for the choice?", "in spring"),
    *("I look after my mother", "relapse in june 2020, numb legs, steroids", "1 and 3"),
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_entry_rings_no_alarm(text: str) -> None:
    turn = TURNS.take(Session(place="preparation.timeline", answers=dict(ANSWERS)), Text(text), 0)
    assert not turn.alarm


async def test_help_is_given_with_the_database_down(talk: Talk) -> None:
    await talk.say("/start")
    await talk.walk("Start", "Yes, remember them", "For me")
    with closing(sqlite3.connect(talk.database)) as database:
        database.execute("DROP TABLE session")
    talk.patient.say(BREATHLESS)

    def helped() -> int:
        return len([message for message in talk.patient.messages if message.text.startswith("Call now: 112")])

    await asyncio.wait_for(talk.telegram.bell.until(lambda: helped() > 0), 120)
    # The update stays at Telegram and is tried again; the words come once all the same.
    await asyncio.sleep(2)
    assert helped() == 1
    assert len(talk.telegram.updates.take()) == 1


def test_the_end_can_still_be_reached_after_an_alarm() -> None:
    turn = TURNS.take(Session(place=SUMMARY, answers=dict(ANSWERS)), Text(BREATHLESS), 0)
    assert TURNS.take(turn.session, Tap("go"), 0).session


@pytest.mark.parametrize(
    "text", ["I can't breathe. Should I stop my Tysabri?", "I want to die. Should I stop my Tysabri?"]
)
def test_a_question_for_advice_drowns_no_danger_beside_it(text: str) -> None:
    turn = TURNS.take(Session(place="preparation.own-questions", answers=dict(ANSWERS)), Text(text), 0)
    assert turn.alarm in {"emergency", "crisis"}
    assert turn.session
    assert not turn.session.entries("preparation.own-questions")


@pytest.mark.parametrize("command", [Command("help", "my husband is having a stroke"), Command("suicide")])
def test_danger_is_heard_in_a_command_and_behind_it(command: Command) -> None:
    assert TURNS.take(Session(answers=dict(ANSWERS)), command, 0).alarm in {"emergency", "crisis"}


def test_a_bare_command_of_the_bot_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped().listening, "alarm", lambda *_: pytest.fail("listened to what nobody wrote"))
    for name in shipped().language("en").shared.commands:
        assert not TURNS.take(Session(answers=dict(ANSWERS)), Command(name), 0).alarm
