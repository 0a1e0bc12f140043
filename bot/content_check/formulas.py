"""The reading formulas: which one counts for a language, and up to where a text is easy enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.content_check.sentences import sentences, words
from bot.content_check.syllables import syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONG = 6
"""A word with more letters is long."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the formulas count in a text."""

    sentences: int
    words: int
    syllables: int
    long_words: int
    many_syllables: int
    one_syllable: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A reading formula.

    Attributes:
        name: Its name in the field.
        of: Gives the value for what was counted.
        limit: The value up to which a text is easy enough.
        higher_is_easier: Whether a text is easier the higher the value.
    """

    name: str
    of: Callable[[Counted], float]
    limit: float
    higher_is_easier: bool = False

    def is_easy(self, value: float) -> bool:
        """Say whether a text with this value is easy enough."""
        return value >= self.limit if self.higher_is_easier else value <= self.limit

    def ease(self, value: float) -> float:
        """Give a number that is the higher, the easier the text."""
        return value if self.higher_is_easier else -value

    @property
    def asks(self) -> str:
        """The limit in words."""
        return f"{self.limit:g} or {'higher' if self.higher_is_easier else 'lower'}"


FORMULAS: Mapping[str, Formula] = {
    "en": Formula(
        "Flesch-Kincaid grade",
        lambda it: 0.39 * it.words / it.sentences + 11.8 * it.syllables / it.words - 15.59,
        8,
    ),
    # "Normal" on the INFLESZ scale begins at 55.
    "es": Formula(
        "Szigriszt-Pazos perspicuity",
        lambda it: 206.835 - 62.3 * it.syllables / it.words - it.words / it.sentences,
        55,
        higher_is_easier=True,
    ),
    "de": Formula(
        "First Vienna text formula",
        lambda it: (
            19.35 * it.many_syllables / it.words
            + 0.1672 * it.words / it.sentences
            + 12.97 * it.long_words / it.words
            - 3.27 * it.one_syllable / it.words
            - 0.875
        ),
        8,
    ),
    "fr": Formula(
        "Kandel-Moles reading ease",
        lambda it: 207 - 1.015 * it.words / it.sentences - 73.6 * it.syllables / it.words,
        60,
        higher_is_easier=True,
    ),
}

LIX = Formula("LIX", lambda it: it.words / it.sentences + 100 * it.long_words / it.words, 40)
"""For every other language: it counts long words, and needs no syllables."""


def formula(code: str) -> Formula:
    """Give the formula that counts for a language."""
    return FORMULAS.get(code, LIX)


def counted(text: str, code: str) -> Counted:
    """Count a plain text; one that has no word counts as one short word."""
    found = words(text) or ["a"]
    sounds = [syllables(word, code) for word in found]
    return Counted(
        len([one for one in sentences(text) if words(one)]) or 1,
        len(found),
        sum(sounds),
        sum(len(word) > LONG for word in found),
        sum(each > 2 for each in sounds),  # noqa: PLR2004 - the formula's own number
        sounds.count(1),
    )
