"""After the visit: both opinions side by side, and the way there for who set off without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.entries import in_order
from bot.flows.decision import HAD_ONE
from bot.rendering.asking import ENTRIES_SHOWN
from bot.rendering.markup import bold, bullet, in_lines, in_paragraphs
from bot.rendering.voice import shortened
from bot.reply import Message

if TYPE_CHECKING:
    from markupsafe import Markup

    from bot.rendering.voice import Voice
    from bot.reply import Rows

COMPARED = ("same", "different", "still-open")
DATE = "decision.followup-date"
LONGEST_LINE = 100
"""How many characters of an entry stand here, so that all of it is one message; the visit pack has them whole."""


def visit_row(voice: Voice) -> Rows:
    """Give the button of who has had the second opinion meanwhile; nothing when that is known."""
    begun = "opening.stage" in voice.session.answers
    return (voice.row("visited", "visited"),) if begun and not HAD_ONE(voice.session) else ()


def opinions_row(voice: Voice) -> Rows:
    """Give the button to both opinions side by side, once there is something to see."""
    there = HAD_ONE(voice.session) and any(voice.session.entries(f"decision.{name}") for name in COMPARED)
    return (voice.row("opinions", "show:opinions"),) if there else ()


def opinions_page(voice: Voice) -> Message:
    """Give both opinions side by side: the same, different, still open, the next date."""
    words = voice.words.shared.views.opinions
    blocks = [voice.say(words.text)]
    for name in COMPARED:
        lines = [line.text for line in in_order(voice, f"decision.{name}")]
        blocks.append(_chapter(voice, f"decision.{name}", lines))
    blocks.append(_chapter(voice, DATE, list(voice.session.chosen(DATE))))
    rows = tuple(
        voice.row("change_one", f"change:decision.{name}", name=_name(voice, f"decision.{name}")) for name in COMPARED
    )
    return Message(in_paragraphs(blocks), (*rows, voice.row("go_on", "go")))


def _chapter(voice: Voice, question: str, lines: list[str]) -> Markup:
    shown = [bullet(shortened(line, LONGEST_LINE)) for line in lines[-ENTRIES_SHOWN:]]
    if len(lines) > ENTRIES_SHOWN:
        shown.insert(0, voice.say(voice.words.shared.lines.entries_before, count=len(lines) - ENTRIES_SHOWN))
    shown = shown or [voice.say(voice.words.shared.views.opinions.empty)]
    return in_lines((bold(_name(voice, question)), *shown))


def _name(voice: Voice, question: str) -> str:
    return voice.plain(voice.words.question(question).name)
