"""Reading grade: every section of every language is easy enough by the formula of its language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.content_check.formulas import Formula, counted, formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "reading grade"

FEWEST_WORDS = 100
"""From how many words on a formula says something about a text."""

LONG_ENOUGH = 15
"""How many words a text must have to be named as the hardest."""

_NO_PROSE = {"title", "name", "choices", "buttons", "fields", "person", "answers", "headings", "commands", "lines"}


@dataclass(frozen=True)
class Grade:
    """How easy the words of one file are."""

    code: str
    name: str
    words: int
    value: float
    formula: Formula
    hardest: Text


def reading_grade_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give every file whose words are too hard."""
    for grade in grades(texts):
        if not grade.formula.is_easy(grade.value):
            measured = f"{grade.name} reads at {grade.value:.1f} by the {grade.formula.name}"
            fault = f"{measured}, and should at {grade.formula.asks}"
            yield grade.hardest.problem(
                KIND, fault, "shorten sentences and words, here first: this is the hardest text"
            )


def grades(texts: Sequence[Text]) -> Iterator[Grade]:
    """Give the grade of each file that has enough words."""
    for name, group in groupby(texts, key=lambda text: text.name):
        prose = [text for text in group if text.plain and not _NO_PROSE & set(text.where)]
        if not prose:
            continue
        code = prose[0].code
        rule = formula(code)
        all_of_it = counted("\n".join(text.plain[0] for text in prose), code)
        if all_of_it.words < FEWEST_WORDS:
            continue
        counts = [(counted(text.plain[0], code), text) for text in prose]
        long_ones = [one for one in counts if one[0].words >= LONG_ENOUGH] or counts
        hardest = min(long_ones, key=lambda one: rule.ease(rule.of(one[0])))[1]
        yield Grade(code, name, all_of_it.words, rule.of(all_of_it), rule, hardest)
