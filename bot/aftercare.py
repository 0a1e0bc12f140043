"""What the turns after danger, or after texts that were not understood, still owe the person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.events import Text
from bot.moves import hold

if TYPE_CHECKING:
    from bot.events import Event
    from bot.session import Session

MISSES = 3
"""After so many texts in a row that were not understood, other ways are offered."""

CAREFUL = 2
"""So many replies after words that sounded like danger still say where to call."""

_NOT_UNDERSTOOD = {"hint", "not_understood", "reading"}


def counted(before: Session, after: Session, event: Event) -> Session:
    """Count texts in a row that were not understood; the third opens a page with ways out."""
    if not isinstance(event, Text):
        return replace(after, misses=0, careful=max(0, before.careful - 1))
    missed = any(said.partition(":")[0] in _NOT_UNDERSTOOD for said in after.said)
    after = replace(after, misses=before.misses + 1 if missed else 0, careful=max(0, before.careful - 1))
    return hold(replace(after, misses=0), "lost") if after.misses == MISSES else after
