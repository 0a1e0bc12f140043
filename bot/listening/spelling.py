"""Turns what people type into plain words: accents, capitals, look-alike letters and hidden signs folded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_CYRILLIC_AND_GREEK = str.maketrans("аеорсухікмтвнѕјԁαορευικντχ", "aeopcyxikmtbhsjdaopeuikvtx")
_LIGATURES: dict[str, str] = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ӏ": "i"}
_LETTERS: dict[int, Any] = {**_CYRILLIC_AND_GREEK, **{ord(letter): plain for letter, plain in _LIGATURES.items()}}
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ＇"), "'")
_HIDDEN = dict.fromkeys(
    [
        0x00,
        0xAD,
        *range(0x300, 0x370),
        *range(0x1AB0, 0x1B00),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0x20D0, 0x2100),
        *range(0xFE00, 0xFE10),
        0xFEFF,
    ],
)
_FOLD: dict[int, Any] = {**_LETTERS, **_HIDDEN}
# Before unfolding: apostrophes would fall apart, and one sign would become a sentence of 18 letters.
_BEFORE = {**_APOSTROPHES, 0xFDFA: " ", 0xFDFB: " "}
_LEET = str.maketrans("013457$@", "oieastsa")

_PIECES = re.compile(
    r"(?P<number>\d+[.,]\d+(?![a-z\d]))"
    r"|(?P<word>[a-z0-9$@]*[a-z0-9](?:'(?:t|s|m|re|ve|ll|d)\b)?)"
    r"|(?P<trail>\.\.+)|(?P<end>[.!?\n]+)|(?P<pause>[,;:()…]+|\s[-–—]+\s)",
)
_DISGUISED = re.compile(r"[a-z$@]+[0134570$@]+[a-z$@0-9]*[a-z]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")
_SENTENCE_GAP = 2
_SPELT_OUT = 5


@dataclass
class Words:
    """The words of a text in order; "" stands where a sentence ends, to keep words of two sentences apart."""

    spellings: list[str] = field(default_factory=list)
    pauses: int = 0  # bit i: a comma or the like stands before word i


def fold(text: str) -> str:
    """Bring a text to the letters a to z as far as that goes."""
    if not text.isascii():
        text = text.translate(_BEFORE)
        return unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_FOLD)
    return text.lower().replace("`", "'").replace("\0", "")


def read(text: str, shorthand: Mapping[str, str]) -> Words:
    """Split a text into words; shorthand ("cant") is written out ("cannot")."""
    words = Words()
    spelt_out: list[str] = []
    for piece in _PIECES.finditer(fold(text)):
        kind, spelling = piece.lastgroup, piece.group()
        if kind == "word" and len(spelling) == 1 and spelling.isalpha():
            spelt_out.append(spelling)
        else:
            _close(words, spelt_out)
        if kind in ("word", "number"):
            words.spellings += _in_full(_plain(spelling), shorthand).split()
        elif kind == "end":
            words.spellings += [""] * _SENTENCE_GAP
        elif kind == "pause":
            words.pauses |= 1 << len(words.spellings)
    _close(words, spelt_out)
    return words


def _plain(spelling: str) -> str:
    spelling = spelling.replace("'", "")
    if _DISGUISED.fullmatch(spelling):
        spelling = spelling.translate(_LEET)
    return _STRETCHED.sub(r"\1\1", spelling) if _DOUBLED.search(spelling) else spelling


def _in_full(spelling: str, shorthand: Mapping[str, str]) -> str:
    """Write shorthand out, also when it was typed with letters doubled ("caan't")."""
    if spelling in shorthand:
        return shorthand[spelling]
    return shorthand.get(_DOUBLED.sub(r"\1", spelling), spelling) if _DOUBLED.search(spelling) else spelling


def _close(words: Words, spelt_out: list[str]) -> None:
    """Join letters typed one by one ("s u i c i d e")."""
    if len(spelt_out) >= _SPELT_OUT:
        del words.spellings[-len(spelt_out) :]
        words.spellings.append("".join(spelt_out))
    spelt_out.clear()
