"""The shape of a language's house rules, which maintainers extend, and how a phrase of them is found in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.content.files import Problem, read, shaped
from bot.content.wording import Wording, Words

if TYPE_CHECKING:
    from bot.content_check.folder import Folder

FILE = "house_rules.yaml"
_WORD = re.compile(r"[\w'%]+")


class Forbidden(Wording):
    """Phrases that no text may hold, and what to write instead.

    Attributes:
        instead: What to write instead.
        phrases: The phrases; ``*`` stands for any ending, ``...`` for up to three words.
    """

    instead: Words
    phrases: tuple[Words, ...]


class HouseRules(Wording):
    """What the words of a language must not say, and which words they must explain.

    Attributes:
        forbidden: Forbidden phrases, under the name of what they would do to a person.
        medical: Medical words that a text explains where it first uses them, beside those in ``medical_words``.
        known: Words from ``medical_words`` that need no explanation in the texts.
        explaining: Words with which a text explains another one, such as "is a".
    """

    forbidden: dict[str, Forbidden]
    medical: tuple[Words, ...]
    known: tuple[Words, ...] = ()
    explaining: tuple[Words, ...]


def house_rules(folder: Folder, code: str) -> tuple[HouseRules | None, list[Problem]]:
    """Give the house rules of a language, and what is wrong with their shape."""
    problems: list[Problem] = []
    file = read(folder.path / code / FILE, problems)
    return (shaped(HouseRules, file, problems) if file.data else None), problems


def in_words(text: str) -> str:
    """Give the words of a text alone, in small letters, with one space around each."""
    words = _WORD.findall(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return f" {' '.join(words)} "


@lru_cache(maxsize=512)
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Give a pattern that finds any of the phrases among the words of a text."""
    return re.compile(rf" ({'|'.join(map(_pattern, phrases)) or '(?!)'})(?= )")


def _pattern(phrase: str) -> str:
    words = phrase.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    return "".join(
        r"(?:\S+ ){0,3}" if word == "..." else re.escape(word).replace(r"\*", r"[\w']*") + " " for word in words
    ).removesuffix(" ")
