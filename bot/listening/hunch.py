"""A small trained ear beside the phrases: it can only add an alarm, never take one away.

Each word, part of a word and pair of words has a weight for each level (content/hunch.tsv, written by
benchmarks/train_hunch.py); where the weights of a stretch of the text add up to more than a threshold, it is heard.
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_STRETCH = 24  # words that are weighed together
_STEP = 12
_FEWEST = 6  # fewer words are for the phrases alone
_STEM = 6
_SHORT_STEM = 4
_PIECE = 4
_LONG_WORD = 6
_LONGEST = 24

Weights = dict[str, tuple[float, ...]]


class Hunch:
    """Weighs the words of a text for each level."""

    def __init__(self, levels: Sequence[str], thresholds: Sequence[float], weights: Weights) -> None:
        self._levels = tuple(levels)
        self._thresholds = tuple(thresholds)
        self._weights = weights

    @classmethod
    def load(cls, path: Path) -> Hunch:
        """Read the weights; the first line names the levels, the second the thresholds."""
        levels: list[str] = []
        thresholds: list[float] = []
        weights: Weights = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            name, *numbers = line.split("\t")
            if name == "levels":
                levels = numbers
            elif name == "thresholds":
                thresholds = [float(number) for number in numbers]
            elif not name.startswith("#"):
                weights[name] = tuple(int(number or 0) / 10 for number in numbers)
        return cls(levels, thresholds, weights)

    def levels(self, spellings: Sequence[str], *, surplus: float = 0.0) -> list[str]:
        """The levels that some stretch of the words sounds like, by so much more than the threshold."""
        sums = self.sums(spellings)
        heard = zip(self._levels, sums, self._thresholds, strict=True)
        return [level for level, total, threshold in heard if total >= threshold + surplus]

    def sums(self, spellings: Sequence[str]) -> tuple[float, ...]:
        """The highest weight of any stretch for each level."""
        highest = [float("-inf")] * len(self._levels)
        for features in stretches(spellings) if len(spellings) >= _FEWEST else ():
            totals = list(self._weights.get("", (0.0,) * len(self._levels)))
            scale = 1 / sqrt(len(features)) if features else 0.0
            for feature in features:
                for place, weight in enumerate(self._weights.get(feature, ())):
                    totals[place] += weight * scale
            highest = [max(before, total) for before, total in zip(highest, totals, strict=True)]
        return tuple(highest)


def stretches(spellings: Sequence[str]) -> Iterable[set[str]]:
    """What is weighed, for each stretch of the words."""
    words = [word for word in spellings if word]
    own: dict[str, set[str]] = {}
    starts = range(0, max(1, len(words) - _STEP), _STEP) if len(words) > _STRETCH else (0,)
    for start in starts:
        stretch = words[start : start + _STRETCH]
        found: set[str] = set()
        for word in stretch:
            if word not in own:
                own[word] = set(_parts(word[:_LONGEST]))
            found |= own[word]
        stems = ["^", *(word[:_STEM] for word in stretch), "$"]
        found.update(f"{first} {second}" for first, second in pairwise(stems))
        yield found


def _parts(word: str) -> Iterable[str]:
    yield word[:_STEM]
    if len(word) > _SHORT_STEM:
        yield f"{word[:_SHORT_STEM]}*"
    if len(word) >= _LONG_WORD:
        yield from (f"*{word[i : i + _PIECE]}*" for i in range(1, len(word) - _PIECE + 1))
