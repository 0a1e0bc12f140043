"""A leaflet for a waiting room: what the bot is, a code to scan, and the link in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import segno

from bot.content.templates import render
from bot.links import link
from bot.paper.typesetting import Paper, typeset

if TYPE_CHECKING:
    from bot.content import Language

LAYOUT = Path(__file__).with_suffix(".typ")


def leaflet(words: Language, bot_name: str, *, paper: Paper = Paper.A4, section: str = "") -> bytes:
    """Give the leaflet as a tagged PDF of one page; the same words always give the same bytes.

    Args:
        words: The words of its language.
        bot_name: The bot's username.
        paper: What it will be printed on.
        section: The topic that its link opens; empty for the beginning of the talk.
    """
    address = link(bot_name, f"{words.code}-{section}" if section else words.code)
    given = _words(words, section) | {
        "code": {
            "language": words.code.partition("-")[0],
            "link": address,
            "shown": address.removeprefix("https://"),
            "picture": segno.make(address, error="m", micro=False).svg_inline(),
        }
    }
    return typeset(LAYOUT, given, paper)


def _words(words: Language, section: str) -> dict[str, str | list[str]]:
    said = words.sharing.leaflet
    title = _plain(words.sections[section].title) if section else ""
    return {
        "title": _plain(said.title),
        "lead": _plain(said.lead),
        "points": [] if section else [_plain(point) for point in said.points],
        "topic": f"{_plain(said.topic)}: {title}" if section else "",
        "about": _plain(words.sharing.topics[section].text) if section else "",
        "scan": _plain(said.scan),
        "or_type": _plain(said.or_type),
        "note": _plain(said.note),
        "emergency": _plain(said.emergency),
        "code-words": _plain(said.code),
    }


def _plain(source: str) -> str:
    return render(source, {}).unescape()
