"""Buttons in plain lines: their numbers, and which one a typed line means."""

from __future__ import annotations

import re
import unicodedata
from itertools import count

_JOINERS = str.maketrans("", "", "\ufe0e\ufe0f\u200d")
_SIGNS = "PSZC"


def shown(labels: list[str]) -> list[str]:
    """Give each label with the number by which it can be typed, unless it begins with that very number."""
    return [
        label if _own_number(label) == number else f"{number} {label}"
        for number, label in zip(_numbers(labels), labels, strict=True)
    ]


def chosen(typed: str, labels: list[str]) -> int | None:
    """Give the position of the button that a line means, or None for ordinary talk.

    The exact words win, then words without regard to case and to signs around them, with or without the
    number shown, then a bare number.
    """
    if typed.strip() in labels:
        return labels.index(typed.strip()) + 1
    wanted, numbers = _words(typed), _numbers(labels)
    for position, (label, number, with_number) in enumerate(zip(labels, numbers, shown(labels), strict=True), 1):
        own_number = with_number == label
        bare = label.removeprefix(str(number)) if own_number else label
        if wanted and wanted in {_words(label), _words(bare), _words(with_number)}:
            return position
    return numbers.index(int(wanted)) + 1 if wanted.isdecimal() and int(wanted) in numbers else None


def _numbers(labels: list[str]) -> list[int]:
    """Give the number of each button: where some count 1, 2, 3 themselves, wherever they stand, the others go on."""
    own = [number for label in labels if (number := _own_number(label))]
    if own != list(range(1, len(own) + 1)):
        return list(range(1, len(labels) + 1))
    further = count(len(own) + 1)
    return [_own_number(label) or next(further) for label in labels]


def _own_number(label: str) -> int:
    """Give the number with which a label begins, 0 for none; "2.5 mg" and "2-3 times" begin with none."""
    begins = re.match(r"(\d{1,3})(?!\w|[.,–-]\d)", label)
    return int(begins[1]) if begins else 0


def _words(text: str) -> str:
    """Strip case, and signs and emoji at both ends and after a leading number."""
    text = text.casefold().translate(_JOINERS)
    inner = [index for index, letter in enumerate(text) if unicodedata.category(letter)[0] not in _SIGNS]
    words = " ".join(text[inner[0] : inner[-1] + 1].split()) if inner else ""
    return re.sub(r"^(\d+)[.):]? ", r"\1 ", words)
