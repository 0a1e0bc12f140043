"""What the words owe to the flows: the same questions, the same choices, known facts, sound templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from bot.content.templates import is_surely_sound, parsed
from bot.flows import IN_ORDER
from bot.inventory import STORED
from bot.questions import Kind, Question, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from bot.content.files import ContentFile, Problem, Where
    from bot.content.privacy_wording import PrivacyWords
    from bot.content.sharing_wording import Brief
    from bot.content.wording import Piece, QuestionWords, SectionWords

ANSWERED = "answered"
"""The name of a piece of guidance that serves whatever was answered."""


def section_problems(
    flow: Section, words: SectionWords, facts: Collection[str], file: ContentFile
) -> Iterator[Problem]:
    """Give what is wrong between a section's flow and its words."""
    names = {question.name for question in flow}
    for name in words.questions.keys() - names:
        yield file.problem(
            ("questions", name), "is no question of this section", "remove it, or name it as in the flow"
        )
    for question in flow:
        if question.name not in words.questions:
            yield file.problem(("questions",), f"the question {question.name!r} has no words", "add them")
        else:
            yield from _question_problems(question, words.questions[question.name], ("questions", question.name), file)
    if flow.name != "opening" and words.closing is None:
        yield file.problem((), "the closing is missing", "add what the section adds up to")
    for where, piece in _pieces(words):
        if "guidance" in where and flow.name != "opening" and not piece.facts:
            yield file.problem((*where, "facts"), "is missing", "name the facts that the guidance speaks from")
        for fact in piece.facts:
            if fact not in facts:
                yield file.problem((*where, "facts"), f"{fact!r} is no known fact", "use an id from facts.yaml")


def brief_problems(briefs: Mapping[str, Brief], facts: Collection[str], file: ContentFile) -> Iterator[Problem]:
    """Give what is wrong with the topics in brief: each section once, in order, and known facts only."""
    if tuple(briefs) != IN_ORDER:
        fault = f"the topics are {', '.join(briefs)}"
        yield file.problem(("topics",), fault, f"make them, in this order: {', '.join(IN_ORDER)}")
    for name, brief in briefs.items():
        for fact in brief.facts:
            if fact not in facts:
                yield file.problem(("topics", name, "facts"), f"{fact!r} is no known fact", "use an id from facts.yaml")


def field_problems(words: PrivacyWords, file: ContentFile) -> Iterator[Problem]:
    """Give every stored field that has no words, and every word for a field that is not stored."""
    stored, named = {field.name for field in STORED}, words.export.fields.keys()
    for name in sorted(stored - named):
        yield file.problem(("export", "fields"), f"the stored field {name!r} has no words", "add them")
    for name in sorted(named - stored):
        yield file.problem(
            ("export", "fields", name), "is no stored field", "remove it, or name it as in the inventory"
        )


def template_problems(file: ContentFile) -> Iterator[Problem]:
    """Give every template in the file that is no sound Jinja2."""
    for where, source in file.texts():
        try:
            if not is_surely_sound(source):
                parsed(source)
        except TemplateSyntaxError as fault:
            yield file.problem(where, f"has a broken template ({fault.message})", "close every {{ }} and {% %}")


def _question_problems(question: Question, words: QuestionWords, where: Where, file: ContentFile) -> Iterator[Problem]:
    if tuple(words.choices) != question.choices:
        fault = f"the choices are {', '.join(words.choices) or 'none'}"
        yield file.problem(
            (*where, "choices"), fault, f"make them, in this order: {', '.join(question.choices) or 'none'}"
        )
    for name in words.typed.keys() - set(question.choices):
        yield file.problem(
            (*where, "typed", name), "is no choice of this question", "remove it, or name it as in the flow"
        )
    by_choice = question.kind in {Kind.ONE, Kind.SEVERAL} and ANSWERED not in words.guidance
    expected = set(question.choices) if by_choice else {ANSWERED}
    if question.id == "opening.welcome":
        expected = set()
    for name in expected - words.guidance.keys():
        yield file.problem((*where, "guidance"), f"there is no guidance for {name!r}", "add it")
    for name in words.guidance.keys() - expected:
        yield file.problem(
            (*where, "guidance", name), "is no answer to this question", "remove it, or name it as in the flow"
        )


def _pieces(words: SectionWords) -> Iterator[tuple[Where, Piece]]:
    for name, question in words.questions.items():
        for choice, piece in question.guidance.items():
            yield ("questions", name, "guidance", choice), piece
        if question.more:
            yield ("questions", name, "more"), question.more
    if words.closing:
        yield ("closing",), words.closing
