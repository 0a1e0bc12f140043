"""The visit pack as text in the chat, for those who cannot open files."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.paper.inert import direction
from bot.rendering.markup import bold, in_lines, in_paragraphs, italic
from bot.telegram_html import to_plain, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rendering.voice import Voice
    from bot.visit_pack import Part, Row, VisitPack

LONGEST = 3500
"""How many UTF-16 units a message may have; Telegram takes 4096."""

LONGEST_LINE = 1500
"""How many characters a line may have; a longer text goes on in the next one."""

_ISOLATED = "\u2068{}\u2069"
"""Keeps the order of the letters around a text that is read the other way."""


def summary_parts(voice: Voice, pack: VisitPack) -> tuple[Markup, ...]:
    """Give the pack in parts that each fit into one message, split between paragraphs where that is possible."""
    words = voice.words.visit_pack
    title = bold(pack.title)
    if pack.is_blank:
        return (in_lines((title, voice.say(words.empty))),)
    paragraphs = [
        [line for line in (title, voice.say(words.intro), Markup.escape(pack.companion)) if line],
        *(list(_lines(part)) for part in pack.parts if any(row.text for row in part.rows)),
        [Markup.escape(pack.careful), Markup.escape(pack.safety), italic(pack.disclaimer)],
        [italic(line) for line in pack.ending],
    ]
    return tuple(_packed(paragraphs))


def _lines(part: Part) -> Iterator[Markup]:
    """Give the lines of a part, its heading first."""
    yield bold(part.heading)
    for group, rows in groupby(enumerate(part.rows, 1), key=lambda row: row[1].name if part.is_grouped else ""):
        written = [(number, row) for number, row in rows if row.text]
        if group and written:
            yield italic(group)
        for number, row in written:
            yield from _row_lines(part, number, row)


def _row_lines(part: Part, number: int, row: Row) -> Iterator[Markup]:
    if part.name == "words":
        yield Markup("<blockquote>{}</blockquote>").format(row.text)
        return
    mark = f"{number}." if part.name == "top" else "•"
    name = f"{row.name}: " if row.name and not part.is_grouped else ""
    first, *more = wrap(row.text, LONGEST_LINE, break_on_hyphens=False)
    yield Markup("{} {}{}").format(mark, name, _isolated(first))
    yield from (Markup.escape(_isolated(line)) for line in more)


def _isolated(text: str) -> str:
    return _ISOLATED.format(text) if direction(text) == "rtl" else text


def _packed(paragraphs: list[list[Markup]]) -> Iterator[Markup]:
    """Pack paragraphs into as few messages as hold them; only one that is too long for a message is split."""
    message: list[Markup] = []
    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            joined = in_paragraphs((*message, piece))
            if message and _units(joined) > LONGEST:
                yield in_paragraphs(message)
                message = []
            message.append(piece)
    yield in_paragraphs(message)


def _pieces(paragraph: list[Markup]) -> Iterator[Markup]:
    """Split a paragraph between its lines, each of which is closed in itself; its heading keeps the first of them."""
    piece: list[Markup] = []
    for line in paragraph:
        if len(piece) > 1 and _units(in_lines((*piece, line))) > LONGEST:
            yield in_lines(piece)
            piece = []
        piece.append(line)
    yield in_lines(piece)


def _units(markup: Markup) -> int:
    return utf16_length(to_plain(markup))
