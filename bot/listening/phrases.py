"""Reads the phrases that maintainers write, such as "<cannot> ... breath*"; content/en/safety.yaml explains them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bot.listening.vocabulary import END, SHAPES, STEM_LENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.listening.vocabulary import Vocabulary

Line = tuple[tuple[int, "Element"], ...]  # each element with the number of words that may stand before it

_GAP = 3
_REACH = 6
_UMLAUT = re.compile("[äöü]")
_PLAIN = re.compile(rf"[a-z]+|[a-z]{{{STEM_LENGTHS[0]},{STEM_LENGTHS[-1]}}}\*")


class PhraseError(ValueError):
    """A phrase in the content that cannot be read; the message says which and what to do."""


@dataclass(eq=False, slots=True)
class Element:
    """One place of a phrase: any of some words, or of some runs of words."""

    words: tuple[int, ...]
    runs: tuple[tuple[Element, ...], ...] = ()


@dataclass(eq=False, slots=True)
class Phrase:
    """Lines of elements; where there are several, each must be within reach words of the first."""

    source: str
    lines: tuple[Line, ...]
    reaches: tuple[int, ...]
    needs: tuple[Element, ...]

    @property
    def spellings(self) -> set[str]:
        """The words and lists that the phrase names."""
        return set(self.source.replace("/", " ").replace("(", " ").replace(")", " ").split())


class Notation:
    """Reads phrases; knows the lists of words that they may name."""

    def __init__(self, vocabulary: Vocabulary, lists: Mapping[str, Element]) -> None:
        self._vocabulary = vocabulary
        self._lists = dict(lists)
        self._pieces: dict[str, Element] = {}
        self._runs: dict[str, tuple[Element, ...]] = {}

    def add_list(self, name: str, entries: Iterable[str]) -> Element:
        """Read a list of words and fixed runs of words, to be named <name>."""
        words: dict[int, None] = {}
        runs: list[tuple[Element, ...]] = []
        for entry in entries:
            for variant in _spread(entry):
                _add(tuple(map(self._piece, variant.split())), words, runs)
        self._lists[name] = Element(tuple(words), tuple(runs))
        return self._lists[name]

    def phrases(self, lines: Iterable[str]) -> list[Phrase]:
        """Read lines of the content; a word in ( ) makes two phrases, with and without it."""
        phrases: list[Phrase] = []
        for line in lines:
            try:
                phrases += [self._phrase(line, variant) for variant in _spread(line)]
            except PhraseError as problem:
                raise PhraseError(f"{line!r}: {problem}") from problem
        return phrases

    def _phrase(self, source: str, variant: str) -> Phrase:
        lines: list[Line] = []
        reaches: list[int] = []
        line: list[tuple[int, Element]] = []
        gap = 0
        for piece in variant.split():
            if piece.startswith(".."):
                gap = int(piece[2:]) if piece[2:].isdigit() else _GAP
            elif piece.startswith("+"):
                reaches.append(int(piece[1:] or _REACH))
                lines.append(tuple(line))
                line, gap = [], 0
            else:
                line.append((gap, self._piece(piece)))
                gap = 0
        lines.append(tuple(line))
        if not all(lines):
            raise PhraseError("words are missing before or after the +")
        needs = tuple(element for line in lines for _, element in line)
        return Phrase(source, tuple(lines), tuple(reaches), needs)

    def _piece(self, piece: str) -> Element:
        element = self._pieces.get(piece)
        if element is None:
            element = self._pieces[piece] = self._either(piece.split("/"))
        return element

    def _either(self, options: list[str]) -> Element:
        words: dict[int, None] = {}
        runs: list[tuple[Element, ...]] = []
        for option in options:
            if _PLAIN.fullmatch(option) and option.rstrip("*") not in self._vocabulary.shorthand:
                # Nearly all words are such, and the long way takes three times as long.
                words[self._vocabulary.number(option)] = None
            else:
                _add((self._named(option),) if option[:1] == "<" else self._spelled(option), words, runs)
        return Element(tuple(words), tuple(runs))

    def _named(self, option: str) -> Element:
        if option in SHAPES or option == END:
            return Element((self._vocabulary.number(option),))
        try:
            return self._lists[option[1:-1]]
        except KeyError:
            raise PhraseError(
                f"there is no list {option}; add it under lists, above the phrase that names it"
            ) from None

    def _spelled(self, option: str) -> tuple[Element, ...]:
        if option not in self._runs:
            star = "*" if option.endswith("*") else ""
            spellings = self._vocabulary.fold(option.rstrip("*"))
            if not spellings or (star and len(spellings[-1]) not in STEM_LENGTHS):
                raise PhraseError(f"{option!r} is not a word, nor a stem of 2 to 24 letters")
            spellings[-1] += star
            run = [[spelling] for spelling in spellings]
            if len(run) == 1:  # "Übelkeit" is also typed "Uebelkeit"
                run[0] += [typed + star for typed in self._vocabulary.fold(_UMLAUT.sub(r"\g<0>e", option).rstrip("*"))]
            self._runs[option] = tuple(Element(tuple(map(self._vocabulary.number, either))) for either in run)
        return self._runs[option]


def _add(run: tuple[Element, ...], words: dict[int, None], runs: list[tuple[Element, ...]]) -> None:
    """Add a run of words to those of which one is enough."""
    if len(run) > 1:
        runs.append(run)
        return
    for element in run:
        words.update(dict.fromkeys(element.words))
        runs.extend(element.runs)


def _spread(source: str) -> list[str]:
    if "(" not in source:
        return [source]
    choices = [(piece[1:-1], "") if piece[0] == "(" else (piece,) for piece in source.split()]
    return list(dict.fromkeys(" ".join(filter(None, chosen)) for chosen in product(*choices)))
