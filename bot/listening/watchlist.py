"""Phrases to look out for, sorted by a word that each needs, so that a text meets only those that it may hold."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.listening.matching import Hearing
    from bot.listening.phrases import Element, Phrase

Meaning = TypeVar("Meaning")


class Watchlist(Generic[Meaning]):
    """Phrases with what each of them means."""

    def __init__(self, entries: Iterable[tuple[Phrase, Meaning]]) -> None:
        self._entries = list(entries)

    @cached_property
    def _by_word(self) -> dict[int, list[int]]:
        """Where the phrases are among the entries, by the word that each needs; made by the first text."""
        by_word: dict[int, list[int]] = {}
        first_words: dict[Element, frozenset[int]] = {}
        for index, (phrase, _) in enumerate(self._entries):
            for word in min((_words(element, first_words) for element in phrase.needs), key=len):
                by_word.setdefault(word, []).append(index)
        return by_word

    def prepare(self) -> None:
        """Sort the phrases, which would make the first text wait."""
        _ = self._by_word

    def candidates(self, hearing: Hearing) -> Iterator[tuple[Phrase, Meaning]]:
        """The phrases that may be in the text, in the order of the content."""
        by_word = self._by_word
        for index in sorted({index for word in hearing.marks if word in by_word for index in by_word[word]}):
            yield self._entries[index]

    def found(self, hearing: Hearing) -> Iterator[tuple[int, Meaning]]:
        """Where the phrases of the text are, and what they mean."""
        for phrase, meaning in self.candidates(hearing):
            if places := hearing.find(phrase):
                yield places, meaning

    def words(self, hearing: Hearing) -> int:
        """The words of the phrases themselves, without those that stand in their gaps."""
        everywhere = 0
        for phrase, _ in self.candidates(hearing):
            everywhere |= hearing.find(phrase, gaps=False)
        return everywhere

    def places(self, hearing: Hearing) -> int:
        """All words of the text that belong to one of the phrases."""
        everywhere = 0
        for places, _ in self.found(hearing):
            everywhere |= places
        return everywhere


def _words(element: Element, known: dict[Element, frozenset[int]]) -> frozenset[int]:
    """Words of which the element needs one."""
    if element not in known:
        words = set(element.words)
        for run in element.runs:
            words |= min((_words(part, known) for part in run), key=len)
        known[element] = frozenset(words)
    return known[element]
