"""Makes a PDF of plain text, in memory; the text is data and never markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

_SHEET = Path(__file__).with_suffix(".typ").read_bytes()


def typeset(sheet: dict[str, Any]) -> bytes:
    """Give a sheet as a PDF.

    Args:
        sheet: ``language``, ``title``, ``intro``, and ``parts``, each with a ``heading`` and ``rows`` of two texts.
    """
    data = json.dumps(sheet, ensure_ascii=False).encode("utf-8", "replace").decode()
    made: bytes = typst.compile(_SHEET, sys_inputs={"sheet": data})
    return made
