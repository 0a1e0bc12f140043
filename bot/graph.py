"""Draws the machine as a Mermaid diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue import READING, SUMMARY, Arrow, ComesFirst, ComesNext, arrows
from bot.flows import OPENING, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator


def mermaid() -> str:
    """Give the way forward through the talk; menu, links, back and change lead from any place and are not drawn."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    within: dict[str, list[Arrow]] = {section.name: [] for section in (OPENING, *SECTIONS)}
    between: list[Arrow] = []
    for arrow in arrows():
        if arrow.trigger == "next":
            source, target = arrow.source.partition(".")[0], arrow.target.partition(".")[0]
            (within[source] if source == target else between).append(arrow)
    yield "stateDiagram-v2"
    yield f"    [*] --> {_id('opening.welcome')}"
    for name, inner in within.items():
        yield f"    state {name} {{"
        for arrow in inner:
            yield f"        {_drawn(arrow)}"
        yield "    }"
    yield from (f"    {line}" for line in dict.fromkeys(_between(between)))
    yield f"    {SUMMARY} --> [*]"


def _between(arrows_between: list[Arrow]) -> Iterator[str]:
    """Draw the ways between sections, the many that only follow a person's order as one each."""
    for arrow in arrows_between:
        if any(isinstance(condition, ComesNext | ComesFirst) for condition in arrow.conditions):
            target = arrow.target.partition(".")[0]
            yield f"{_id(arrow.source)} --> {target}: in this person's order"
        else:
            yield _drawn(arrow)


def _drawn(arrow: Arrow) -> str:
    words = ", ".join(map(str, arrow.conditions))
    return f"{_id(arrow.source)} --> {_id(arrow.target)}" + (f": {words}" if words else "")


def _id(place: str) -> str:
    """Give a name that Mermaid takes, which is strict about dots, hyphens and the word end."""
    return place if place in {READING, SUMMARY} else place.replace(".", "_").replace("-", "_")
