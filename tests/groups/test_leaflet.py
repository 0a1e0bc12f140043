"""The leaflet, looked at as a picture: its code leads where its words say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from talking import shipped
from typer.testing import CliRunner

from bot.__main__ import command_line
from bot.flows import IN_ORDER
from bot.links import link
from bot.paper.leaflet import leaflet
from bot.paper.typesetting import Paper

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

LONGEST_NAME = "a_name_of_thirty_two_characters_"
PAPERS = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}


@pytest.mark.parametrize("language", shipped().languages)
@pytest.mark.parametrize("section", ["", *IN_ORDER])
@pytest.mark.parametrize("paper", Paper)
def test_the_code_leads_where_the_words_say(language: str, section: str, paper: Paper) -> None:
    pdf = pypdfium2.PdfDocument(leaflet(shipped().languages[language], LONGEST_NAME, paper=paper, section=section))
    (page,) = pdf
    assert tuple(map(round, page.get_size())) == PAPERS[paper]
    expected = link(LONGEST_NAME, f"{language}-{section}" if section else language)
    assert decoded(page.render(scale=2).to_pil()) == [expected]
    text = page.get_textpage().get_text_bounded()
    assert expected.removeprefix("https://") in text
    words = shipped().languages[language]
    assert (words.sections[section].title if section else words.sharing.leaflet.points[0]) in " ".join(text.split())


def test_the_code_survives_a_poor_print() -> None:
    (page,) = pypdfium2.PdfDocument(leaflet(shipped().language("en"), LONGEST_NAME, section="monitoring"))
    gray = page.render(scale=1).to_pil().convert("L").point(lambda shade: 90 + shade // 3)
    assert decoded(gray) == [link(LONGEST_NAME, "en-monitoring")]


def test_a_page_without_a_code_has_none() -> None:
    (page,) = pypdfium2.PdfDocument(leaflet(shipped().language("en"), LONGEST_NAME))
    picture = page.render(scale=2).to_pil()
    assert decoded(picture.crop((0, 0, picture.width, picture.height // 4))) == []


def test_it_is_tagged_and_always_the_same() -> None:
    first, again = (leaflet(shipped().language("en"), "some_bot") for _ in range(2))
    assert first == again
    assert b"/MarkInfo" in first
    assert b"/Marked true" in first
    assert pypdfium2.PdfDocument(first).get_metadata_dict()["Title"] == shipped().language("en").sharing.leaflet.title


def test_the_command_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "leaflet.pdf"
    wishes = ["--bot", "some_bot", "--language", "en", "--paper", "letter", "--section", "decision", "-o", str(file)]
    assert CliRunner().invoke(command_line, ["leaflet", *wishes]).exit_code == 0
    assert file.read_bytes() == leaflet(shipped().language("en"), "some_bot", paper=Paper.LETTER, section="decision")


@pytest.mark.parametrize(
    "wrong", [["--language", "xx"], ["--paper", "a5"], ["--section", "opening"], ["-o", "/nowhere/leaflet.pdf"]]
)
def test_a_wrong_wish_is_refused(wrong: list[str], tmp_path: Path) -> None:
    wishes = ["leaflet", "--bot", "some_bot", "-o", str(tmp_path / "leaflet.pdf"), *wrong]
    assert CliRunner().invoke(command_line, wishes).exit_code == 2


def decoded(picture: Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]
