"""A small trained ear beside the phrases: weighs words, parts of words and words in a row, and so hears new wordings.

The weights are tables in content/hunches, written by benchmarks/train_hunches.py: one line for each feature, one column
for each kind of text, in tenths. What they add up to, by the root of their number, is how much more the kind is likely
than an ordinary text (the natural logarithm of the odds).
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import dropwhile, pairwise, takewhile
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_STEM = 5
_LONGEST = 20  # letters of a word that are looked at
_PART = 5  # letters of a run
_STRETCH = 28  # words that are weighed together
_STEP = 14

_BITS = 32  # for the sum of one kind
_MIDDLE = 1 << _BITS - 1
_TENTHS = 0.1


class _Weights:
    """The numbers of each feature side by side in one integer, so that adding integers adds up every kind at once.

    The table is made by the first text, so that a start is quick, and a line is read when it is first met.
    """

    def __init__(self, lines: Callable[[], Iterable[str]]) -> None:
        self._lines = lines

    @cached_property
    def _table(self) -> dict[str, Any]:
        same: dict[str, str] = {}  # most lines have the cells of another: a third less memory
        lines = (line.split("\t", 1) for line in self._lines())
        return {feature: same.setdefault(cells, cells) for feature, cells in lines}

    def sum(self, features: Sequence[str]) -> int:
        """The numbers of some features, added up."""
        try:
            return sum(filter(None, map(self._table.get, features)))
        except TypeError:
            self._read(features)
            return sum(filter(None, map(self._table.get, features)))

    def _read(self, features: Sequence[str]) -> None:
        for feature in features:
            if isinstance(line := self._table.get(feature), str):
                cells = enumerate(line.rstrip("\n").split("\t"))
                self._table[feature] = sum(int(cell) << _BITS * place for place, cell in cells if cell)


class Hunch:
    """Weighs a text for each of some kinds."""

    def __init__(self, kinds: Sequence[str], thresholds: Sequence[float], lines: Callable[[], Iterable[str]]) -> None:
        self.kinds = tuple(kinds)
        self.thresholds = dict(zip(kinds, thresholds, strict=True))
        self._weights = _Weights(lines)
        self._places = [_BITS * place for place in range(len(kinds))]
        self._middles = sum(_MIDDLE << place for place in self._places)

    @classmethod
    def load(cls, path: Path) -> Hunch:
        """Read a table: comments, the names of the kinds, their thresholds, and a line for each feature."""
        with path.open(encoding="utf-8") as table:
            first = [line.rstrip("\n") for line in takewhile(_is_heading, table)]
        head = {name: cells for name, *cells in (line[1:].split("\t") for line in first)}
        return cls(head["kinds"], [float(cell) for cell in head["thresholds"]], lambda: _lines(path))

    def prepare(self) -> None:
        """Split the table, which would make the first text wait."""
        self._weights.sum([""])

    def odds(self, words: Sequence[Weighed], *, apart: bool = False) -> dict[str, float]:
        """For each kind, how much more likely it is than an ordinary text, in the stretch that sounds most like one.

        Args:
            words: The words in order.
            apart: Whether each sentence is also weighed alone, so that a harmless one beside it hides nothing.
        """
        sums, counts, starts = [0], [0], [0]
        known: dict[str, int] = {}
        total = self._weights.sum
        for place, (word, parts, rows) in enumerate(words, 1):
            if word not in known:
                known[word] = total(parts)
            sums.append(sums[-1] + known[word] + total(rows))
            counts.append(counts[-1] + len(parts) + len(rows))
            if not word:
                starts.append(place)
        best = [float("-inf")] * len(self.kinds)
        alone = [pair for pair in pairwise([*starts, len(counts) - 1]) if pair[0] < pair[1]] if apart else []
        for start, end in (*_stretches(starts, len(counts) - 1), *alone):
            scale = _TENTHS / sqrt(max(1, counts[end] - counts[start]))
            numbers = self._side_by_side(sums[end] - sums[start])
            best = [max(loudest, number * scale) for loudest, number in zip(best, numbers, strict=True)]
        biases = self._side_by_side(total([""]))
        return {kind: loudest + bias * _TENTHS for kind, loudest, bias in zip(self.kinds, best, biases, strict=True)}

    def _side_by_side(self, numbers: int) -> list[int]:
        """The sum of each kind, out of the integer in which they stand side by side."""
        raised = numbers + self._middles  # so that a negative one borrows nothing from its neighbour
        return [(raised >> place & 2 * _MIDDLE - 1) - _MIDDLE for place in self._places]


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as table:
        yield from dropwhile(_is_heading, table)


def _is_heading(line: str) -> bool:
    return line[0] == "#"


class Weighed(NamedTuple):
    """What is weighed of one word: what is in itself, and the rows of words that it ends; "" ends a sentence."""

    word: str
    parts: Sequence[str]
    rows: Sequence[str]


def weighed(spellings: Sequence[str]) -> list[Weighed]:
    """Give what is weighed of a text.

    A row is the beginnings of two neighbours, of the first and last of three words, or of all three.

    Args:
        spellings: The words in order, "" where a sentence ends.
    """
    found: list[Weighed] = []
    parts = {word: parts_of(word) for word in {*spellings}} | {"": ()}
    first, second = "", "^"
    for word in (*spellings, ""):
        if not word and second == "^":
            continue
        stem = word[:_STEM] or "$"
        rows = [f"{second} {stem}"]
        if first:
            rows += (f"{first} . {stem}", f"{first} {second} {stem}")
        found.append(Weighed(word, parts[word], rows))
        first, second = (second, stem) if word else ("", "^")
    return found


def features(spellings: Sequence[str]) -> Counter[str]:
    """Count what is weighed in a text, as one stretch; for training."""
    return Counter(feature for _, parts, rows in weighed(spellings) for feature in (*parts, *rows))


def parts_of(word: str) -> Sequence[str]:
    """Give what is weighed in a word itself: the word, and all runs of letters in it."""
    framed = f"_{word[:_LONGEST]}_"
    runs = [framed[i : i + _PART] for i in range(len(framed) - _PART + 1)]
    return [f"={word}", *runs]


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
