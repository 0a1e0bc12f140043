"""What people type instead of tapping: other words for a choice, several at once, and the end of a list."""

from __future__ import annotations

import pytest
from test_turn import after, at, said, take

from bot.events import Command, Tap, Text


@pytest.mark.parametrize(
    ("place", "text", "answer"),
    [
        ("opening.who", "my mum", "someone"),
        ("treatment.type", "RRMS", "relapsing"),
        ("treatment.type", "i dont know", "not-sure"),
        ("treatment.type", "relapsng", "relapsing"),
        ("treatment.route", "pills", "tablets"),
        ("treatment.route", "option 2", "tablets"),
        ("treatment.route", "the second one", "tablets"),
        ("treatment.change", "stop", "stopping"),
        ("reasons.outcome", "later", "later"),
        ("decision.followup", "nope", "no"),
        ("decision.followup", "yeah", "yes"),
    ],
)
def test_other_words_for_a_choice_choose_it(place: str, text: str, answer: str) -> None:
    assert after(take(at(place), Text(text))).answers[place] == answer


def test_a_word_that_nearly_fits_two_choices_chooses_none() -> None:
    turn = take(at("decision.values"), Text("fewer"))
    assert after(turn).ticked is None
    assert "Type" in said(turn)


def test_numbers_typed_together_are_all_chosen_also_when_one_was_ticked() -> None:
    assert after(take(at("reasons.health", ticked=("new-diagnosis",)), Text("1 and 3"))).ticked == (
        "new-diagnosis",
        "worse",
    )


def test_a_single_number_takes_its_tick_back() -> None:
    assert after(take(at("reasons.health", ticked=("new-diagnosis",)), Text("1"))).ticked == ()


@pytest.mark.parametrize("text", ["1, 3, none of these", "1 and 4"])
def test_none_together_with_others_is_asked_about_and_wipes_nothing(text: str) -> None:
    session = at("reasons.health", ticked=("side-effects",))
    turn = take(session, Text(text))
    assert after(turn).ticked == ("side-effects",)
    assert after(turn).place == "reasons.health"
    assert "cannot go with the others" in said(turn)


@pytest.mark.parametrize("leave", [Tap("open:decision"), Tap("change:opening.who"), Command("back")])
def test_ticks_are_kept_when_the_question_is_left_before_done(leave: Tap | Command) -> None:
    turn = take(at("reasons.health", ticked=("worse",)), leave)
    assert after(turn).place != "reasons.health"
    assert after(turn).answers["reasons.health"] == ("worse",)


@pytest.mark.parametrize("text", ["why", "Why?", "tell me more"])
def test_asking_why_at_a_list_is_no_entry(text: str) -> None:
    turn = take(at("preparation.timeline"), Text(text))
    assert after(turn).view == "more:preparation.timeline"
    assert "preparation.timeline" not in after(turn).answers


@pytest.mark.parametrize("text", ["go on", "nothing else", "none", "that's it", "done", "no", "Finished."])
def test_the_end_of_a_list_is_no_entry(text: str) -> None:
    turn = take(at("preparation.timeline"), Text("2019 first signs"), Text(text))
    assert after(turn).answers["preparation.timeline"] == {"1": "2019 first signs"}
    assert after(turn).place == "preparation.medicines"


@pytest.mark.parametrize("text", ["skip it", "skip", "nothing", "go on"])
def test_an_open_question_is_left_in_words(text: str) -> None:
    turn = take(at("decision.followup-date", answers={"decision.followup": "yes"}), Text(text))
    assert "decision.followup-date" not in after(turn).answers
    assert after(turn).place == "decision.unsure"


@pytest.mark.parametrize("text", ["later", "tired", "12.3.2027", "3/27", "in two weeks"])
def test_words_that_may_well_be_the_answer_are_the_answer(text: str) -> None:
    turn = take(at("decision.followup-date", answers={"decision.followup": "yes"}), Text(text))
    assert after(turn).answers["decision.followup-date"] == text


def test_a_list_asks_for_its_next_entry() -> None:
    assert "Send the next one, or tap Done." in said(take(at("preparation.timeline"), Text("2019 first signs")))


def test_leaving_an_entry_as_it_is_rewrites_nothing() -> None:
    entries = {"1": "2019 first signs"}
    session = at("preparation.timeline", view="rewrite:1", answers={"preparation.timeline": entries})
    for text in ("leave it as it is", "go on", "back"):
        turn = take(session, Text(text))
        assert after(turn).answers["preparation.timeline"] == entries
        assert after(turn).view == ""


def test_yes_and_no_press_the_two_buttons_of_what_is_asked_again() -> None:
    asked = at("treatment.type", view="forget")
    assert take(asked, Text("yes")).session is None
    kept = after(take(asked, Text("no")))
    assert kept.view == ""
    assert kept.answers == asked.answers
    assert after(take(at("treatment.type", view="restart"), Text("yes"))).view == "restart_sure"


