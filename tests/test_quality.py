"""What is made from the words by a command is fresh: the score sheets, and the shapes for editors."""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path

import pytest
from talking import CONTENT, shipped

from bot.content_check.schema import EDITOR, FOLDER, SHAPES, schema_files
from bot.score_sheets import SHEETS, as_markdown
from bot.score_sheets.sheet import NOT_DONE

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "quality.md"
ITEMS = [item for sheet in SHEETS for item in sheet.items]


def test_the_score_sheets_are_fresh(pytestconfig: pytest.Config) -> None:
    made = as_markdown(CONTENT, date(2026, 11, 28))
    if pytestconfig.getoption("--update"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made, "run: make update"


def test_what_needs_people_is_called_not_done() -> None:
    unjudged = [item for item in ITEMS if item.applies and item.judge is None and not item.held_by]
    assert len(unjudged) > 20
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
    assert all(NOT_DONE in next(row for row in rows if f"| {item.words} |" in row) for item in unjudged)


@pytest.mark.parametrize("named", sorted({item.held_by for item in ITEMS} - {""}))
def test_a_test_that_is_named_is_there(named: str) -> None:
    path, _, name = named.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_the_shapes_for_editors_are_fresh(pytestconfig: pytest.Config) -> None:
    for path, made in schema_files(CONTENT, shipped().facts):
        if pytestconfig.getoption("--update"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(made, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == made, "run: make update"


def test_every_file_with_words_has_a_shape() -> None:
    files = {path.stem for path in CONTENT.glob("*/*.yaml")} - {"listening", "safety", "translated_from"}
    assert files <= set(SHAPES)
    assert {path.stem for path in (CONTENT / FOLDER).glob("*.json")} == set(SHAPES)
    mapped = json.loads((ROOT / EDITOR).read_text(encoding="utf-8"))["yaml.schemas"]
    assert all((ROOT / schema).is_file() for schema in mapped)


def test_a_shape_completes_choices_and_facts_and_says_what_each_key_is() -> None:
    shape = json.loads((CONTENT / FOLDER / "treatment.json").read_text(encoding="utf-8"))
    change = shape["properties"]["questions"]["properties"]["change"]
    assert list(change["properties"]["choices"]["properties"])[:2] == ["starting", "switching"]
    assert change["properties"]["ask"]["description"] == "The question itself, shown in bold."
    assert set(shape["$defs"]["Piece"]["properties"]["facts"]["items"]["enum"]) == set(shipped().facts)
