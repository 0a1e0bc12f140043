"""What the README shows is what there is: the map, the tree and the transcript are compared with the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.graph import mermaid

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONVERSATION = ROOT / "tests" / "conversations" / "monitoring-new-spots.txt"

NOT_PYTHON = {
    "bot/paper/leaflet.typ": "The leaflet's layout.",
    "bot/paper/fonts/": "Noto Sans, for what is printed.",
    "content/facts.yaml": "The facts of the source, by id.",
    "content/review.yaml": "Which words were reviewed, by whom, and when they are looked at again.",
    "content/en/": "All words in English, one file a section.",
    "content/es/": "The same in Spanish, stamped with the English that it was translated from.",
    "content/de/": "What is listened for in German; content/fr/ for French.",
    "content/hunches/": "What the trained ear has learned.",
    "content/schema/": "The shapes of the files, for editors.",
    "tests/conversations/": "Golden talks as prose, replayed by the tests.",
    "tests/faults/": "The catalogue of faults, and workers that are killed.",
    "tests/utterances/": "What people type, to measure listening by.",
    "benchmarks/": "The bot beside its peers, and how well it listens.",
    "docs/": "How to change the words, translate, run the bot for others, and what is stored.",
}


def caption(path: Path) -> str:
    """Give the first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()[0]


def tree() -> str:
    """Give every room of the program with its caption."""
    rows = []
    for path in sorted((ROOT / "bot").rglob("*.py"), key=_reading_order):
        name = path.relative_to(ROOT).as_posix().replace("__init__.py", "")
        rows.append((name, caption(path)))
    rows += NOT_PYTHON.items()
    return "```text\n" + "\n".join(f"{name:<40} {words}" for name, words in rows) + "\n```"


def _reading_order(path: Path) -> tuple[object, ...]:
    return path.parent.parts, path.name != "__init__.py", path.name


def transcript() -> str:
    """Give the middle of a golden conversation."""
    told = CONVERSATION.read_text(encoding="utf-8")
    begin, end = told.index("PERSON taps New spots"), told.index("PERSON taps Medicine-safety tests")
    return "```text\n" + re.sub(r"\n{3,}", "\n\n", told[begin:end]).strip() + "\n```"


PARTS = {"map": lambda: f"```mermaid\n{mermaid()}\n```", "tree": tree, "transcript": transcript}


@pytest.mark.parametrize("name", PARTS)
def test_the_readme_is_true(name: str, request: pytest.FixtureRequest) -> None:
    written = README.read_text(encoding="utf-8")
    part = re.compile(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", re.DOTALL)
    found = part.search(written)
    assert found, f"the README has no part {name}"
    now = PARTS[name]() + "\n"
    if request.config.getoption("--update"):
        README.write_text(part.sub(lambda _: f"<!-- {name} -->\n{now}<!-- /{name} -->", written), encoding="utf-8")
        return
    assert found[1] == now, "run: make update"


def test_every_module_has_a_caption_of_one_line() -> None:
    assert not [path for path in (ROOT / "bot").rglob("*.py") if not caption(path).endswith((".", "?"))]


def test_no_room_is_larger_than_its_ceiling() -> None:
    large = {path.name: lines for path in (ROOT / "bot").rglob("*.py") if (lines := path.read_text().count("\n")) > 250}
    assert not large
