"""Markup: what Telegram would refuse or swallow in the small HTML of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram_html import MarkupError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.content.files import Problem
    from bot.content_check.texts import Text

KIND = "markup"

TAGS = {"bold", "italic", "text_link", "blockquote"}
"""The little that our words use."""


def markup_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give every text whose markup Telegram would refuse, in one of the ways in which it can come out."""
    for text in texts:
        if text.is_markup:
            yield from _of(text)


def _of(text: Text) -> Iterator[Problem]:
    for way in text.ways:
        try:
            entities = parse(way.html, strict=True).entities
        except MarkupError as fault:
            said = str(fault).removeprefix("Can't parse entities: ")
            cure = "close every tag, and write &lt; and &amp; for < and &"
            yield text.problem(KIND, f"has markup that Telegram refuses ({said})", cure)
            return
        if other := {entity.type for entity in entities} - TAGS:
            cure = "use only <b>, <i>, <a> and <blockquote>"
            yield text.problem(KIND, f"has markup that is not used here ({', '.join(sorted(other))})", cure)
            return
        if text.is_label and entities:
            yield text.problem(KIND, "has markup on a button", "write it without tags")
            return
