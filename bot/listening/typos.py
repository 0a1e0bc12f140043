"""Finds the word that a misspelt one was meant to be, in a time that does not depend on how many words are known."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 5  # shorter words have too many honest neighbours
_HEAD = 7  # so many letters are looked up; the rest is compared
_FORGIVING = 9  # words this long may have two slips
_ANY_START = 7  # below this length a wrong first letter is more often another word than a slip
_START = 3


class Typos:
    """An index over the words and stems ("breath*") of the phrases, by their first letters with one letter left out."""

    def __init__(self) -> None:
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._starts: set[str] = set()
        self._rests: set[str] = set()

    def add(self, spellings: Iterable[str]) -> None:
        """Know more words and stems."""
        for spelling in spellings:
            letters = spelling.rstrip("*")
            if len(letters) >= SHORTEST and letters.isalpha():
                self._starts.add(letters[:_START])
                self._rests.add(letters[_START:6] if len(letters) >= _ANY_START else letters[0] + letters[_START:5])
                for left in _with_one_left_out(letters[:_HEAD]):
                    self._heads[left].append(spelling)

    def meant_by(self, word: str) -> list[str]:
        """The known spellings that the word may have been meant to be."""
        if len(word) < SHORTEST - 1 or not word.isalpha() or not self._worth_a_look(word):
            return []
        tries = {word[: SHORTEST - 1]}
        for size in range(SHORTEST, min(len(word), _HEAD + 1) + 1):
            tries |= _with_one_left_out(word[:size])
        heads = self._heads
        seen = dict.fromkeys(spelling for left in tries if left in heads for spelling in heads[left])
        return [spelling for spelling in seen if _close(word, spelling)]

    def _worth_a_look(self, word: str) -> bool:
        """One slip spoils the start of a word or the letters after it, never both; most unknown words fail here."""
        if word[:_START] in self._starts:
            return True
        places = range(_START - 1, _START + 2)
        return any(word[i : i + 3] in self._rests or word[0] + word[i : i + 2] in self._rests for i in places)


def _with_one_left_out(letters: str) -> set[str]:
    return {letters[:i] + letters[i + 1 :] for i in range(len(letters))} | {letters}


def _close(word: str, spelling: str) -> bool:
    letters = spelling.rstrip("*")
    if word[0] != letters[0] and len(letters) < _ANY_START:
        return False
    allowed = 2 if len(letters) >= _FORGIVING else 1
    same = 0
    while same < min(len(word), len(letters)) and word[same] == letters[same]:
        same += 1
    if allowed == 1:
        return _one_slip(word[same:], letters[same:], exact=letters == spelling)
    same = max(0, same - 1)  # the letter before may be half of a swapped pair
    if letters == spelling:
        return abs(len(word) - len(letters)) <= allowed and _slips(word[same:], letters[same:])[-1] <= allowed
    return min(_slips(word[same : len(letters) + allowed], letters[same:])) <= allowed


def _one_slip(word: str, letters: str, *, exact: bool) -> bool:
    """Whether one letter wrong, missing, added or swapped explains the rest, from the first difference on."""
    pairs = [(word[1:], letters[1:]), (word[1:], letters), (word, letters[1:])]
    if word[:2] == letters[1::-1]:
        pairs.append((word[2:], letters[2:]))
    return any(typed == wanted if exact else typed.startswith(wanted) for typed, wanted in pairs)


def _slips(word: str, letters: str) -> list[int]:
    """Letters wrong, missing, added or swapped, for the letters against each beginning of the word."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, wanted in enumerate(letters, 1):
        last, row_before = before, row
        row = [i]
        for j, typed in enumerate(word, 1):
            cost = min(row_before[j] + 1, row[j - 1] + 1, row_before[j - 1] + (typed != wanted))
            if i > 1 and j > 1 and typed == letters[i - 2] and word[j - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        before = row_before
    return row
