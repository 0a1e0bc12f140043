"""Disclaimer: what is general is called general, and where help in danger is found is said, wherever it is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content_check.messages import DISCLAIMER, DISCLAIMER_LINE, SAFETY_LINE, Sent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "disclaimer"

OWED = {
    "opening.questions.consent.lead": "{{ disclaimer }}",
    "shared.pages.disclaimer": "{{ disclaimer }}",
    "shared.pages.help": "{{ safety_line }}",
    "shared.pages.human": "{{ safety_line }}",
    "shared.pages.feelings": "{{ safety_line }}",
    "opening.questions.welcome.lead": "112",
    "shared.safety_line": "112",
    "shared.profile.description": "112",
    "sharing.leaflet.emergency": "112",
}
"""What a text must hold at these places: a value that is filled in, or the emergency number of most countries."""

_IN_WORDS = {
    DISCLAIMER: "the disclaimer",
    DISCLAIMER_LINE: "the line that it is general information",
    SAFETY_LINE: "the line on what to do in danger",
}


def disclaimer_problems(texts: Mapping[str, Text], sent: Sequence[Sent]) -> Iterator[Problem]:
    """Give every text and every message that lacks what it owes."""
    for place, owed in OWED.items():
        text = texts.get(place)
        if text and owed not in text.source:
            yield text.problem(KIND, f"does not hold {owed}", f"put {owed} into it")
    lines = {name: text.plain[0] for name in _IN_WORDS if (text := texts.get(f"shared.{name}")) and text.plain}
    for message in sent:
        line = lines.get(message.bears)
        text = texts.get(message.place)
        if line and text and line not in message.plain:
            fault = f"makes a message without {_IN_WORDS[message.bears]}{message.when}"
            yield text.problem(KIND, fault, "put it back in")
