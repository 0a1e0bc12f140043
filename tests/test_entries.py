"""Timelines and lists of medicines: understood, shown back, in the order of their dates."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time
from typing import TYPE_CHECKING

import pytest
from talking import shipped
from test_turn import after, at, said, take

from bot.entries import in_order, said_line
from bot.events import Tap, Text
from bot.rendering.voice import Voice

if TYPE_CHECKING:
    from bot.session import Session

NOW = int(datetime(2026, 11, 28, 12, tzinfo=UTC).timestamp())
YEARS_LATER = int(datetime(2029, 2, 1, 12, tzinfo=UTC).timestamp())


def typed(place: str, *texts: str) -> Session:
    return after(take(at(place), *map(Text, texts), now=NOW))


def lines(session: Session, question: str) -> list[str]:
    voice = Voice(shipped().language(session.language), session, 90)
    return [said_line(voice, line) for line in in_order(voice, question)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("spring 2020 - numb legs", "spring 2020 - numb legs"),
        ("numb legs, 3/19", "March 2019 - numb legs"),
        ("03/2019: numb legs", "March 2019 - numb legs"),
        ("numb legs (mar 2019)", "March 2019 - numb legs"),
        ("about five years ago first signs", "about 2021 - first signs"),
        ("last year MRI", "2025 - MRI"),
        ("12-14 May 2020 in hospital", "12 May 2020 to 14 May 2020 - in hospital"),
        ("First signs in 2015, then nothing", "2015 - First signs in 2015, then nothing"),
        ("last winter bad legs", "winter 2025/26 - bad legs"),
        ("2019", "2019"),
        ("3/4/2021 relapse", "3/4/2021 - relapse"),
        ("12 May eye pain", "12 May - eye pain"),
        ("when I was thirty, double vision", "when I was thirty, double vision"),
        ("<b>2019</b> & so on", "2019 - <b>2019</b> & so on"),
    ],
)
def test_a_point_is_shown_back_as_it_was_understood(text: str, shown: str) -> None:
    session = typed("preparation.timeline", text)
    assert lines(session, "preparation.timeline") == [shown]
    assert session.answers["preparation.timeline"] == {"1": text}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tablets 2020 to 2022, flushing", "tablets, 2020 to 2022. Side effects: flushing"),
        ("Copaxone 2015-2018 (lumps on the skin)", "Copaxone, 2015 to 2018. Side effects: lumps on the skin"),
        ("Tecfidera since 2021", "Tecfidera, since 2021"),
        ("2019 to 2020 Avonex, side effects: fever", "Avonex, 2019 to 2020. Side effects: fever"),
        ("Avonex gave me fever", "Avonex. Side effects: fever"),
        ("Copaxone 2015 to 2018 every other day", "Copaxone 2015 to 2018 every other day"),
        ("vitamin D 2000 IU", "vitamin D 2000 IU"),
        ("Ocrevus, every six months", "Ocrevus, every six months"),
        ("Ocrevus 2020, every six months", "Ocrevus 2020, every six months"),
        ("Tysabri 2019 to 2021, stopped because JC positive", "Tysabri 2019 to 2021, stopped because JC positive"),
    ],
)
def test_a_medicine_is_shown_back_in_its_parts_where_they_are_sure(text: str, shown: str) -> None:
    assert lines(typed("preparation.medicines", text), "preparation.medicines") == [shown]


def test_points_stand_by_date_and_those_without_one_come_last_as_typed() -> None:
    session = typed(
        "preparation.timeline", "long ago, tingling", "2022 fell", "3/19 legs", "spring 2020 eye", "always tired"
    )
    assert lines(session, "preparation.timeline") == [
        "March 2019 - legs",
        "spring 2020 - eye",
        "2022 - fell",
        "long ago, tingling",
        "always tired",
    ]


def test_what_can_mean_two_days_is_kept_as_typed_and_both_are_named() -> None:
    turn = take(at("preparation.timeline"), Text("3/4/2021 relapse"), now=NOW)
    assert "Saved: 3/4/2021 - relapse" in said(turn)
    assert '"3/4/2021" can mean 3 April 2021 or 4 March 2021.' in said(turn)


def test_a_missing_year_is_not_made_up() -> None:
    turn = take(at("preparation.timeline"), Text("12 May eye pain"), now=NOW)
    assert "There is no year in it." in said(turn)
    assert "2026" not in said(turn)


def test_years_ago_are_counted_from_the_day_of_writing_also_when_read_much_later() -> None:
    session = typed("preparation.timeline", "five years ago numb legs", "2019 first signs")
    assert session.written == {"preparation.timeline:1": "2026-11-28"}
    later = after(take(session, Tap("show:answers:0"), now=YEARS_LATER))
    assert lines(later, "preparation.timeline") == ["2019 - first signs", "about 2021 - numb legs"]


def test_a_relative_date_of_which_the_day_of_writing_is_not_known_is_left_as_typed() -> None:
    session = at("preparation.timeline", answers={"preparation.timeline": {"1": "five years ago numb legs"}})
    assert lines(session, "preparation.timeline") == ["five years ago numb legs"]


def test_the_day_of_writing_goes_with_its_entry() -> None:
    session = typed("preparation.timeline", "five years ago numb legs")
    turn = take(
        session, Tap("show:entries:0"), Tap("entry:preparation.timeline:1"), Tap("remove:preparation.timeline:1")
    )
    assert after(turn).written == {}
    turn = take(session, Tap("show:entries:0"), Tap("rewrite:preparation.timeline:1"), Text("2021 numb legs"), now=NOW)
    assert after(turn).written == {}
    assert "Changed to: 2021 - numb legs" in said(turn)


def test_several_lines_with_a_date_each_are_several_entries() -> None:
    session = typed("preparation.timeline", "2012 left eye\n\n  03/2014: numb legs \nlast year MRI\n")
    assert session.answers["preparation.timeline"] == {
        "1": "2012 left eye",
        "2": "03/2014: numb legs",
        "3": "last year MRI",
    }
    assert session.written == {"preparation.timeline:3": "2026-11-28"}
    assert session.said == tuple(f"added:preparation.timeline:{number}" for number in (1, 2, 3))


def test_a_line_that_only_says_when_it_ended_belongs_to_the_one_before() -> None:
    session = typed("preparation.medicines", "Tecfidera 2019\nstopped March 2021\nOcrevus since 2021")
    assert list(session.entries("preparation.medicines").values()) == [
        "Tecfidera 2019 stopped March 2021",
        "Ocrevus since 2021",
    ]


def test_a_story_over_several_lines_is_one_entry() -> None:
    story = "In 2012 my left eye went blurry.\nIt took weeks to come back."
    assert typed("preparation.timeline", story).answers["preparation.timeline"] == {"1": story}


def test_lines_beyond_what_a_list_holds_are_told() -> None:
    session = typed("preparation.timeline", "\n".join(f"{1990 + number} relapse" for number in range(32)))
    assert len(session.entries("preparation.timeline")) == 30
    assert session.said[-1] == "too_many_entries:30"


def test_an_entry_is_changed_and_removed_by_its_place_in_the_sorted_list() -> None:
    session = typed("preparation.timeline", "2022 fell", "2019 legs")
    turn = take(session, Tap("show:entries:0"), Text("1"))
    assert "2019 legs" in said(turn)
    assert after(take(after(turn), Text("remove it"))).answers["preparation.timeline"] == {"1": "2022 fell"}


@pytest.mark.parametrize(
    ("words", "view"), [("delete the last one", "entry:3"), ("undo", "entry:3"), ("change", "entries:0")]
)
def test_the_last_entry_can_be_named_to_be_changed_or_removed(words: str, view: str) -> None:
    session = typed("preparation.timeline", "2019 legs", "2021 eye", "2014 first signs", words)
    assert session.view == view
    assert len(session.entries("preparation.timeline")) == 3


def test_nothing_of_an_entry_is_left_when_consent_is_withdrawn() -> None:
    session = typed("preparation.timeline", "five years ago numb legs")
    withdrawn = take(session, Tap("change:opening.consent"), Tap("pick:opening.consent:read-only"), Tap("yes:withdraw"))
    assert after(withdrawn).written == {}


def test_thirty_long_entries_cost_a_turn_less_than_twenty_milliseconds() -> None:
    long = "In March 2019 it began in the left hand, then about five years ago in the right, and slowly to May 2021, "
    there = {str(number): f"{long}{number}" for number in range(29)}
    session = at("preparation.timeline", answers={"preparation.timeline": there})
    costs = []
    for _ in range(5):
        begun = process_time()
        take(session, Text("2022 new tablets"))
        costs.append(process_time() - begun)
    assert min(costs) < 0.02
