"""Wording: nothing reassures, advises, diagnoses or foretells, and nothing is shouted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content_check.house_rules import in_words, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.house_rules import HouseRules
    from bot.content_check.texts import Text

KIND = "wording"

OF_THE_PATIENT = {"ask_doctor", "for_every_visit"}
"""Parts in which the patient speaks to the doctor, and may ask for anything."""

LETTER = "{{ words_"
"""How a text begins to quote the letter to the doctor, in which the patient speaks, too."""


def wording_problems(texts: Sequence[Text], rules: HouseRules) -> Iterator[Problem]:
    """Give every text that says what the house rules forbid."""
    for text in texts:
        if any("!" in way or "\N{INVERTED EXCLAMATION MARK}" in way for way in text.plain):
            yield text.problem(KIND, "has an exclamation mark", "end the sentence with a full stop")
        if OF_THE_PATIENT & set(text.where):
            continue
        said = [in_words(way) for way in text.plain]
        for what, forbidden in rules.forbidden.items():
            found = next((one for way in said if (one := pattern(forbidden.phrases).search(way))), None)
            if found:
                yield text.problem(KIND, f"holds {what} ({found[1]!r})", forbidden.instead)
