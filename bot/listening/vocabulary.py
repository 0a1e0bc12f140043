"""All words of all phrases, and how to recognise them in what people type: stems, typing mistakes, glued words."""

from __future__ import annotations

import re
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from bot.listening.matching import Hearing
from bot.listening.spelling import read
from bot.listening.typos import Typos

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHAPES = {
    "<year>": re.compile(r"(19|20)\d\d"),
    "<number>": re.compile(r"\d+([.,]\d+)?"),
    "<temperature>": re.compile(r"(3[89]|4[0-2])([.,]\d)?|10[0-6]([.,]\d)?"),
}
END = "<end>"  # where a sentence ends
STEM_LENGTHS = range(2, 25)

_TRIED_FIRST, _TRIED_LAST = 30, 60  # in a long text so many words are tried as misspelt or glued ones
_GLUED_LENGTHS = range(7, 33)
_FIRST_OF_GLUED = 3
_SHORTEST_STEM = STEM_LENGTHS.start
_PLAIN = re.compile(r"[a-z]+")
_DOUBLED = re.compile(r"([a-z])\1")

Numbers = tuple[int, ...]


class Vocabulary:
    """Gives each known word a number, and finds the known words of a text."""

    def __init__(self, shorthand: Mapping[str, str], ordinary: Iterable[str] = ()) -> None:
        self.shorthand = dict(shorthand)
        self._numbers = {name: number for number, name in enumerate((*SHAPES, END))}
        self._ordinary = {self.fold(word)[0] for word in ordinary}
        self._stem_sizes: dict[str, frozenset[int]] = {}  # by their first letters: how long the stems are
        self._lock = Lock()  # the rest of the words may come in another thread, while texts are heard
        self._typos = Typos()  # made by the first misspelt word
        self._indexed = 0  # so many of the numbers are known to the typos

    def fold(self, word: str) -> list[str]:
        """The plain spelling of a word from the content, or several where a shorthand stands for them."""
        if _PLAIN.fullmatch(word) and word not in self.shorthand:
            return [word]
        return [spelling for spelling in read(word, self.shorthand).spellings if spelling]

    def number(self, spelling: str) -> int:
        """The number of a plain word or stem ("breath*"), new or known."""
        with self._lock:
            if spelling[-1] == "*":
                start = spelling[:_SHORTEST_STEM]
                self._stem_sizes[start] = self._stem_sizes.get(start, frozenset()) | {len(spelling) - 1}
            return self._numbers.setdefault(spelling, len(self._numbers))

    def prepare(self) -> None:
        """Index the words for misspelt ones, which would make the first of these wait."""
        if self._indexed < len(self._numbers):
            with self._lock:
                self._typos.add(islice(self._numbers, self._indexed, None))
                self._indexed = len(self._numbers)

    def hear(self, text: str) -> Hearing:
        """Find the known words of a text."""
        words = read(text, self.shorthand)
        known: dict[str, Numbers] = {"": (self._numbers[END],)}
        marks: dict[int, int] = {}
        ends, pauses, place = 0, 0, 0
        parts: list[str] = []
        all_words = list(dict.fromkeys(words.spellings))
        tried = {*all_words[:_TRIED_FIRST], *all_words[-_TRIED_LAST:]}
        for index, spelling in enumerate((*words.spellings, "")):
            if words.pauses >> index & 1:
                pauses |= 1 << place
            for part in (spelling,) if spelling in known else self._parts(spelling, known, tried):
                if not part:
                    ends |= 1 << place
                for number in known[part]:
                    marks[number] = marks.get(number, 0) | 1 << place
                parts.append(part)
                place += 1
        return Hearing(place, marks, pauses, ends, tuple(parts))

    def _parts(self, spelling: str, known: dict[str, Numbers], tried: set[str]) -> tuple[str, ...]:
        """The word itself, or the two known words that were typed as one ("cantbreathe")."""
        numbers = self._recognise(spelling)
        if not numbers and spelling in tried and spelling not in self._ordinary:
            for cut in range(_FIRST_OF_GLUED, len(spelling) - 3) if len(spelling) in _GLUED_LENGTHS else ():
                first, second = spelling[:cut], spelling[cut:]
                first = self.shorthand.get(first, first)
                if first in self._numbers and (rest := self._recognise(second)):
                    known[first], known[second] = self._recognise(first), rest
                    return first, second
            numbers = self._misspelt(spelling)
        known[spelling] = numbers
        return (spelling,)

    def _recognise(self, spelling: str) -> Numbers:
        numbers = self._numbers
        found = [numbers[spelling]] if spelling in numbers else []
        if spelling[0].isdigit():
            found += [numbers[name] for name, shape in SHAPES.items() if shape.fullmatch(spelling)]
        else:
            for size in self._stem_sizes.get(spelling[:_SHORTEST_STEM], ()):
                number = numbers.get(spelling[:size] + "*") if size <= len(spelling) else None
                if number is not None:
                    found.append(number)
        return tuple(found)

    def _misspelt(self, spelling: str) -> Numbers:
        single = _DOUBLED.sub(r"\1", spelling)
        if single != spelling and (numbers := self._recognise(single)):
            return numbers
        self.prepare()
        return tuple(self._numbers[meant] for meant in self._typos.meant_by(spelling))
