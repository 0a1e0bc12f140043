"""Every message of a section on one sheet, each with its place in the content file, for people to review."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec.structs import replace

from bot.content.files import read
from bot.content.rules import ANSWERED
from bot.dialogue import ENDS
from bot.flows import OPENING, QUESTIONS, SECTIONS
from bot.preview.samples import session_at
from bot.questions import Kind
from bot.rendering.markup import bullet, in_lines, in_paragraphs
from bot.rendering.reading import more_page
from bot.rendering.saying import guidance_blocks, said_blocks
from bot.reply import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.content.files import Lines, Where
    from bot.questions import Question, Section
    from bot.rendering import Voice
    from bot.session import Answer, Session
    from bot.turn import Turns

REVIEWED = {section.name: section for section in (OPENING, *SECTIONS)}
"""The sections of which there is a sheet."""

_ASKED = re.compile(r"""(?:chosen|missing)\(\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Item:
    """One message on the sheet.

    Attributes:
        when: When a person sees it.
        message: What they see.
        place: Where its words stand in the content file, such as ``questions.type.guidance.relapsing``.
        file: The file.
        line: The line, counted from 1.
        facts: The facts that it speaks from.
    """

    when: str
    message: Message
    place: str
    file: str
    line: int
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """All messages of one question, or of the end of the section."""

    title: Markup
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section in one language, for one kind of writer."""

    section: str
    title: Markup
    language: str
    writer: str
    chapters: tuple[Chapter, ...]


def sheet(turns: Turns, folder: Path, section: str, language: str, writer: str = "me") -> Sheet:
    """Make the sheet of a section.

    Args:
        turns: The bot, which renders every message as a patient sees it.
        folder: The content folder, for the lines in its files.
        section: The section's name.
        language: The language of the words.
        writer: For whom the sample person writes: ``me`` or ``someone``.
    """
    flow = REVIEWED[section]
    file = folder / language / f"{section}.yaml"
    maker = _Maker(turns, f"{language}/{file.name}", read(file, []).lines, language, writer)
    chapters = (*(maker.of_question(question) for question in flow), *maker.of_end(flow))
    title = turns.renderer.voice(session_at(turns, "opening.welcome", language)).title(section)
    return Sheet(section, title, language, writer, chapters)


class _Maker:
    """Makes the chapters; each message comes from the bot's own rendering."""

    def __init__(self, turns: Turns, file: str, lines: Lines, language: str, writer: str) -> None:
        self.turns, self.file, self.lines = turns, file, lines
        self.language, self.writer = language, writer

    def of_question(self, question: Question) -> Chapter:
        here = replace(session_at(self.turns, question.id, self.language, self.writer), said=())
        voice = self.turns.renderer.voice(here)
        words = voice.words.question(question.id)
        where = ("questions", question.name)
        items = [self._item("The question", self.turns.renderer.message(here), where)]
        for answer, choice in _answers(question, words.guidance):
            items += self._after(here, question, answer, choice)
        hint = Message(_joined(said_blocks(voice, f"hint:{question.id}")))
        items.append(self._item("When an answer was not understood", hint, (*where, "hint")))
        if words.more:
            items.append(
                self._item("Behind the button More", more_page(voice, question.id), (*where, "more"), words.more.facts)
            )
        return Chapter(voice.say(words.name), tuple(items))

    def of_end(self, section: Section) -> Iterator[Chapter]:
        if section.end not in ENDS:
            return
        end = replace(session_at(self.turns, section.end, self.language, self.writer), said=())
        voice = self.turns.renderer.voice(end)
        words = voice.words.sections[section.name]
        if words.closing is None:
            return
        items: list[Item] = []
        shown: set[str] = set()
        for condition, session in _situations(voice, words.closing.text):
            message = self.turns.renderer.message(session)
            if _has_news(message.html, shown):
                when = f"When the topic is done{condition}"
                items.append(self._item(when, message, ("closing",), words.closing.facts))
        if words.for_every_visit:
            asked = (bullet(voice.say(one)) for one in words.for_every_visit.values())
            questions = in_lines(asked)
            items.append(self._item("Questions offered for every visit", Message(questions), ("for_every_visit",)))
        yield Chapter(Markup("End of the topic"), tuple(items))

    def _after(self, here: Session, question: Question, answer: Answer, choice: str) -> Iterator[Item]:
        """Give the message after an answer, and again where other answers bring other words into it."""
        voice = self.turns.renderer.voice(here)
        when = f"After the answer: {voice.choice(question.id, choice)}" if choice else "After any answer"
        name = choice or ANSWERED
        piece = voice.words.question(question.id).guidance[name]
        after = self.turns.renderer.voice(here.with_answer(question.id, answer))
        shown: set[str] = set()
        for condition, session in _situations(after, piece.text):
            html = _joined(guidance_blocks(self.turns.renderer.voice(session), question.id))
            if _has_news(html, shown):
                where = ("questions", question.name, "guidance", name)
                yield self._item(f"{when}{condition}", Message(html), where, piece.facts)

    def _item(self, when: str, message: Message, where: Where, facts: tuple[str, ...] = ()) -> Item:
        return Item(when, message, ".".join(map(str, where)), self.file, self.lines.of(where), facts)


def _answers(question: Question, guidance: Iterable[str]) -> Iterator[tuple[Answer, str]]:
    """Give each answer that has guidance of its own, with its choice; an empty one where any answer has the same."""
    if ANSWERED in guidance:
        yield _sample(question), ""
        return
    for choice in question.choices:
        if choice in guidance:
            yield (choice if question.kind is Kind.ONE else (choice,)), choice


def _sample(question: Question) -> Answer:
    if question.kind is Kind.ENTRIES:
        return {"1": "…"}
    return question.choices[:1] if question.kind is Kind.SEVERAL else (*question.choices, "…")[0]


def _situations(voice: Voice, source: str) -> Iterator[tuple[str, Session]]:
    """Give the session as it is, and then with each answer on which the template's words depend, put into words."""
    session = voice.session
    yield "", session
    depends_on = dict.fromkeys(question for question in _ASKED.findall(source) if question in QUESTIONS)
    for question in depends_on:
        several = QUESTIONS[question].kind is Kind.SEVERAL
        name = voice.say(voice.words.question(question).name)
        for choice in QUESTIONS[question].choices:
            answer = (choice,) if several else choice
            yield f", if {name}: {voice.choice(question, choice)}", session.with_answer(question, answer)
        if several:
            yield f", if {name}: all of them", session.with_answer(question, QUESTIONS[question].choices)
        if QUESTIONS[question].may_be_empty:
            yield f", if {name}: none of them", session.with_answer(question, ())
    if earlier := depends_on.keys() - {session.place}:
        others = {question: answer for question, answer in session.answers.items() if question not in earlier}
        yield ", if nothing that matters here was answered", replace(session, answers=others)


def _has_news(html: str, shown: set[str]) -> bool:
    """Say whether a message has a line that was not shown yet, and note its lines."""
    lines = set(html.splitlines()) - shown
    shown |= lines
    return bool(lines)


def _joined(blocks: Iterable[Markup]) -> Markup:
    return in_paragraphs(blocks)
