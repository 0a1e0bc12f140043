"""Reads the entries of a list, such as the timeline, for the visit pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.entries import in_order
from bot.flows import QUESTIONS
from bot.paper.inert import inert
from bot.visit_pack import Row

if TYPE_CHECKING:
    from bot.rendering.voice import Voice


def entries(voice: Voice, question: str) -> tuple[Row, ...]:
    """Give what was typed at a question: the entries of a list by date, then those without one, or the one text."""
    if question not in QUESTIONS or not QUESTIONS[question].is_asked(voice.session):
        return ()
    if not voice.session.entries(question):
        return tuple(Row(inert(text)) for text in voice.session.chosen(question))
    rows = []
    for line in in_order(voice, question):
        said = line.text
        if line.side_effects:
            words = voice.words.shared.entries.with_side_effects
            said = voice.plain(words, text=line.text, side_effects=line.side_effects)
        rows.append(Row(inert(said), inert(line.when)) if said else Row(inert(line.when)))
    return tuple(rows)
