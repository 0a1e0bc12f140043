"""Reads the entries of a list, such as the timeline, for the visit pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flows import QUESTIONS
from bot.inert import inert
from bot.visit_pack import Row

if TYPE_CHECKING:
    from bot.rendering.voice import Voice


def entries(voice: Voice, question: str) -> tuple[Row, ...]:
    """Give the entries in the order in which they are to be read; none when the question is not asked."""
    if question not in QUESTIONS or not QUESTIONS[question].is_asked(voice.session):
        return ()
    typed = voice.session.entries(question).values() or voice.session.chosen(question)
    return tuple(Row(inert(one)) for one in typed)
