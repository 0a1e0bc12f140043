"""Makes tagged PDFs of layouts and data, in memory; what a person wrote is data and never markup."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog

from bot.paper.inert import direction
from bot.paper.printable import FONTS, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import typst

log = structlog.get_logger()


class Paper(StrEnum):
    """The sizes of paper."""

    A4 = "a4"
    LETTER = "letter"


_REMEMBERED = 10
"""For how many documents the library keeps what it has laid out; empty ones make it let go of what a person wrote."""

_PAPERS = {Paper.A4: "a4", Paper.LETTER: "us-letter"}


def typeset(layout: Path, data: Mapping[str, Any], paper: Paper = Paper.A4) -> bytes:
    """Give a layout filled with data as a PDF of the accessible kind (PDF/UA-1); the same always gives the same bytes.

    It takes some tenths of a second, and must not hold up the event loop: call it in a thread.

    Args:
        layout: The layout's file. It finds the data as JSON in ``sys.inputs``, each text as a dictionary with the
            ``text``, every character of which can be printed, and the ``dir`` in which it is read.
        data: What is put in: texts, numbers, and lists and dictionaries of them. Texts under the name ``code`` are
            no words, but for the layout itself.
        paper: What it will be printed on.
    """
    import typst  # noqa: PLC0415 - it is large, and most turns print nothing

    given = _given(data, paper)
    try:
        return _made(layout.read_bytes(), given, "ua-1")
    except typst.TypstError:
        # A sheet that a screen reader finds harder to read is better than none.
        log.error("typesetting.not_accessible", place=layout.name)
        return _made(layout.read_bytes(), given)
    finally:
        _let_go()


def page_count(layout: Path, data: Mapping[str, Any], paper: Paper = Paper.A4) -> int:
    """Give how many pages a layout filled with data has."""
    try:
        counted = layout.read_bytes() + b"\n#context [#metadata(counter(page).final().first()) <pages>]"
        pages: int = json.loads(_compiler(counted, _given(data, paper)).query("<pages>", field="value", one=True))
        return pages
    finally:
        _let_go()


def _given(data: Mapping[str, Any], paper: Paper) -> dict[str, str]:
    return {"data": json.dumps(_printable(data)), "paper": _PAPERS[paper], "fonts": json.dumps(_families())}


def _compiler(layout: bytes, given: dict[str, str]) -> typst.Compiler:
    import typst  # noqa: PLC0415 - as above

    return typst.Compiler(layout, font_paths=_fonts(), sys_inputs=given)


def _made(layout: bytes, given: dict[str, str], *standards: typst.PDFStandard) -> bytes:
    made = _compiler(layout, given).compile(format="pdf", pdf_standards=list(standards))
    assert isinstance(made, bytes)  # noqa: S101 - one document, in memory
    return made


def _let_go() -> None:
    """Have the library forget what a person wrote."""
    for _ in range(_REMEMBERED + 1):
        _made(b"", {})


def _printable(data: Any) -> Any:  # noqa: ANN401 - whatever a layout is given
    match data:
        case str():
            text = printable(data)
            return {"text": text, "dir": direction(text)}
        case dict():
            return {name: value if name == "code" else _printable(value) for name, value in data.items()}
        case list() | tuple():
            return [_printable(one) for one in data]
        case _:
            return data


@cache
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415 - as above

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _families() -> list[str]:
    """Give the families in the order in which they are tried: the one of the words first, pictures last."""
    return sorted(_fonts().families(), key=lambda name: (name != "Noto Sans", "Emoji" in name, name))
