"""Questions that people ask on the way: they get no yes or no, and are not lost either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from talking import shipped
from test_turn import after, at, said, take

from bot.events import Text
from bot.rendering.letters import letter
from bot.rendering.voice import Voice
from bot.reply import Button, Send
from bot.session import Session

if TYPE_CHECKING:
    from bot.turn import Turn

ASKED = "should i stop my tysabri until the second opinion?"
OWN = "preparation.own-questions"


def buttons(turn: Turn) -> list[Button]:
    return [button for one in turn.reply.outgoing if isinstance(one, Send) for button in one.message.buttons]


def test_a_decision_that_is_asked_about_goes_on_the_list_and_the_question_comes_again() -> None:
    turn = take(at("monitoring.labs"), Text(ASKED))
    assert after(turn).answers[OWN] == {"1": ASKED}
    assert after(turn).place == "monitoring.labs"
    assert "I cannot say yes or no." in said(turn)
    assert "I have put your question on your list for the visit." in said(turn)
    assert "Is a blood result unclear?" in said(turn)
    copied = [button.copied for button in buttons(turn) if button.copied]
    assert len(copied) == 1
    assert "Can we talk this week?" in copied[0]


@pytest.mark.parametrize(
    ("text", "answer"), [("my doctor wants me to stop ocrevus", "stopping"), ("i want to stop ocrevus", None)]
)
def test_what_only_tells_of_a_decision_goes_on_no_list_and_may_be_the_answer(text: str, answer: str | None) -> None:
    turn = take(at("treatment.change", answers={}), Text(text))
    assert OWN not in after(turn).answers
    assert after(turn).answers.get("treatment.change") == answer
    assert after(turn).view != "paused"
    assert "I cannot say yes or no." in said(turn)


def test_it_is_asked_about_at_its_place_and_can_be_changed_there() -> None:
    session = after(take(at("monitoring.labs"), Text(ASKED)))
    there = at("preparation.questions", answers=session.answers)
    turn = take(there, Text("1"), Text("done"))
    assert after(turn).place == OWN
    assert ASKED in said(turn)


def test_the_same_question_stands_on_the_list_once() -> None:
    assert after(take(at("monitoring.labs"), Text(ASKED), Text(ASKED))).answers[OWN] == {"1": ASKED}


def test_without_consent_nothing_of_it_is_kept() -> None:
    turn = take(Session(place="reading", answers={"opening.consent": "read-only"}), Text(ASKED))
    assert OWN not in after(turn).answers
    assert "on your list" not in said(turn)


@pytest.mark.parametrize("place", ["preparation.timeline", "preparation.medicines"])
def test_at_a_list_of_something_else_a_question_is_no_entry_of_it(place: str) -> None:
    turn = take(at(place), Text(ASKED))
    assert place not in after(turn).answers
    assert after(turn).answers[OWN] == {"1": ASKED}


def test_where_questions_are_asked_for_it_is_the_answer() -> None:
    turn = take(at(OWN, answers={"preparation.questions": ("own",)}), Text(ASKED))
    assert after(turn).answers[OWN] == {"1": ASKED}
    assert f"Saved: {ASKED}" in said(turn)


def test_a_question_typed_where_the_top_three_are_chosen_is_added_to_ones_own() -> None:
    turn = take(at("preparation.questions"), Text("can I still go to the sauna?"))
    assert after(turn).answers[OWN] == {"1": "can I still go to the sauna?"}
    assert after(turn).place == "preparation.questions"


@pytest.mark.parametrize("who", ["me", "someone"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["asking", "telling", "records", "images", "call"])
def test_words_to_send_fit_on_a_copy_button(name: str, language: str, who: str) -> None:
    session = at("preparation.timeline", answers={"opening.who": who, "preparation.records": ()})
    words = letter(Voice(shipped().language(language), session, 90), name)
    assert 0 < len(words.encode("utf-16-le")) // 2 <= 256
    assert "{" not in words


def test_the_words_to_ask_for_records_name_what_is_missing_and_ask_for_the_images_themselves() -> None:
    session = at("preparation.records", ticked=("notes", "mri-reports"))
    turn = take(session, Text("done"), Text("words to ask for them"))
    assert "please send me copies of: Lab results." in said(turn)
    assert "I need the MRI images themselves" in said(turn)
    assert {button.words for button in buttons(turn) if button.copied} == {
        "Copy: asking for records",
        "Copy: asking for images",
    }


def test_a_list_of_medicines_that_was_written_is_not_named_as_missing() -> None:
    session = at("preparation.records", answers={"preparation.medicines": {"1": "Avonex"}}, ticked=("notes",))
    turn = take(session, Text("done"))
    assert "MRI images: from the MRI centre" in said(turn)
    assert "write the list" not in said(turn)
