"""Each fault of the catalogue that is about privacy and security is provoked, or cannot occur here."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent

OURS = {*range(59, 64), *range(83, 97)}

CANNOT_OCCUR = {
    89: "path traversal in a preview: nothing here serves files over HTTP",
    90: "DNS rebinding of a preview: nothing here serves a page; /metrics has counts alone and is off by default",
    91: "cross-site requests to a preview: nothing here takes a request from a browser",
    96: "a webhook's answer that echoes JSON: there is no webhook; updates are polled",
}
"""Why a fault has no test. Whoever adds a server adds the tests; the test below then fails until they do."""

SERVERS = {"uvicorn", "http", "socketserver", "aiohttp", "tornado", "hypercorn", "websockets"}


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


def imported() -> set[str]:
    """Give every library that the program itself uses."""
    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found


def test_every_fault_is_provoked_or_cannot_occur() -> None:
    named = provoked()
    assert OURS - named - CANNOT_OCCUR.keys() == set()


def test_a_fault_that_cannot_occur_has_nowhere_to_occur() -> None:
    still_without_test = CANNOT_OCCUR.keys() - provoked()
    assert not still_without_test or not SERVERS & imported(), "a server was added: provoke these faults in tests"
