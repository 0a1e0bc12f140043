"""Each fault of the catalogue that is about privacy and security is provoked, or cannot occur here."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent

OURS = {*range(59, 64), *range(83, 97)}

CANNOT_OCCUR = {
    89: ("preview", "path traversal in a preview: nothing here serves files over HTTP"),
    90: (
        "preview",
        "DNS rebinding of a preview: nothing serves a page; /metrics has counts alone, off by default",
    ),
    91: ("preview", "cross-site requests to a preview: nothing here takes a request from a browser"),
}
"""Why a fault has no test, and the word in the name of the module that would change that."""


def provoked() -> set[int]:
    """Give the numbers of all faults that tests name."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fault":
                found |= {
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, int)
                }
    return found


def test_every_fault_is_provoked_or_cannot_occur() -> None:
    named = provoked()
    assert OURS - named - CANNOT_OCCUR.keys() == set()


def test_a_fault_that_cannot_occur_has_nowhere_to_occur() -> None:
    modules = [path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")]
    possible = {number: [one for one in modules if word in one] for number, (word, _) in CANNOT_OCCUR.items()}
    untested = {number: where for number, where in possible.items() if where and number not in provoked()}
    assert untested == {}, "these faults can occur now: provoke them in tests"
