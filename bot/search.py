"""Finds texts by the words in them, also when a word is unfinished or misspelt."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALGORITHMS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "sv": "swedish",
}
"""The stemmer for each language; in any other, words are compared whole."""

UNFINISHED = 0.7
MISSPELT = 0.5
"""How much a word counts that is only the beginning of one in the text, or only close to one."""

SHORTEST_UNFINISHED = 2
SHORTEST_MISSPELT = 4
CLOSE = 80
"""How alike two words must be, of 100, for one to be the other misspelt."""

LITTLE = 2
"""Words of so few letters, such as "I" or "my", are passed over where there are longer ones."""

MOST_STEMS = 10_000
"""How many stems are remembered; what people ask could be any word."""

MOST_WORDS = 16
"""How many words of a question are read."""

COMMON = 0.6
"""A word that stands in this part of the texts, or in more, counts for nothing."""

FAR_BEHIND = 0.3
"""What scores less than this part of the best is left out."""


class Search:
    """An index of texts, held in memory.

    Args:
        texts: By id, the texts to find it by, each with its weight.
        language: The language of all of them.
    """

    def __init__(self, texts: Mapping[str, Mapping[str, float]], language: str) -> None:
        import snowballstemmer  # type: ignore[import-untyped]  # noqa: PLC0415 - large, and only a search needs it

        algorithm = ALGORITHMS.get(language)
        self._stemmer = snowballstemmer.stemmer(algorithm) if algorithm else None
        self._stems: dict[str, str] = {}
        self._order = {name: place for place, name in enumerate(texts)}
        self._found_in: dict[str, dict[str, float]] = defaultdict(dict)
        for name, fields in texts.items():
            for text, weight in fields.items():
                for word in words_of(text):
                    places = self._found_in[self._stem(word)]
                    places[name] = max(weight, places.get(name, 0))
        # A word that stands in most of the texts says nothing of what is wanted.
        self._rarity = {
            word: max(0.0, math.log(len(texts) * COMMON / len(places))) for word, places in self._found_in.items()
        }

    def find(self, question: str, most: int) -> list[str]:
        """Give the ids that fit the question, the best first."""
        scores: Counter[str] = Counter()
        words = words_of(question)
        asked = ([word for word in words if len(word) > LITTLE] or words)[:MOST_WORDS]
        for word in dict.fromkeys(asked):
            best: dict[str, float] = {}
            for known, closeness in self._like(word, unfinished=word == asked[-1]):
                for name, weight in self._found_in[known].items():
                    best[name] = max(best.get(name, 0), closeness * weight * self._rarity[known])
            scores.update(best)
        least = FAR_BEHIND * max(scores.values(), default=0)
        ranked = sorted(scores, key=lambda name: (-scores[name], self._order[name]))
        return [name for name in ranked if scores[name] > least][:most]

    def _like(self, word: str, *, unfinished: bool) -> Iterator[tuple[str, float]]:
        """Give the known words that this one may mean, and how surely; only the last of a question is unfinished."""
        stem = self._stem(word)
        if stem in self._found_in:
            yield stem, 1.0
            return
        long_enough = unfinished and len(word) >= SHORTEST_UNFINISHED
        begun = [known for known in self._found_in if long_enough and known.startswith(word)]
        yield from ((known, UNFINISHED) for known in begun)
        if not begun and len(word) >= SHORTEST_MISSPELT:
            from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a misspelling needs it

            near = process.extract(stem, self._found_in.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=3)
            yield from ((known, MISSPELT) for known, _, _ in near)

    def _stem(self, word: str) -> str:
        if self._stemmer is None:
            return word
        # Stemming costs far more than looking up, and most words of the texts come many times.
        stem = self._stems.get(word) or self._stemmer.stemWord(word)
        if len(self._stems) < MOST_STEMS:
            self._stems[word] = stem
        return stem


def words_of(text: str) -> list[str]:
    """Give the words of a text in small letters and without accents."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.findall(r"\w+", plain)
