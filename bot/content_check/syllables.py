"""Syllables of a word, by the hyphenation of its language."""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouysxz]es)$")


@lru_cache(maxsize=20_000)
def syllables(word: str, code: str) -> int:
    """Give the number of syllables, one at least.

    English hyphenation leaves out breaks that a reader still hears, so there the sounded vowels are counted as well
    and the higher number counts.
    """
    hyphenation = _hyphenation(code)
    parts = len(hyphenation.positions(word)) + 1 if hyphenation else len(word) // 3 or 1
    return max(parts, _sounded(word.casefold())) if code == "en" else parts


def _sounded(word: str) -> int:
    vowels = len(_ENGLISH_VOWELS.findall(word))
    return max(1, vowels - (1 if _SILENT.search(word) else 0))


@lru_cache(maxsize=8)
def _hyphenation(code: str) -> pyphen.Pyphen | None:
    language = pyphen.language_fallback(code) or next(
        (one for one in pyphen.LANGUAGES if one.startswith(f"{code}_")), None
    )
    return pyphen.Pyphen(lang=language, left=1, right=1) if language else None
