"""Puts what is said together as Telegram's HTML; text that is no markup yet is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# Every message passes here some ten times, and Markup's own format and join cost three times as much.


def bold(text: object) -> Markup:
    """Give it in bold."""
    return Markup(f"<b>{_escaped(text)}</b>")  # noqa: S704 - escaped


def italic(text: object) -> Markup:
    """Give it in italics."""
    return Markup(f"<i>{_escaped(text)}</i>")  # noqa: S704 - escaped


def bullet(text: object) -> Markup:
    """Give it as a point of a list."""
    return Markup(f"• {_escaped(text)}")  # noqa: S704 - escaped


def numbered(number: int, text: object) -> Markup:
    """Give it under its number."""
    return Markup(f"{number} {_escaped(text)}")  # noqa: S704 - escaped


def in_lines(texts: Iterable[object]) -> Markup:
    """Give texts one under the other; empty ones are left out."""
    return _joined("\n", texts)


def in_paragraphs(texts: Iterable[object]) -> Markup:
    """Give texts with an empty line between them; empty ones are left out."""
    return _joined("\n\n", texts)


def in_one_line(texts: Iterable[object]) -> Markup:
    """Give texts in one line."""
    return _joined("; ", texts)


def _joined(between: str, texts: Iterable[object]) -> Markup:
    return Markup(between.join(_escaped(one) for one in texts if one))  # noqa: S704 - escaped


def _escaped(text: object) -> str:
    return text if isinstance(text, Markup) else escape(text)
