"""Makes any text fit to be printed: every character has a glyph, and every long word a place to break."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from bot.paper.inert import JOINERS, SELECTORS, inert

FONTS = Path(__file__).parent / "fonts"

MISSING = "(?)"
"""Stands where letters or signs were typed that no font here has."""

_WIDEST_WORD = 17.0
"""How wide a word may be that is not broken, in the size of its letters; so much fits into the narrowest column."""

_SHORTEST = 18
"""Up to how many characters a word has room however wide they are."""

_PIECE = 12
"""After how many characters a longer word may be broken."""

_BREAK = "\u200b"


def printable(text: str) -> str:
    """Give a text line by line, with only such characters as the fonts have, and a place to break each long word."""
    return "\n".join(_breakable(_covered(inert(line))) for line in text.splitlines())


def _covered(text: str) -> str:
    known = _characters()
    if known.issuperset(text):
        return text
    shown = (one if one in known else _replacement(one) for one in text)
    return re.sub(rf"(?:{re.escape(MISSING)})+", MISSING, "".join(shown))


def _replacement(character: str) -> str:
    """Give what stands for a character that no font has: a sign's name, or that something is missing."""
    match unicodedata.category(character):
        case "Mn" | "Me":
            return ""
        case "So":
            return f"({unicodedata.name(character, MISSING).lower()})"
        case _:
            return MISSING


def _breakable(text: str) -> str:
    return re.sub(rf"\S{{{_SHORTEST},}}", _with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    if sum(_width(character) for character in word[0]) <= _WIDEST_WORD:
        return word[0]
    pieces, length = list[str](), 0
    for character in word[0]:
        joined = unicodedata.category(character) in {"Mn", "Mc", "Me", "Sk", "Cf"} or pieces[-1:] == ["\u200d"]
        if length >= _PIECE and not joined:
            pieces.append(_BREAK)
            length = 0
        pieces.append(character)
        length += 1
    return "".join(pieces)


def _width(character: str) -> float:
    """Give about how wide a character is: capitals and pictures nearly as wide as high, others less."""
    return 0.95 if unicodedata.category(character) in {"Lu", "So"} else 0.65


@cache
def _characters() -> frozenset[str]:
    """Give every character that a font in the folder has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - it is large, and most turns print nothing

    known = set[int]()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            known.update(font["cmap"].getBestCmap())
    return frozenset(map(chr, known)) | frozenset(JOINERS + SELECTORS)
