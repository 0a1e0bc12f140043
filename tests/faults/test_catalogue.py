"""Every fault of the catalogue that concerns delivery has a test that names its number, or a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

OURS = (*range(1, 59), 97, 98)
TESTS = Path(__file__).parent.parent
ELSEWHERE: dict[int, str] = yaml.safe_load((TESTS / "faults" / "elsewhere.yaml").read_text(encoding="utf-8"))
TESTED = {
    int(number)
    for file in TESTS.rglob("test_*.py")
    for number in re.findall(r"^@pytest\.mark\.fault\((\d+)\)$", file.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("number", OURS)
def test_the_fault_has_a_test_or_a_reason(number: int) -> None:
    assert (number in TESTED) != (number in ELSEWHERE), "a fault needs a test or a reason, and not both"


def test_every_reason_is_a_sentence_about_a_fault() -> None:
    assert all(number in OURS and reason.endswith(".") for number, reason in ELSEWHERE.items())
