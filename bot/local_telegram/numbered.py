"""Buttons in plain lines: their numbers, and which one a typed line means."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = str.maketrans("", "", "\ufe0e\ufe0f\u200d")
_SIGNS = "PSZC"


def shown(labels: list[str]) -> list[str]:
    """Give each label with its position, unless it begins with that very number."""
    return [
        label if _begins_with(position, label) else f"{position} {label}" for position, label in enumerate(labels, 1)
    ]


def chosen(typed: str, labels: list[str]) -> int | None:
    """Give the position of the button that a line means, or None for ordinary talk.

    The exact words win, then words without regard to case and to signs around them, with or without the
    number shown, then a bare position.
    """
    if typed.strip() in labels:
        return labels.index(typed.strip()) + 1
    wanted = _words(typed)
    for position, (label, with_number) in enumerate(zip(labels, shown(labels), strict=True), 1):
        own_number = with_number == label
        bare = label.removeprefix(str(position)) if own_number else label
        if wanted and wanted in {_words(label), _words(bare), _words(with_number)}:
            return position
    return int(wanted) if wanted.isdecimal() and 1 <= int(wanted) <= len(labels) else None


def _begins_with(position: int, label: str) -> bool:
    """Say whether a label begins with this number; "2.5 mg" and "2-3 times" do not begin with 2."""
    return re.match(rf"{position}(?!\w|[.,–-]\d)", label) is not None


def _words(text: str) -> str:
    """Strip case, and signs and emoji at both ends and after a leading number."""
    text = text.casefold().translate(_JOINERS)
    inner = [index for index, letter in enumerate(text) if unicodedata.category(letter)[0] not in _SIGNS]
    words = " ".join(text[inner[0] : inner[-1] + 1].split()) if inner else ""
    return re.sub(r"^(\d+)[.):]? ", r"\1 ", words)
