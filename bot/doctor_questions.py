"""The questions for the doctor that follow from the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.rules import ANSWERED
from bot.flows import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.wording import Piece
    from bot.rendering.voice import Voice


def spoken(voice: Voice, question: str) -> tuple[Piece, ...]:
    """Give the pieces of guidance that the answer to a question calls for, in the order of its choices."""
    guidance = voice.words.question(question).guidance
    if ANSWERED in guidance:
        return (guidance[ANSWERED],)
    chosen = voice.session.chosen(question)
    return tuple(guidance[choice] for choice in QUESTIONS[question].choices if choice in chosen and choice in guidance)


def fitting(voice: Voice) -> tuple[str, ...]:
    """Give the ids of the questions that fit the answers so far, then those for every visit."""
    return tuple(dict.fromkeys(_fitting(voice)))


def for_every_visit(voice: Voice) -> tuple[str, ...]:
    """Give the ids of the questions that are worth asking at every visit."""
    return tuple(f"{name}.{key}" for name, section in voice.words.sections.items() for key in section.for_every_visit)


def _fitting(voice: Voice) -> Iterator[str]:
    for question in QUESTIONS.values():
        if question.id in voice.session.answers and question.is_asked(voice.session):
            for piece in spoken(voice, question.id):
                yield from (f"{question.section}.{key}" for key in piece.ask_doctor)
    yield from for_every_visit(voice)
