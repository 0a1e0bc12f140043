"""A score sheet: its items, and how each is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.score_sheets.evidence import Evidence

YES, NO, DOES_NOT_APPLY, NOT_DONE = "yes", "no", "n/a", "not done"

Verdict = str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a sheet.

    Attributes:
        number: Its number in its source.
        words: What it asks, in our own words.
        judge: Judges a section; None as its result means that the item does not apply. Without it, people have to.
        sign: What the judge looks for: it is less than what the item asks.
        held_by: The test that holds the bot to it, such as ``tests/test_walk.py::test_ten_thousand_random_turns``.
        remark: Why it does not apply, or what people would have to do.
        applies: Whether it applies at all.
    """

    number: str
    words: str
    judge: Callable[[Evidence], bool | None] | None = None
    sign: str = ""
    held_by: str = ""
    remark: str = ""
    applies: bool = True

    def verdict(self, evidence: Evidence) -> Verdict:
        """Judge a section."""
        if not self.applies:
            return DOES_NOT_APPLY
        if self.judge is None:
            return YES if self.held_by else NOT_DONE
        found = self.judge(evidence)
        return DOES_NOT_APPLY if found is None else YES if found else NO


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet.

    Attributes:
        title: Its title.
        source: Who made it.
        items: Its items, in its own order.
        of_sections: Whether each section is judged by itself, and not the bot as a whole.
    """

    title: str
    source: str
    items: Sequence[Item]
    of_sections: bool = False
