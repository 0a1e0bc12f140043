"""Makes a sheet into one HTML page: to read on the screen, to print, and to write notes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.preview.sheet import Sheet

STATIC = Path(__file__).parent / "static"

_PAGES = Environment(
    loader=FileSystemLoader(STATIC), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def as_html(sheets: Sequence[Sheet], style_link: str = "") -> str:
    """Write sheets as one page.

    Args:
        sheets: The sheets, all in one language.
        style_link: Where the page finds its looks; without it they stand in the page, which then needs no other file.
    """
    style = "" if style_link else Markup((STATIC / "sheet.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    day = datetime.now(tz=UTC).date().isoformat()
    return _PAGES.get_template("sheet.html").render(sheets=sheets, style_link=style_link, style=style, day=day)
