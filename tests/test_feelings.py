"""Fear, sadness and the like: answered with ways to a person where nothing else was meant, and kept nowhere."""

from __future__ import annotations

import pytest
from talking import shipped

from bot.events import Text
from bot.reply import Send
from bot.session import Session
from bot.telegram_html import to_plain
from bot.turn import Turn, Turns

TURNS = Turns(shipped(), 90)
ANSWERS = {"opening.consent": "remember", "opening.who": "me", "opening.stage": "thinking"}
FEELINGS = "page:feelings"


def typed(text: str, language: str = "en", place: str = "treatment.type", view: str = "") -> Turn:
    session = Session(language=language, place=place, view=view, answers=dict(ANSWERS), open=1, messages=1)
    return TURNS.take(session, Text(text), 0)


def view_after(turn: Turn) -> str:
    assert turn.session
    return turn.session.view


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i'm scared", "en"),
        ("I am so afraid of all this", "en"),
        ("i feel really alone with this", "en"),
        ("i cry a lot", "en"),
        ("my husband is scared", "en"),
        ("i feel so overwhelmed", "en"),
        ("nobody understands me", "en"),
        ("tengo miedo", "es"),
        ("estoy muy angustiada", "es"),
        ("me siento muy sola con esto", "es"),
        ("tengo miedo a las agujas", "es"),
        ("ich habe solche Angst", "en"),
        ("j'ai très peur", "en"),
    ],
)
def test_who_tells_of_a_feeling_is_shown_ways_to_a_person(text: str, language: str) -> None:
    turn = typed(text, language)
    assert not turn.alarm
    assert view_after(turn) == FEELINGS
    (message,) = (one.message for one in turn.reply.outgoing if isinstance(one, Send))
    assert [button.data for button in message.buttons] == ["show:page:human", "show:helplines", "show:paused", "go"]
    assert "112" in to_plain(message.html)
    assert text not in str(turn.session)


@pytest.mark.parametrize("view", ["paused", "recap", "menu"])
def test_a_feeling_is_heard_on_other_pages_too(view: str) -> None:
    assert view_after(typed("i am scared", view=view)) == FEELINGS


def test_danger_is_heard_before_a_feeling() -> None:
    assert typed("i am so sad that i want to kill myself").alarm == "crisis"


def test_a_question_is_answered_though_fear_is_in_it() -> None:
    assert view_after(typed("i am afraid of the side effects of the infusion")).startswith("did_you_mean:")


def test_one_word_of_a_feeling_chooses_nothing() -> None:
    assert view_after(typed("nobody understands", place="specialist.now")) == FEELINGS


def test_a_feeling_on_the_page_that_asks_for_a_day_is_no_bad_date() -> None:
    turn = typed("i feel so alone", view="reminder_new")
    assert view_after(turn) == FEELINGS


def test_an_entry_may_tell_of_a_feeling() -> None:
    turn = typed("i was scared in hospital in 2019", place="preparation.timeline")
    assert turn.session
    assert turn.session.entries("preparation.timeline")
