"""Emoji: the words say everything, so there are none; nor letters that a screen reader cannot read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "emoji"

_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]"
)
_LOOKALIKE = re.compile("[\U0001d400-\U0001d7ff\u2500-\u259f]")
"""Letters from the mathematical alphabets, and lines and blocks to draw with."""


def emoji_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give every text with an emoji or with letters that only look like letters."""
    for text in texts:
        if found := _EMOJI.search(text.source):
            yield text.problem(
                KIND, f"has the emoji {found[0]}", "say it in words: not everyone sees or hears an emoji"
            )
        elif found := _LOOKALIKE.search(text.source):
            yield text.problem(
                KIND, f"has the sign {found[0]}", "use ordinary letters: a screen reader skips or spells it"
            )
