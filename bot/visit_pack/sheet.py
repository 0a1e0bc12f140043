"""The visit pack on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.paper.printable import MISSING, printable
from bot.paper.typesetting import Paper, page_count, typeset

if TYPE_CHECKING:
    from bot.content import Language
    from bot.visit_pack import VisitPack

PAGES = 2
"""How many pages the pack should have where the answers allow."""

ANSWER_LINES = (3, 2)
"""How many lines there are to write an answer on: better so many, and so many where that saves a page."""

LAYOUT = Path(__file__).with_suffix(".typ")


def sheet(pack: VisitPack, words: Language, paper: Paper = Paper.A4) -> bytes:
    """Give the pack as a tagged PDF; the same pack always gives the same bytes.

    Args:
        pack: What is on it.
        words: The words of the pack's language.
        paper: What it will be printed on.
    """
    from babel import Locale  # noqa: PLC0415 - a talk begins without a sheet

    labels, ending = words.visit_pack.sheet, words.visit_pack.ending
    incomplete = any(MISSING in printable(row.text) for part in pack.parts for row in part.rows)
    parts = pack.as_data()["parts"]
    code = {
        "language": words.code.partition("-")[0],
        "dir": "rtl" if Locale.parse(words.code, sep="-").text_direction == "rtl" else "ltr",
    }
    data = {
        **pack.as_data(),
        "labels": labels.model_dump() | {"about": ending.about},
        "parts": {part["name"]: part for part in parts},
        "ending": [*pack.ending, *([ending.incomplete] if incomplete else [])],
    }
    # A last page for a few lines is worse than a line less for each answer.
    roomy, tight = ({**data, "code": {**code, "lines": lines}} for lines in ANSWER_LINES)
    pages = page_count(LAYOUT, roomy, paper)
    fits_better = pages > PAGES and page_count(LAYOUT, tight, paper) < pages
    return typeset(LAYOUT, tight if fits_better else roomy, paper)
