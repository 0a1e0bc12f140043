"""Makes any typed text harmless where it is shown: nothing in it hides, or turns what stands around it."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""Join or part letters in some scripts, and make one picture of several."""

SELECTORS = "\ufe0e\ufe0f"
"""Say whether a sign is a letter or a picture."""

_MOST_MARKS = 4
"""How many marks may sit on one letter; every script needs fewer, and more of them run into the lines around."""


def inert(text: str) -> str:
    """Give a typed text in one line, without controls: what is left has a shape of its own and stays in its place."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept, marks = [], 0
    for character in text:
        category = "Zs" if character.isspace() else unicodedata.category(character)
        if category in {"Cc", "Cs", "Cf"} and character not in JOINERS:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} and character not in SELECTORS else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return " ".join("".join(kept).split())


def direction(text: str) -> str:
    """Give the direction in which a text is read, ``ltr`` or ``rtl``: that of most of its letters.

    Not that of the first one, as the name of a medicine in Latin letters often begins a line of Arabic.
    """
    kinds = [unicodedata.bidirectional(character) for character in text]
    return "rtl" if kinds.count("R") + kinds.count("AL") > kinds.count("L") else "ltr"