@pytest.mark.parametrize("text", ["yes", "ok", "go on"])
def test_the_recap_ends_when_the_person_agrees(text: str) -> None:
    turn = take(at("treatment.type", view="recap"), Text(text))
    assert after(turn).view == ""
    assert "Which type of MS" in said(turn)


def test_done_where_nothing_is_to_be_done_says_what_can_be() -> None:
    turn = take(at("treatment.type"), Text("done"))
    assert "earlier version" not in said(turn)
    assert "Type 1, 2 or 3." in said(turn)
    assert after(take(at("treatment.end"), Text("done"))).place != "treatment.end"


def test_going_on_confirms_what_is_ticked() -> None:
    turn = take(at("reasons.health", ticked=("worse",)), Text("go on"))
    assert after(turn).answers["reasons.health"] == ("worse",)
    assert after(turn).place == "reasons.advice"


@pytest.mark.parametrize(
    "text", ["that's everything", "move on", "next question", "I don't remember", "im finished", "no thanks"]
)
def test_other_ways_to_leave_a_list_are_no_entry(text: str) -> None:
    turn = take(at("preparation.timeline"), Text("2019 first signs"), Text(text))
    assert after(turn).answers["preparation.timeline"] == {"1": "2019 first signs"}
    assert after(turn).place == "preparation.medicines"


@pytest.mark.parametrize("text", ["ok", "yes", "donr", "dine"])
def test_a_word_that_says_nothing_asks_for_the_entry_again(text: str) -> None:
    turn = take(at("preparation.timeline"), Text(text))
    assert "preparation.timeline" not in after(turn).answers
    assert "Send one point as a message in words, or tap Done." in said(turn)


@pytest.mark.parametrize("place", ["treatment.type", "preparation.timeline"])
def test_thanks_are_no_answer_and_the_question_stays(place: str) -> None:
    turn = take(at(place), Text("thank you"))
    assert after(turn) == after(take(at(place), Command("repeat")))


@pytest.mark.parametrize("text", ["undo", "delete that", "change it"])
def test_taking_an_entry_back_in_words_opens_the_entries(text: str) -> None:
    turn = take(at("preparation.timeline"), Text("2019 first signs"), Text(text))
    assert after(turn).view == "entry:1"


@pytest.mark.parametrize("text", ["i'm tired", "stop", "too tired", "not now"])
def test_being_tired_at_a_list_is_a_rest_and_no_entry(text: str) -> None:
    turn = take(at("preparation.timeline"), Text(text))
    assert after(turn).view == "paused"
    assert "preparation.timeline" not in after(turn).answers


def test_all_of_them_ticks_all_that_go_together() -> None:
    assert after(take(at("reasons.health"), Text("all of them"))).ticked == ("new-diagnosis", "side-effects", "worse")
    assert "at most 3" in said(take(at("decision.values"), Text("all")))


def test_two_choices_of_which_one_is_misspelt_are_both_ticked() -> None:
    turn = take(at("reasons.health"), Text("new diagnosis and side efects"))
    assert after(turn).ticked == ("new-diagnosis", "side-effects")


def test_ticks_are_kept_when_the_question_is_skipped() -> None:
    turn = take(at("reasons.health", ticked=("worse",)), Tap("skip:reasons.health"))
    assert after(turn).answers["reasons.health"] == ("worse",)
    assert after(turn).place == "reasons.advice"


@pytest.mark.parametrize("text", ["i want to stop", "stop it", "3rd"])
def test_wanting_to_stop_where_stopping_is_a_choice_is_no_pause(text: str) -> None:
    assert after(take(at("treatment.change"), Text(text))).answers["treatment.change"] == "stopping"


def test_no_question_of_the_top_three_is_an_answer_too() -> None:
    assert after(take(at("preparation.questions"), Text("none"))).place == "preparation.help"


@pytest.mark.parametrize(
    ("text", "view"),
    [("i want to go to the menu", "menu"), ("send me the pdf", "pack"), ("who can see this", "page:privacy")],
)
def test_a_sentence_that_is_a_command_is_no_entry_of_a_list(text: str, view: str) -> None:
    turn = take(at("preparation.timeline"), Text(text))
    assert after(turn).view == view
    assert not after(turn).entries("preparation.timeline")


@pytest.mark.parametrize("text", ["we stopped the injections", "i needed to rest a lot"])
def test_what_may_be_an_entry_of_a_list_is_one(text: str) -> None:
    turn = take(at("preparation.timeline"), Text(text))
    assert list(after(turn).entries("preparation.timeline").values()) == [text]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "no wait"), ("en", "no wait dont delete"), ("en", "stop"), ("es", "no espera")]
)
def test_who_hesitates_before_everything_is_deleted_keeps_it(language: str, text: str) -> None:
    session = after(take(at("treatment.type", language=language), Command("forget")))
    assert session.view == "forget"
    kept = after(take(session, Text(text)))
    assert (kept.view, kept.place, kept.answers) == ("", "treatment.type", session.answers)
