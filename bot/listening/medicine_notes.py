"""Hears whether a note reads like taking a medicine, of which nobody is reminded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.listening.files import flat, medicines, read_yaml
from bot.listening.phrases import Notation, PhraseError
from bot.listening.vocabulary import Vocabulary
from bot.listening.watchlist import Watchlist

if TYPE_CHECKING:
    from pathlib import Path


class MedicineNotes:
    """Reads notes in every language at once.

    Its words are its own, so that they change nothing about what the safety net hears.

    Args:
        content_dir: The folder with the medicines, and with reminders.yaml in each language.

    Raises:
        PhraseError: A phrase is not written as it should be.
    """

    def __init__(self, content_dir: Path) -> None:
        self._vocabulary = Vocabulary({})
        known = medicines(content_dir, self._vocabulary)
        taking, named, visits = [], [], []
        for path in sorted(content_dir.glob("*/reminders.yaml")):
            words = read_yaml(path)["medicine_notes"]
            notation = Notation(self._vocabulary, known)
            try:
                notation.add_list("drug", flat(words["drug"]))
                taking += notation.phrases(words["taking"])
                named += notation.phrases(("<medicine>/<drug>",))
                visits += notation.phrases(words["about_a_visit"])
            except PhraseError as problem:
                raise PhraseError(f"{path.parent.name}/reminders.yaml: {problem}") from problem
        self._taking = Watchlist((phrase, None) for phrase in taking)
        self._named = Watchlist((phrase, None) for phrase in named)
        self._visits = Watchlist((phrase, None) for phrase in visits)

    def is_one(self, note: str) -> bool:
        """Say whether a note is about taking a medicine: it says so, or it names one and no visit, call or question."""
        hearing = self._vocabulary.hear(note)
        if self._taking.places(hearing):
            return True
        return bool(self._named.places(hearing)) and not self._visits.places(hearing)
