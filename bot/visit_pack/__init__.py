"""The visit pack: what a person carries into the room, as plain data that becomes paper or text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a part.

    Attributes:
        text: What it says; no markup.
        name: What it is about, or the heading over this row and its neighbours with the same name.
        ticked: Whether a box before it is ticked; None when it has none, or when nobody has said.
    """

    text: str
    name: str = ""
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part under its heading.

    Attributes:
        name: Which part it is, as in the headings of the content.
        heading: The words over it.
        rows: What stands in it; empty where it is filled in by hand.
        is_grouped: Whether the names of the rows are headings over groups of them.
    """

    name: str
    heading: str
    rows: tuple[Row, ...]
    is_grouped: bool = False


@dataclass(frozen=True, slots=True)
class VisitPack:
    """The whole pack, in reading order.

    Attributes:
        language: The language of the words.
        title: Its title in the chat.
        made_on: The day on which it was made, in words.
        companion: Says that a companion wrote it; empty when the person did.
        parts: What was gathered, the most important first.
        careful: The line against changing a medicine on one's own.
        safety: Whom to call in an emergency.
        disclaimer: What the words cannot do.
        ending: When, by what and from what it was made, who has reviewed it and who paid for it.
        is_blank: Whether there are no answers, so that it is filled in by hand.
    """

    language: str
    title: str
    made_on: str
    companion: str
    parts: tuple[Part, ...]
    careful: str
    safety: str
    disclaimer: str
    ending: tuple[str, ...]
    is_blank: bool

    def part(self, name: str) -> Part | None:
        """Give the part with this name, if the pack has it."""
        return next((part for part in self.parts if part.name == name), None)

    def as_data(self) -> dict[str, Any]:
        """Give it as texts, lists and dictionaries."""
        return asdict(self)
