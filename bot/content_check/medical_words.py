"""Medical words: each is explained where a topic first uses it, and in the list of medical words."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from bot.content_check.house_rules import in_words, pattern
from bot.content_check.sentences import sentences
from bot.content_check.wording import LETTER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.house_rules import HouseRules
    from bot.content_check.texts import Text

KIND = "medical words"
LIST = "medical_words"

READ_BY_ALL = {"lead", "ask", "why"}
"""Parts of a question that everyone reads who comes to it."""

_NOT_THE_PLACE = {"title", "name", "hint", "choices", "ask_doctor", "for_every_visit"}
"""Parts that have no room to explain, or in which the patient speaks to the doctor."""

_BRACKETS = re.compile(r"\(([^()]*)\)")


def medical_word_problems(texts: Sequence[Text], rules: HouseRules, sections: Sequence[str]) -> Iterator[Problem]:
    """Give every text that uses a medical word which neither it nor what everyone read before it explains."""
    listed = [str(text.where[-1]) for text in texts if text.name == "shared" and text.where[:1] == (LIST,)]
    known = {word.casefold() for word in rules.known}
    words = [word for word in dict.fromkeys((*listed, *rules.medical)) if word.casefold() not in known]
    patterns = {word: pattern(_forms(word)) for word in words}
    for section in sections:
        explained: set[str] = set()
        here = [text for text in texts if text.name == section and _explains_itself(text)]
        for question, several in groupby(here, key=lambda text: text.where[:2]):
            asked = list(several)
            of_all = [text for text in asked if READ_BY_ALL & set(text.where) and question[0] == "questions"]
            explained |= {word for text in of_all for word in patterns if _explains(text, patterns[word], rules)}
            for text in asked:
                for word in sorted(_used(text, patterns) - explained):
                    if not _explains(text, patterns[word], rules):
                        cure = "say in brackets what it means, or use plain words"
                        yield text.problem(KIND, f"does not explain {word!r}", cure)


def _explains_itself(text: Text) -> bool:
    return not _NOT_THE_PLACE & set(text.where) and LETTER not in text.source


def _forms(word: str) -> tuple[str, ...]:
    """Give the word as it may stand in a text: alone, and with the ending of the plural."""
    return (word, f"{word}s", f"{word}es") if not word.endswith("*") else (word,)


def _used(text: Text, patterns: dict[str, re.Pattern[str]]) -> set[str]:
    said = [in_words(way) for way in text.plain]
    return {word for word, one in patterns.items() if any(one.search(way) for way in said)}


def _explains(text: Text, word: re.Pattern[str], rules: HouseRules) -> bool:
    explaining = pattern(rules.explaining)
    return any(
        word.search(in_words(sentence)) and (_BRACKETS.search(sentence) or explaining.search(in_words(sentence)))
        for way in text.plain
        for sentence in sentences(way)
    )
