"""What a machine can see in the words of one section in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.content_check.house_rules import in_words
from bot.content_check.reading_grade import grades
from bot.content_check.sentences import sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.content.files import Problem
    from bot.content_check.reading_grade import Grade
    from bot.content_check.texts import Text

PASSIVE = {
    "en": re.compile(r" (?:is|are|was|were|be|been|being)(?: not)?(?: \w+ly)? \w+(?:ed|wn|ken|ven|ught)(?= )"),
    "es": re.compile(r" (?:es|son|fue|fueron|ser|sido|será|serán|sea|sean) \w+(?:ad|id)[oa]s?(?= )"),
}
"""How the passive voice looks in a language, roughly; in others it is not counted."""

_SUM = re.compile(r"\d\s*(?:%|\+|×|\u00f7|=|/\s*\d)")


@dataclass(frozen=True)
class Evidence:
    """One section in one language.

    Attributes:
        code: The language.
        name: The section.
        texts: Its texts.
        problems: What the check found in its file.
        everything: Every text of the language, by place.
    """

    code: str
    name: str
    texts: Sequence[Text]
    problems: Sequence[Problem]
    everything: dict[str, Text]

    @cached_property
    def grade(self) -> Grade | None:
        """How easy it reads."""
        return next(grades(self.texts), None)

    @property
    def words(self) -> int:
        """How many words it has, each text counted once."""
        return sum(len(words(text.plain[0])) for text in self.texts if text.plain)

    @cached_property
    def sentences(self) -> list[str]:
        """Its sentences, each text in the first of its ways."""
        return [one for text in self.texts if text.plain and not text.is_label for one in sentences(text.plain[0])]

    @property
    def active(self) -> float | None:
        """The part of its sentences that a rough look finds in the active voice; None where it is not counted."""
        passive = PASSIVE.get(self.code)
        if passive is None:
            return None
        return 1 - sum(bool(passive.search(in_words(one))) for one in self.sentences) / max(1, len(self.sentences))

    @property
    def reads_easily(self) -> bool:
        """Whether it keeps to the limit of its language's formula."""
        return self.grade is not None and self.grade.formula.is_easy(self.grade.value)

    def is_free_of(self, *kinds: str) -> bool:
        """Say whether the check found nothing of these kinds in it."""
        return not any(problem.kind in kinds for problem in self.problems)

    def has(self, part: str) -> bool:
        """Say whether any text stands in a part of this name, such as ``closing``."""
        return any(part in text.where for text in self.texts)

    def says(self, sign: str) -> bool:
        """Say whether any text holds the sign, such as ``<b>``."""
        return any(sign in text.source for text in self.texts)

    def calculates(self) -> bool:
        """Say whether any text has the reader calculate."""
        return any(_SUM.search(way) for text in self.texts for way in text.plain)

    def longest_list(self) -> int:
        """Give the number of items in the longest list that nothing breaks up."""
        runs = (
            run
            for text in self.texts
            for way in text.plain
            for run in re.findall(r"(?:^\u2022 .*\n?)+", way, re.MULTILINE)
        )
        return max((run.count("\u2022 ") for run in runs), default=0)
