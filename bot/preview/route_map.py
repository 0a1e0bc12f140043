"""Draws the talk as a list of stations: what is asked, under which condition, what was answered, and where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogue import ENDS, READING, SUMMARY, order
from bot.flows import OPENING, SECTIONS
from bot.rendering.voice import Voice, shortened

if TYPE_CHECKING:
    from bot.content import Language
    from bot.questions import Question, Section
    from bot.session import Session


def route_map(words: Language, session: Session, days: int) -> dict[str, object]:
    """Give the map for one person: the sections in their order, each with its stations.

    Args:
        words: The words of their language.
        session: Where they are and what they answered.
        days: After how many days without use a session is erased.
    """
    voice = Voice(words, session, days)
    sections = {section.name: section for section in SECTIONS}
    title = {READING: "Only reading", SUMMARY: voice.plain(words.visit_pack.title)}
    return {
        "sections": [_line(voice, section) for section in (OPENING, *(sections[name] for name in order(session)))],
        "others": [{"id": place, "name": title[place], "here": session.place == place} for place in title],
    }


def _line(voice: Voice, section: Section) -> dict[str, object]:
    end = [{"id": section.end, "name": "End of the topic", "here": voice.session.place == section.end}]
    return {
        "name": section.name,
        "title": voice.plain(voice.words.sections[section.name].title),
        "done": section.name in voice.session.finished,
        "stations": [_station(voice, question) for question in section] + (end if section.end in ENDS else []),
    }


def _station(voice: Voice, question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "name": voice.plain(voice.words.question(question.id).name),
        "condition": _condition(voice, question),
        "asked": question.is_asked(voice.session),
        "answer": shortened(voice.answer(question.id).unescape()) if question.id in voice.session.answers else "",
        "here": voice.session.place == question.id,
    }


def _condition(voice: Voice, question: Question) -> str:
    """Say in the words of the talk when a question is asked; nothing when it always is."""
    if question.only_if is None:
        return ""
    earlier = voice.words.question(question.only_if.question)
    choices = " / ".join(voice.label(question.only_if.question, one) for one in question.only_if.choices)
    return f"{voice.plain(earlier.name)}: {choices}"
