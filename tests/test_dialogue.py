"""The machine: every state can be reached and leaves for the end, and branches go as the tables say."""

from __future__ import annotations

from collections import defaultdict

import pytest
from msgspec.structs import replace

from bot.dialogue import ENDS, PLACES, SUMMARY, Dialogue, arrows, landed, next_section, order, plan
from bot.flows import IN_ORDER, QUESTIONS, SECTIONS
from bot.session import Answer, Session


def reached(edges: dict[str, set[str]], start: str) -> set[str]:
    """Give every place that can be come to from a start."""
    seen, ahead = set(), [start]
    while ahead:
        place = ahead.pop()
        if place not in seen:
            seen.add(place)
            ahead += edges[place]
    return seen


def edges(*, backwards: bool = False) -> dict[str, set[str]]:
    """Give the ways forward alone, without menu, links and back."""
    found: dict[str, set[str]] = defaultdict(set)
    for arrow in arrows():
        if arrow.trigger == "next":
            source, target = (arrow.target, arrow.source) if backwards else (arrow.source, arrow.target)
            found[source].add(target)
    return found


def test_every_state_is_reachable() -> None:
    assert reached(edges(), "opening.welcome") == set(PLACES)


def test_every_state_reaches_the_end() -> None:
    assert reached(edges(backwards=True), SUMMARY) == set(PLACES)


def test_whatever_is_answered_the_machine_never_gets_stuck() -> None:
    dialogue = Dialogue()
    for place in PLACES:
        if place != SUMMARY:
            assert dialogue.move(Session(place=place), "next").place != place


def walked(**answers: Answer) -> list[str]:
    """Give the places of a whole talk in which only these answers are given."""
    dialogue = Dialogue()
    session = Session(answers={name.replace("__", ".").replace("_", "-"): answer for name, answer in answers.items()})
    places = []
    while session.place != SUMMARY:
        session = dialogue.move(session, "next")
        places.append(session.place)
        if session.place in ENDS:
            session = replace(session, finished=(*session.finished, ENDS[session.place].name))
    return places


@pytest.mark.parametrize(("type_", "asked"), [("relapsing", True), ("progressive", False), ("not-sure", False)])
def test_only_relapsing_ms_is_asked_for_the_approach(type_: str, asked: bool) -> None:  # noqa: FBT001
    assert ("treatment.approach" in walked(treatment__type=type_)) is asked


@pytest.mark.parametrize("change", QUESTIONS["treatment.change"].choices)
def test_results_are_asked_for_only_before_a_change(change: str) -> None:
    asked = "monitoring.before" in walked(treatment__change=change)
    assert asked is (change in {"starting", "switching", "stopping"})


def test_a_second_opinion_had_already_comes_first() -> None:
    places = walked(opening__stage="had-one")
    assert places[3] == "decision.result"
    assert next(place for place in places if place in ENDS) == "decision.end"


@pytest.mark.parametrize("stage", QUESTIONS["opening.stage"].choices)
def test_every_order_has_all_sections_once(stage: str) -> None:
    ends = [ENDS[place].name for place in walked(opening__stage=stage) if place in ENDS]
    assert sorted(ends) == sorted(IN_ORDER)


def test_a_progressive_person_has_one_step_less_to_go() -> None:
    relapsing = Session(answers={"treatment.type": "relapsing"})
    progressive = Session(answers={"treatment.type": "progressive"})
    assert len(plan(relapsing)) == len(plan(progressive)) + 1


def test_sections_that_are_finished_are_not_offered_again() -> None:
    session = Session(finished=IN_ORDER[:2])
    assert next_section(session) == IN_ORDER[2]
    assert next_section(replace(session, finished=IN_ORDER)) is None


def test_an_unknown_stage_of_an_earlier_release_falls_back_to_the_usual_order() -> None:
    assert order(Session(answers={"opening.stage": "gone"})) == IN_ORDER


def test_a_place_that_is_no_more_leads_to_the_start_of_its_section_with_the_answers_kept() -> None:
    answers: dict[str, Answer] = {"treatment.type": "relapsing", "treatment.gone": "x"}
    old = Session(
        place="treatment.gone", view="more:treatment.gone", said=("answered:treatment.gone",), answers=answers
    )
    new = landed(old)
    assert (new.place, new.view, new.said) == ("treatment.type", "", ())
    assert new.answers == answers


def test_a_section_that_is_no_more_leads_to_the_start() -> None:
    assert landed(Session(place="horoscope.sign")).place == "opening.welcome"


def test_sections_and_questions_have_unique_names() -> None:
    ids = [question.id for section in SECTIONS for question in section]
    assert len(ids) == len(set(ids))
