"""Draws the machine as a Mermaid diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue import ENDS, SUMMARY, Arrow, ComesFirst, ComesNext, arrows
from bot.flows import OPENING, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator


NEXT_TOPIC = "next_topic"
"""The point in the drawing at which the person's order decides."""


def mermaid() -> str:
    """Give the way forward through the talk; menu, links, back and change lead from any place and are not drawn."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    within: dict[str, list[Arrow]] = {section.name: [] for section in (OPENING, *SECTIONS)}
    between: list[str] = []
    for arrow in arrows():
        source, target = arrow.source.partition(".")[0], arrow.target.partition(".")[0]
        if arrow.trigger == "next" and source == target:
            within[source].append(arrow)
        elif arrow.trigger == "next":
            between += _between(arrow)
    yield "stateDiagram-v2"
    yield f"    [*] --> {_id(OPENING.questions[0].id)}"
    for name, inner in within.items():
        yield f"    state {name} {{"
        for arrow in inner:
            yield f"        {_drawn(arrow)}"
        yield "    }"
    yield f"    state {NEXT_TOPIC} <<choice>>"
    yield from (f"    {line}" for line in dict.fromkeys(between))
    yield f"    {SUMMARY} --> [*]"


def _between(arrow: Arrow) -> Iterator[str]:
    """Draw the ways from section to section through one point, at which the person's order decides."""
    by_order = [condition for condition in arrow.conditions if isinstance(condition, ComesNext | ComesFirst)]
    if by_order:
        yield f"{_id(arrow.source)} --> {NEXT_TOPIC}"
        others = [condition for condition in arrow.conditions if condition not in by_order]
        yield _drawn(Arrow(arrow.trigger, NEXT_TOPIC, arrow.target, (*others,)), "comes next")
    elif arrow.source in ENDS:
        yield _drawn(Arrow(arrow.trigger, NEXT_TOPIC, arrow.target), "all are done")
    else:
        yield _drawn(arrow)


def _drawn(arrow: Arrow, *words: str) -> str:
    labels = ", ".join((*words, *map(str, arrow.conditions)))
    return f"{_id(arrow.source)} --> {_id(arrow.target)}" + (f" : {labels}" if labels else "")


def _id(place: str) -> str:
    """Give a name that Mermaid takes, which is strict about dots and hyphens."""
    return place.replace(".", "_").replace("-", "_")
