"""Copying: eight words in a row that stand in the source text are a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content_check.house_rules import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "copying"

A_COPY = 8
"""How many words in a row are a copy."""


def copying_problems(texts: Sequence[Text], source: str) -> Iterator[Problem]:
    """Give every text that shares eight words in a row with the source."""
    copied = set(_runs(source))
    for text in texts:
        found = next((run for way in text.plain for run in _runs(way) if run in copied), None)
        if found:
            yield text.problem(KIND, f"copies the source ({' '.join(found)!r})", "say it in your own words")


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = in_words(text).split()
    return zip(*(words[start:] for start in range(A_COPY)), strict=False)
