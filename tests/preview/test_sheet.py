"""The sheet holds all that a section says, and each piece can be found again in the content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from talking import CONTENT, shipped
from test_command_line import second_opinion
from typer.testing import CliRunner

from bot.__main__ import command_line
from bot.content import pieces
from bot.dialogue import PLACES
from bot.preview.samples import WRITERS, NoWayError, session_at
from bot.preview.sheet import REVIEWED, Sheet, sheet
from bot.preview.sheet_page import as_html
from bot.telegram_html import to_plain
from bot.turn import Turns

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = tuple(shipped().languages)


def sheet_of(section: str, language: str = "en", writer: str = "me") -> Sheet:
    """Make a sheet of the shipped words."""
    return sheet(Turns(shipped(), 90), CONTENT, section, language, writer)


@pytest.mark.parametrize("place", PLACES)
def test_sample_answers_lead_to_every_place(place: str) -> None:
    turns = Turns(shipped(), 90)
    number = PLACES.index(place)
    session = session_at(turns, place, LANGUAGES[number % len(LANGUAGES)], WRITERS[number // 2 % 2])
    assert session.place == place
    assert turns.renderer.message(session).html


def test_there_is_no_way_to_a_place_that_is_not_there() -> None:
    with pytest.raises(NoWayError):
        session_at(Turns(shipped(), 90), "reasons.nowhere", "en")


@pytest.mark.parametrize("section", REVIEWED)
def test_every_piece_of_a_section_is_on_its_sheet(section: str) -> None:
    language = LANGUAGES[list(REVIEWED).index(section) % len(LANGUAGES)]
    words = shipped().languages[language].sections[section]
    expected = {f"questions.{name}" for name in words.questions}
    for name, question in words.questions.items():
        expected |= {f"questions.{name}.hint"} | {f"questions.{name}.guidance.{one}" for one in question.guidance}
        expected |= {f"questions.{name}.more"} if question.more else set()
    expected |= {"closing"} if words.closing else set()
    expected |= {"for_every_visit"} if words.for_every_visit else set()
    made = sheet_of(section, language)
    items = [item for chapter in made.chapters for item in chapter.items]
    assert {item.place for item in items} == expected
    assert {fact for item in items for fact in item.facts} == {fact for one in pieces(words) for fact in one.facts}
    lines = (CONTENT / language / f"{section}.yaml").read_text(encoding="utf-8").splitlines()
    for item in items:
        assert lines[item.line - 1].strip().strip("'\"").startswith(item.place.rpartition(".")[2]), item.place


def test_words_that_hang_on_earlier_answers_are_all_there() -> None:
    text = to_plain("\n".join(item.message.html for one in sheet_of("preparation").chapters for item in one.items))
    for words in ("Clinic notes:", "MRI images:", "That is all of it.", "Ask soon for the records that are missing."):
        assert words in text


def test_a_companion_is_spoken_to_as_one() -> None:
    title = sheet_of("reasons", writer="someone").chapters[0].title
    assert title == "Their health"


def test_the_command_writes_one_file_that_needs_no_other(tmp_path: Path) -> None:
    done = second_opinion(tmp_path, "preview", "--sheet", "reasons", "--language", "es", "-o", "sheet.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert "es/reasons.yaml, line" in page
    assert 'lang="es"' in page
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import""", page)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--sheet", "nonsense"), "is no topic; there are: opening, reasons"),
        (("--sheet", "reasons", "--language", "xx", "-o", "x.html"), "there are no words in it; there are: en"),
        (("--sheet", "reasons"), "name the file to write"),
    ],
)
def test_a_sheet_that_cannot_be_made_says_why(words: tuple[str, ...], complaint: str) -> None:
    done = CliRunner().invoke(command_line, ["preview", *words])
    assert done.exit_code == 2
    assert complaint in " ".join(re.sub(r"[│\n]", " ", done.stderr).split())


def test_all_sheets_are_one_page() -> None:
    page = as_html([sheet_of("reasons"), sheet_of("monitoring")])
    assert page.count("<section class=") == 2
    assert 'href="#monitoring"' in page
