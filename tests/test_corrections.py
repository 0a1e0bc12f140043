"""A text behind an entry that only puts it right changes it, and is no entry of its own."""

from __future__ import annotations

import pytest
from test_entries import NOW, lines, typed
from test_turn import after, at, take

from bot.events import Command, Text

TIMELINE, MEDICINES, OWN = "preparation.timeline", "preparation.medicines", "preparation.own-questions"


@pytest.mark.parametrize(
    ("entry", "correction", "shown"),
    [
        ("optic neuritis May 2012", "sorry, that was June 2012", "June 2012 - optic neuritis"),
        ("optic neuritis May 2012", "no, 2013", "2013 - optic neuritis"),
        ("May 2012 optic neuritis", "oops i meant 3/2014", "March 2014 - optic neuritis"),
        ("May 2012 optic neuritis", "it was 2013 not 2012", "2013 - optic neuritis"),
        ("optic neuritis in May 2012", "Actually it was in 2011!", "2011 - optic neuritis"),
        ("optic neuritis", "sorry that was in 2013", "2013 - optic neuritis"),
        ("optic neuritis, two years ago", "no, three years ago", "about 2023 - optic neuritis"),
        ("MRI 12 May 2020", "I meant MRI of the neck", "12 May 2020 - MRI of the neck"),
        ("MRI 2020", "i meant CT scan 2021", "2021 - CT scan"),
        ("hospital 2012 to 2013", "sorry, 2013 to 2014", "2013 to 2014 - hospital"),
        ("since 2017 numb legs", "no wait that was 2018 not 2017", "since 2018 - numb legs"),
        ("numb legs since March 2017", "sorry, April 2018", "since April 2018 - numb legs"),
    ],
)
def test_a_correction_changes_the_entry_before_it(entry: str, correction: str, shown: str) -> None:
    session = typed(TIMELINE, entry, correction)
    assert lines(session, TIMELINE) == [shown]
    assert session.said == (f"changed:{TIMELINE}:1",)


@pytest.mark.parametrize(
    ("entry", "further"),
    [
        ("optic neuritis May 2012", "no relapse since 2019"),
        ("optic neuritis May 2012", "sorry i forgot, MRI in 2015"),
        ("optic neuritis May 2012", "2013"),
        ("optic neuritis May 2012", "in June 2013 numb legs"),
        ("hospital 2012 to 2013", "sorry, until 2015"),
        ("numb legs 2014", "not 2015 but later it came back"),
        ("numb legs 2014", "2017 not able to walk"),
        ("numb legs 2014", "2015 not MS but flu"),
        ("numb legs 2014", "it should be noted i had covid in 2021"),
        ("numb legs 2014", "i meant to see a doctor in 2013 but didnt"),
        ("numb legs 2014", "wait until may"),
        ("numb legs 2014", "no today"),
    ],
)
def test_what_may_be_an_entry_of_its_own_is_one(entry: str, further: str) -> None:
    session = typed(TIMELINE, entry, further)
    assert session.answers[TIMELINE] == {"1": entry, "2": further}


def test_of_a_period_of_which_one_date_is_corrected_the_entry_is_shown() -> None:
    session = typed(TIMELINE, "hospital 2012 to 2013", "sorry, it was 2014")
    assert session.view == "entry:1"
    assert session.answers[TIMELINE] == {"1": "hospital 2012 to 2013"}


@pytest.mark.parametrize(
    ("text", "view"),
    [("delete lemtrada", "entry:1"), ("remove the first one", "entries:0"), ("take out Tecfidera", "entry:2")],
)
def test_what_is_to_be_removed_is_no_entry(text: str, view: str) -> None:
    session = typed(MEDICINES, "Lemtrada 2019", "Tecfidera since 2020", text)
    assert session.view == view
    assert len(session.entries(MEDICINES)) == 2


def test_a_medicine_that_was_mixed_up_keeps_its_date() -> None:
    assert lines(typed(MEDICINES, "Tysabri 2019", "sorry I meant Ocrevus"), MEDICINES) == ["Ocrevus, 2019"]


def test_an_own_question_is_put_in_other_words() -> None:
    session = typed(OWN, "can i travl", "i meant: can I travel?")
    assert session.answers[OWN] == {"1": "can I travel?"}


def test_a_date_that_something_did_not_happen_on_changes_no_entry_in_spanish() -> None:
    session = after(
        take(at(TIMELINE, language="es"), Text("2019 primeros síntomas"), Text("2020 no pude caminar"), now=NOW)
    )
    assert list(session.entries(TIMELINE).values()) == ["2019 primeros síntomas", "2020 no pude caminar"]


def test_only_the_entry_just_written_is_corrected() -> None:
    session = typed(TIMELINE, "optic neuritis May 2012", "numb legs 2014")
    session = after(take(session, Text("sorry, 2015"), now=NOW))
    assert session.answers[TIMELINE] == {"1": "optic neuritis May 2012", "2": "numb legs 2015"}
    later = after(take(session, Command("menu"), Command("resume"), Text("sorry, 2016"), now=NOW))
    assert later.entries(TIMELINE) == {**session.entries(TIMELINE), "3": "sorry, 2016"}


@pytest.mark.parametrize("excuse", ["sorry", "Oops", "my mistake"])
def test_an_excuse_alone_is_no_entry(excuse: str) -> None:
    assert typed(TIMELINE, "numb legs 2014", excuse).answers[TIMELINE] == {"1": "numb legs 2014"}


@pytest.mark.parametrize(
    ("correction", "shown"),
    [
        ("perdón, fue en junio de 2012", "junio de 2012 - neuritis óptica"),
        ("no, en 2013", "2013 - neuritis óptica"),
        ("quise decir vértigo", "mayo de 2012 - vértigo"),
        ("fue en 2013, no en 2012", "2013 - neuritis óptica"),
    ],
)
def test_a_correction_in_spanish(correction: str, shown: str) -> None:
    session = at(TIMELINE, language="es")
    session = after(take(session, Text("neuritis óptica mayo de 2012"), Text(correction), now=NOW))
    assert lines(session, TIMELINE) == [shown]


@pytest.mark.parametrize(
    ("typed_text", "language"),
    [
        ("what do i put here", "en"),
        ("how many questions are left?", "en"),
        ("qué pongo aquí?", "es"),
        ("cuanto falta", "es"),
    ],
)
def test_what_asks_at_a_list_of_what_happened_is_no_entry(typed_text: str, language: str) -> None:
    session = after(take(at(TIMELINE, language=language), Text(typed_text), now=NOW))
    assert not session.entries(TIMELINE)


def test_what_asks_and_names_a_date_may_be_an_entry() -> None:
    assert typed(TIMELINE, "was it 2014? numb legs").entries(TIMELINE) == {"1": "was it 2014? numb legs"}


def test_a_decision_asked_for_at_the_list_of_medicines_goes_to_the_own_questions() -> None:
    session = typed(MEDICINES, "should i stop tecfidera before ocrevus")
    assert not session.entries(MEDICINES)
    assert session.entries(OWN) == {"1": "should i stop tecfidera before ocrevus"}
