"""Every fault of the catalogue, 1 to 102, has a test that names its number, or a reason why none is needed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

TESTS = Path(__file__).parent.parent
FAULTS = range(1, 103)
ELSEWHERE: dict[int, str] = yaml.safe_load((TESTS / "faults" / "elsewhere.yaml").read_text(encoding="utf-8"))


def named_by_tests() -> set[int]:
    """Give the numbers that tests name."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in TESTS.rglob("test_*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "fault"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, int)
    }


TESTED = named_by_tests()


@pytest.mark.parametrize("number", FAULTS)
def test_the_fault_has_a_test_or_a_reason(number: int) -> None:
    assert number in TESTED or number in ELSEWHERE


def test_no_test_names_a_fault_that_the_catalogue_does_not_have() -> None:
    assert set(FAULTS) >= TESTED


def test_every_reason_is_a_sentence_about_a_fault() -> None:
    assert all(number in FAULTS and reason.endswith(".") for number, reason in ELSEWHERE.items())
