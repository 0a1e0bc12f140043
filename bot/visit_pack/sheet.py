"""The visit pack on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.paper.printable import MISSING, printable
from bot.paper.typesetting import Paper, typeset

if TYPE_CHECKING:
    from bot.content import Language
    from bot.visit_pack import VisitPack

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
    data = {
        **pack.as_data(),
        "code": {
            "language": words.code.partition("-")[0],
            "dir": "rtl" if Locale.parse(words.code, sep="-").text_direction == "rtl" else "ltr",
        },
        "labels": labels.model_dump() | {"about": ending.about},
        "parts": {part["name"]: part for part in parts},
        "ending": [*pack.ending, *([ending.incomplete] if incomplete else [])],
    }
    return typeset(LAYOUT, data, paper)
