"""The words of a text, each with the kinds of word that it can be in a date."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.content.date_wording import DateWords

SHORTEST_MISSPELT = 6
"""How many letters the name of a month has at least to be known in spite of a slip."""

TELLING = {
    *("numeric", "years", "year", "short", "decade", "month", "season", "weekday"),
    *("unit", "offset", "ordinal", "day"),
}
"""Kinds of word of which every date has one."""

WORDS_BEFORE = 12
"""How many other words stand before the first of those at the most."""

_NUMERIC = (
    r"\d{4}[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?(?!\d)"
    r"|\d{1,2}(?P<sign>[-/.])\d{1,2}(?P=sign)(?:\d{4}|\d{2})(?!\d)"
    r"|(?:0?[1-9]|1[0-2])[-/.]\d{4}(?!\d)"
    r"|\d{1,2}/\d{1,2}(?!\d)"
)
_TOKEN = re.compile(
    rf"(?P<numeric>(?:{_NUMERIC})(?![./:]\d))"
    r"|(?P<years>\d{4}[-–/]\d{2}(?!\d))"
    r"|(?P<decade>(?:\d\d)?\d0['’]?s\b)"
    r"|(?P<clock>\d{1,2}[:.h][0-5]\d(?!\d))"
    r"|(?P<apostrophe>['’]\d\d(?!\d))"
    r"|(?P<decimal>\d+(?:[.,]\d+)+)"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_DAYS, _HOURS, _COUNTS, _TWO_DIGITS, _FOUR_DIGITS = range(1, 32), range(25), range(1, 100), 2, 4


class Word(NamedTuple):
    """One word, number or sign: how it is spelt without case and accents, its form, and where it stands."""

    spelt: str
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A kind of word that stands at a place: its name, what it says, and how many words it takes."""

    kind: str
    value: object
    length: int = 1


class Vocabulary:
    """The words of dates in one language, by the word with which each begins."""

    def __init__(self, words: DateWords, language: str) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Reading]]] = {}
        self.months: dict[str, int] = {}
        for number, names in _month_names(words, language):
            self._add("month", number, names)
            self.months |= {fold(name): number for name in names if len(name) >= SHORTEST_MISSPELT}
        from babel.dates import get_day_names  # noqa: PLC0415 - Babel is large, and a talk begins without dates

        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, locale=language).items():
                self._add("weekday", number, (name.strip("."),))
        for kind, spellings in (
            ("day", words.days),
            ("count", words.numbers),
            ("unit", words.units),
            ("season", words.seasons),
            ("part", words.parts),
            ("nth", words.nth),
            ("offset", words.offsets),
            ("half", words.halves),
            ("clock", words.clock),
            ("minutes", words.minutes),
        ):
            for value, names in spellings.items():
                self._add(kind, value, names)
        for kind, names in words.around.items():
            self._add(kind, True, names)  # noqa: FBT003 - it says only that it is there
        self._add("look_alike", True, words.look_alikes)  # noqa: FBT003

    def _add(self, kind: str, value: object, names: Iterable[str]) -> None:
        for name in names:
            spelt = tuple(word.spelt for word in split(name))
            self._by_first.setdefault(spelt[0], []).append((spelt, Reading(kind, value, len(spelt))))

    def beginning(self, words: tuple[Word, ...], at: int) -> Iterator[Reading]:
        """Give every known word or phrase that begins at a place."""
        for spelt, reading in self._by_first.get(words[at].spelt, ()):
            following = words[at : at + len(spelt)]
            if len(spelt) == 1 or spelt == tuple(word.spelt for word in following):
                yield reading

    def month_misspelt(self, word: str) -> int | None:
        """Give the month whose name is one slip away from the word."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelling needs it

        near = {number for name, number in self.months.items() if OSA.distance(word, name, score_cutoff=1) <= 1}
        return next(iter(near)) if len(near) == 1 else None


class Sentence:
    """A text as words, and what each of them can be."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.words = split(text)
        self._vocabulary = vocabulary
        self._kinds: list[dict[str, list[Reading]] | None] = [None] * len(self.words)
        for at in range(len(self.words)):
            for reading in vocabulary.beginning(self.words, at):
                if reading.kind == "look_alike" and not self._is_weekday(at + reading.length):
                    self._kinds[at : at + reading.length] = [{}] * reading.length

    def _is_weekday(self, at: int) -> bool:
        """Say whether a day of the week stands at a place: "the last Friday" is no look-alike."""
        known = self._vocabulary.beginning(self.words, at) if at < len(self.words) else ()
        return any(reading.kind == "weekday" for reading in known)

    def kinds(self, at: int) -> dict[str, list[Reading]]:
        """Give what stands at a place, by its kind."""
        if at >= len(self.words):
            return {}
        kinds = self._kinds[at]
        if kinds is None:
            kinds = self._kinds[at] = {}
            for reading in self._all(at):
                kinds.setdefault(reading.kind, []).append(reading)
        return kinds

    def near_dates(self) -> Iterator[int]:
        """Give the places at which a date may begin; at most words no form has to be tried."""
        telling = len(self.words) + WORDS_BEFORE
        places = []
        for at in range(len(self.words) - 1, -1, -1):
            kinds = self.kinds(at)
            telling = at if TELLING & kinds.keys() else telling
            if kinds and telling - at <= WORDS_BEFORE:
                places.append(at)
        return reversed(places)

    def _all(self, at: int) -> Iterator[Reading]:
        word = self.words[at]
        known = tuple(self._vocabulary.beginning(self.words, at))
        yield from known
        if word.form == "word" and not known and len(word.spelt) >= SHORTEST_MISSPELT:
            month = self._vocabulary.month_misspelt(word.spelt)
            if month:
                yield Reading("month", month)
        if word.form in {"clock", "decade", "years", "numeric"} and not self._is_measured(at):
            yield Reading(word.form, word.spelt)
        if word.form == "apostrophe":
            yield Reading("year", int(word.spelt[1:]))
        if word.form == "number":
            yield from self._numbers(at, word.spelt)

    def _numbers(self, at: int, digits: str) -> Iterator[Reading]:
        number = int(digits[:5])
        if number in _COUNTS:
            yield Reading("count", number)
        if self._is_measured(at):
            return
        if len(digits) == _FOUR_DIGITS and _FIRST_YEAR <= number <= _LAST_YEAR:
            yield Reading("year", number)
        if len(digits) <= _TWO_DIGITS:
            if number in _DAYS:
                yield Reading("day", number)
            if number in _HOURS:
                yield Reading("hour", number)
            if len(digits) == _TWO_DIGITS:
                yield Reading("short", number)

    def _is_measured(self, at: int) -> bool:
        """Say whether what follows makes the number a dose, a distance, a count or the like."""
        following = self._vocabulary.beginning(self.words, at + 1) if at + 1 < len(self.words) else ()
        measures = {"measure"} if len(self.words[at].spelt) == _FOUR_DIGITS else {"measure", "countable"}
        return any(reading.kind in measures for reading in following)


def split(text: str) -> tuple[Word, ...]:
    """Give the words, numbers and signs of a text."""
    return tuple(
        Word(fold(found[0]), found.lastgroup or "mark", found.start(), found.end()) for found in _TOKEN.finditer(text)
    )


def fold(text: str) -> str:
    """Give the text without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _month_names(words: DateWords, language: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    from babel.dates import get_month_names  # noqa: PLC0415 - as above

    for number in range(1, 13):
        names = (
            get_month_names(width, context, locale=language)[number].strip(".")
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
        )
        yield number, tuple(dict.fromkeys((*names, *words.months.get(number, ()))))
