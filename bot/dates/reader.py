"""Finds the first date or period in a text."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.dates.forms import Forms
from bot.dates.meaning import Meaning
from bot.dates.search import Grammar, Search
from bot.dates.words import Sentence, Vocabulary

if TYPE_CHECKING:
    from datetime import date

    from bot.content.date_wording import DateWords
    from bot.dates.found import Found


MOST_KNOWN = 2000
"""How many readings are kept for the next turn, because all entries of a list are read at every turn that shows it."""

_SECRET = os.urandom(32)
"""Makes of each text a mark that says nothing without it: no text is kept."""


class DateReader:
    """Reads dates in one language; the time it takes grows with the length of the text and with nothing else.

    Args:
        words: The words of dates in that language.
        language: Its code, by which CLDR names months and weekdays.
    """

    def __init__(self, words: DateWords, language: str) -> None:
        self._vocabulary = Vocabulary(words, language)
        self._day_first = words.day_first == "yes"
        self._grammar = Grammar(
            Forms.parsed(*words.forms), Forms.parsed(*words.forms, *words.forms_ahead), Forms.parsed(*words.times)
        )
        self._known: dict[tuple[bytes, date, bool], Found | None] = {}

    def find(self, text: str, today: date, *, ahead: bool = False) -> Found | None:
        """Give the first date or period in a text, or None.

        Args:
            text: What was typed.
            today: The day on which it was typed.
            ahead: Whether a date ahead is expected, such as an appointment; then a time of day is read with it.
        """
        mark = (blake2b(text.encode(errors="surrogatepass"), key=_SECRET, digest_size=16).digest(), today, ahead)
        try:
            return self._known[mark]
        except KeyError:
            found = self._searched(text, today, ahead=ahead)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[mark] = found
        return found

    def _searched(self, text: str, today: date, *, ahead: bool) -> Found | None:
        sentence = Sentence(text, self._vocabulary)
        meaning = Meaning(today, ahead=ahead, day_first=self._day_first)
        return Search(self._grammar, sentence, meaning, ahead=ahead).first()
