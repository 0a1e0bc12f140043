"""Finds phrases with gaps in a text; the time grows with the length of the text and with nothing else.

The places of a word are the bits of a number: bit 3 is set where the fourth word of the text is that word. To look
for "word ... word" is to shift and to compare such numbers, never to try again from another place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.listening.hunch import Weighed, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.listening.phrases import Element, Line, Phrase

Places = dict[int, int]  # for each length in words: where such an occurrence ends


@dataclass
class Hearing:
    """One text, ready to be asked where phrases are."""

    size: int
    marks: dict[int, int]  # word number -> places
    pauses: int = 0
    ends: int = 0
    spellings: tuple[str, ...] = ()  # the words as they were read, "" where a sentence ends

    @cached_property
    def weighed(self) -> Sequence[Weighed]:
        """What a hunch weighs of the words; each of them weighs the same."""
        return weighed(self.spellings)

    def __post_init__(self) -> None:
        self._known: dict[Element, Places] = {}
        self._everywhere = (1 << self.size) - 1

    def without(self, places: int) -> Hearing:
        """The same text, deaf at some places."""
        return Hearing(self.size, {word: mark & ~places for word, mark in self.marks.items()}, self.pauses, self.ends)

    def between(self, start: int, end: int) -> Hearing:
        """The words from one place to before another, as if nothing else had been said."""
        here = (1 << end) - (1 << start)
        marks = {word: (mark & here) >> start for word, mark in self.marks.items() if mark & here}
        pauses, ends = (self.pauses & here) >> start, (self.ends & here) >> start
        return Hearing(end - start, marks, pauses, ends, self.spellings[start:end])

    def find(self, phrase: Phrase, *, gaps: bool = True) -> int:
        """All words that belong to an occurrence of the phrase, those in its gaps too if wanted; 0 if there is none."""
        for element in phrase.needs:
            if not self._places(element):
                return 0
        covered = [self._line(line, gaps=gaps) for line in phrase.lines]
        if not all(covered):
            return 0
        anchor = covered[0]
        for other, reach in zip(covered[1:], phrase.reaches, strict=True):
            anchor &= around(other, reach)
        near = 0
        for other, reach in zip(covered[1:], phrase.reaches, strict=True):
            near |= other & around(anchor, reach)
        return anchor and (anchor | near) & self._everywhere

    def _places(self, element: Element) -> Places:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self._look(element)
        return known

    def _look(self, element: Element) -> Places:
        places: Places = {}
        single = 0
        for word in element.words:
            single |= self.marks.get(word, 0)
        if single:
            places[1] = single
        for run in element.runs:
            for length, ends in self._run(run).items():
                places[length] = places.get(length, 0) | ends
        return places

    def _run(self, run: tuple[Element, ...]) -> Places:
        """Where elements stand one right after the other, by their length together."""
        whole: Places = {0: self._everywhere << 1 | 1}
        for element in run:
            here = self._places(element)
            longer: Places = {}
            for done, ends in whole.items():
                for length, places in here.items():
                    fit = places & (ends << length) if done else places
                    if fit:
                        longer[done + length] = longer.get(done + length, 0) | fit
            whole = longer
        return whole

    def _line(self, line: Line, *, gaps: bool) -> int:
        """Forward to find where the line can end, backward to keep only the words that led there."""
        forward: list[tuple[Places, int, int]] = []
        ends = 0
        for place, (gap, element) in enumerate(line):
            here = self._places(element)
            entry = after(ends, gap) if place else self._everywhere
            ends = 0
            for length, places in here.items():
                ends |= places & (entry << (length - 1))
            if not ends:
                return 0
            forward.append((here, entry, ends))
        covered, wanted = 0, ends
        for place in range(len(line) - 1, -1, -1):
            here, entry, ends = forward[place]
            wanted &= ends
            starts = 0
            for length, places in here.items():
                hit = places & wanted
                first = (hit >> (length - 1)) & entry
                starts |= first
                for step in range(length):
                    covered |= first << step
            if place:
                gap = line[place][0]
                wanted = before(starts, gap)
                if gap and gaps:
                    covered |= after(forward[place - 1][2] & wanted, gap - 1) & before(starts, gap - 1)
        return covered & self._everywhere


def after(places: int, gap: int) -> int:
    """The places one to gap + 1 words later."""
    reached = places << 1
    for _ in range(gap):
        reached |= reached << 1
    return reached


def before(places: int, gap: int) -> int:
    """The places one to gap + 1 words earlier."""
    reached = places >> 1
    for _ in range(gap):
        reached |= reached >> 1
    return reached


def around(places: int, reach: int) -> int:
    """The places themselves and those up to reach words away."""
    return places | after(places, reach - 1) | before(places, reach - 1)
