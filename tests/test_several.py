"""Questions that take several choices, answered in words."""

from __future__ import annotations

import pytest
from test_turn import after, at, take

from bot.events import Tap, Text

RECORDS, HEALTH, OWN = "preparation.records", "reasons.health", "preparation.own-questions"


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [
        ("all of them", ("notes", "mri-reports", "mri-images", "lab-results", "medicines-list")),
        ("all of them except images", ("notes", "mri-reports", "lab-results", "medicines-list")),
        ("i have everything but not the lab results", ("notes", "mri-reports", "mri-images", "medicines-list")),
        ("all, except the mri images", ("notes", "mri-reports", "lab-results", "medicines-list")),
    ],
)
def test_all_of_them_and_all_but_some(typed: str, ticked: tuple[str, ...]) -> None:
    assert after(take(at(RECORDS), Text(typed))).ticked == ticked


def test_all_but_something_unknown_ticks_nothing() -> None:
    assert not after(take(at(RECORDS), Text("all except my aunt"))).ticked


def test_all_but_some_in_spanish() -> None:
    session = after(take(at(RECORDS, language="es"), Text("tengo todo menos las imágenes")))
    assert session.ticked == ("notes", "mri-reports", "lab-results", "medicines-list")


@pytest.mark.parametrize("typed", ["none", "nothing", "no"])
def test_none_behind_a_tick_says_that_there_is_nothing_more(typed: str) -> None:
    session = after(take(at(HEALTH), Tap(f"pick:{HEALTH}:side-effects"), Text(typed)))
    assert session.answers[HEALTH] == ("side-effects",)
    assert session.place != HEALTH


def test_none_with_nothing_ticked_is_the_choice_none() -> None:
    session = after(take(at(HEALTH), Text("none"), Text("done")))
    assert session.answers[HEALTH] == ("none",)


def test_numbers_that_fit_no_page_on_offer_answer_the_question_that_is_open() -> None:
    session = after(take(at(RECORDS), Text("how do i find a specialist")))
    assert session.view.startswith("did_you_mean:")
    assert after(take(session, Text("4 and 5"))).ticked == ("lab-results", "medicines-list")


def test_after_add_my_own_any_words_are_the_question() -> None:
    session = after(
        take(at("preparation.questions"), Tap("pick:preparation.questions:own"), Text("the plan if it fails"))
    )
    assert session.entries(OWN) == {"1": "the plan if it fails"}
