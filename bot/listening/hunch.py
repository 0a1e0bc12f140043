"""A small trained ear beside the phrases: weighs words, parts of words and pairs of words, and so hears new wordings.

The weights are tables in content/hunches, written by benchmarks/train_hunches.py: one line for each feature, one column
for each kind of text, in tenths. What they add up to, by the root of their number, is how much more the kind is likely
than an ordinary text (the natural logarithm of the odds).
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import pairwise
from math import sqrt
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_STEM = 5
_LONGEST = 20  # letters of a word that are looked at
_PARTS = (3, 4)
_APART = (1, 2, 3)
_STRETCH = 28  # words that are weighed together
_STEP = 14

Weights = tuple[float, ...]


class Hunch:
    """Weighs a text for each of some kinds."""

    def __init__(self, kinds: Sequence[str], thresholds: Sequence[float], lines: Sequence[str]) -> None:
        self.kinds = tuple(kinds)
        self.thresholds = dict(zip(kinds, thresholds, strict=True))
        self._table = lines
        self._read: dict[str, Weights] = {}
        self._nothing: Weights = (0.0,) * len(self.kinds)

    @cached_property
    def _lines(self) -> dict[str, str]:
        """The numbers of each feature as they stand in the table; made by the first text, so that a start is quick."""
        return dict(line.split("\t", 1) for line in self._table)

    @cached_property
    def _bias(self) -> Weights:
        return self._weight("")

    @classmethod
    def load(cls, path: Path) -> Hunch:
        """Read a table: comments, the names of the kinds, their thresholds, and a line for each feature."""
        lines = path.read_text(encoding="utf-8").splitlines()
        first = next((place for place, line in enumerate(lines) if line[0] != "#"), len(lines))
        head = {name: cells for name, *cells in (line[1:].split("\t") for line in lines[:first])}
        return cls(head["kinds"], [float(cell) for cell in head["thresholds"]], lines[first:])

    def odds(self, spellings: Sequence[str], *, apart: bool = False) -> dict[str, float]:
        """For each kind, how much more likely it is than an ordinary text, in the stretch that sounds most like one.

        Args:
            spellings: The words in order, "" where a sentence ends.
            apart: Whether each sentence is also weighed alone, so that a harmless one beside it hides nothing.
        """
        sums: list[Weights] = [self._nothing]
        counts = [0]
        known: dict[str, tuple[Weights, int]] = {}
        starts = [0]
        for place, (word, pairs) in enumerate(_with_pairs(spellings), 1):
            if word not in known:
                parts = parts_of(word)
                known[word] = self._sum(parts), len(parts)
            own, size = known[word]
            total = tuple(map(add, own, self._sum(pairs)))
            sums.append(tuple(map(add, sums[-1], total)))
            counts.append(counts[-1] + size + len(pairs))
            if not word:
                starts.append(place)
        best = {kind: float("-inf") for kind in self.kinds}
        alone = [pair for pair in pairwise([*starts, len(counts) - 1]) if pair[0] < pair[1]] if apart else []
        for start, end in (*_stretches(starts, len(counts) - 1), *alone):
            scale = 1 / sqrt(max(1, counts[end] - counts[start]))
            for kind, high, low, bias in zip(self.kinds, sums[end], sums[start], self._bias, strict=True):
                best[kind] = max(best[kind], (high - low) * scale + bias)
        return best

    def _sum(self, features: Iterable[str]) -> Weights:
        lines, read = self._lines, self._read
        found = [read.get(feature) or self._weight(feature) for feature in features if feature in lines]
        return tuple(map(sum, zip(*found, strict=True))) if found else self._nothing

    def _weight(self, feature: str) -> Weights:
        """The numbers in the line of a feature, read when it is first met: most never are."""
        cells = [int(cell) / 10 if cell else 0.0 for cell in self._lines.get(feature, "").split("\t")]
        weights = self._read[feature] = (*cells, *self._nothing[len(cells) :])
        return weights


def features(spellings: Sequence[str]) -> Counter[str]:
    """Count what is weighed in a text, as one stretch; for training."""
    found: Counter[str] = Counter()
    for word, pairs in _with_pairs(spellings):
        found.update(parts_of(word))
        found.update(pairs)
    return found


def parts_of(word: str) -> list[str]:
    """What is weighed in a word itself: the word, its beginning, and all runs of letters in it."""
    if not word:
        return []
    framed = f"_{word[:_LONGEST]}_"
    runs = [f"~{framed[i : i + size]}" for size in _PARTS for i in range(len(framed) - size + 1)]
    return [word, f"{word[:_STEM]}*", *runs]


def _with_pairs(spellings: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each word with the pairs that it ends, by the beginnings of both words; "" ends a sentence."""
    before = ["^"]
    for word in (*spellings, ""):
        if not word and before == ["^"]:
            continue
        stem = word[:_STEM] or "$"
        yield word, [f"{before[-apart]} {'. ' * (apart - 1)}{stem}" for apart in _APART if apart <= len(before)]
        before = [*before[-2:], stem] if word else ["^"]


def _stretches(starts: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """Neighbouring sentences as long as they are short together; longer ones in overlapping stretches."""
    ends = [*starts[1:], end] if starts[-1] < end else list(starts[1:])
    if end <= _STRETCH or not ends:
        yield 0, end
        return
    for place, start in enumerate(starts[: len(ends)]):
        last = ends[place]
        if last - start > _STRETCH:
            yield from ((first, min(first + _STRETCH, last)) for first in range(start, last - _STEP, _STEP))
            continue
        for later in ends[place + 1 :]:
            if later - start > _STRETCH:
                break
            last = later
        yield start, last
