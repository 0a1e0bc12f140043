"""A text in its paragraphs, sentences and words."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?\u2026])[\"')\u201d\u00bb]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_BULLET = "\u2022 "
_ITEM = re.compile(rf"\n(?={_BULLET}|/)")


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a plain text; the items of a list count as one each."""
    return [part.strip() for block in text.split("\n\n") for part in _ITEM.split(block) if part.strip()]


def sentences(text: str) -> list[str]:
    """Give the sentences of a plain text; a line of its own is one, too."""
    lines = (line.removeprefix(_BULLET).strip() for line in text.splitlines())
    return [one.strip() for line in lines for one in _END.split(line) if one.strip()]


def words(text: str) -> list[str]:
    """Give the words of a plain text: what has letters, without numbers and signs."""
    return _WORD.findall(text)
