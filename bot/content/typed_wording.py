"""The shape of the words by which it is known what people mean with what they type."""

from __future__ import annotations

from pydantic import Field

from bot.content.wording import Wording, Words


class Numerals(Wording):
    """How the number of a choice is typed: words for each number, and words that may stand before it."""

    words: dict[int, tuple[Words, ...]]
    before: tuple[Words, ...]


class Loosely(Wording):
    """What people type around an answer: what says nothing, what turns it, what asks for a meaning, and what asks."""

    around: tuple[Words, ...] = Field(min_length=1)
    apart: tuple[Words, ...] = Field(min_length=1)
    meaning: tuple[Words, ...] = Field(min_length=1)
    asking: tuple[Words, ...] = Field(min_length=1)
