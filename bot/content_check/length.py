"""Length: no message, paragraph or sentence is longer than a tired person can take in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.files import ERROR, WARNING
from bot.content_check.sentences import paragraphs, sentences
from bot.telegram_html import utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "length"

MOST_UNITS = 4096
"""How many UTF-16 units Telegram takes in one message."""

MOST_WORDS = 120
"""How many words a message may have."""

MOST_IN_PARAGRAPH = 50
MOST_IN_SENTENCE = 25


def length_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give every text that is too long by itself; messages made of several texts are measured as they are sent."""
    for text in texts:
        if not text.plain:
            continue
        longest = max(text.plain, key=utf16_length)
        yield from too_long(text, longest)
        if text.place.startswith(("privacy.policy", "privacy.export")):
            continue
        paragraph = max((one for way in text.plain for one in paragraphs(way)), key=_count, default="")
        if _count(paragraph) > MOST_IN_PARAGRAPH:
            fault = f"has a paragraph of {_count(paragraph)} words ({_opening(paragraph)})"
            yield text.problem(
                KIND, fault, f"keep to {MOST_IN_PARAGRAPH}: leave an empty line between two thoughts", WARNING
            )
        sentence = max((one for way in text.plain for one in sentences(way)), key=_count, default="")
        if _count(sentence) > MOST_IN_SENTENCE:
            fault = f"has a sentence of {_count(sentence)} words ({_opening(sentence)})"
            yield text.problem(KIND, fault, f"keep to {MOST_IN_SENTENCE}: make two of it", WARNING)


def too_long(text: Text, message: str, when: str = "") -> Iterator[Problem]:
    """Give what is wrong with the length of a message, in plain text, that the text is the main part of."""
    if utf16_length(message) > MOST_UNITS:
        fault = f"makes a message of {utf16_length(message)} characters{when}"
        yield text.problem(KIND, fault, f"shorten it: Telegram takes {MOST_UNITS}")
    elif _count(message) > MOST_WORDS and not text.place.startswith("privacy.policy"):
        fault = f"makes a message of {_count(message)} words{when}"
        yield text.problem(KIND, fault, f"shorten it: keep to {MOST_WORDS}", ERROR)


def _count(text: str) -> int:
    return len(text.split())


def _opening(text: str) -> str:
    return " ".join(text.split()[:5]) + " \u2026"
