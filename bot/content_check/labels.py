"""Labels: what stands on a button fits a phone, and no question has more than five main choices."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "labels"

LONGEST = 30
"""How many letters of a choice stand on its button."""

LONGEST_ALONE = 36
"""How many letters a phone shows on a button that has a row for itself."""

LONGEST_OF_THREE = 14
"""How many letters it shows on a button that shares its row with two others."""

SHARES_A_ROW = ("shared.buttons.back", "shared.buttons.skip", "shared.buttons.pause", "sharing.feedback.answers")

MOST_CHOICES = 5


def label_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give every label that a phone would cut off, and every question with too many choices."""
    choices: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if not text.is_label or not text.plain:
            continue
        longest = max(text.plain, key=len)
        most = _most(text)
        if len(longest) > most:
            yield text.problem(
                KIND, f"has {len(longest)} letters on its button", f"keep to {most}, so that a phone shows all"
            )
        if "\n" in longest:
            yield text.problem(KIND, "has more than one line on its button", "put it in one line")
        if "choices" in text.where:
            choices[text.place.rpartition(".")[0]].append(text)
    for several in choices.values():
        if len(several) > MOST_CHOICES:
            cure = f"keep to {MOST_CHOICES}: put two together, or ask in two steps"
            yield several[MOST_CHOICES].problem(KIND, f"is choice {len(several)} of its question", cure)


def _most(text: Text) -> int:
    if text.place.startswith(SHARES_A_ROW):
        return LONGEST_OF_THREE
    return LONGEST if "choices" in text.where else LONGEST_ALONE
