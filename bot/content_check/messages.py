"""Every message as it is sent: whole, to the person and to a companion, after every answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from msgspec.structs import replace

from bot.content.rules import ANSWERED
from bot.content_check.outcomes import possible_answers
from bot.dialogue import ENDS
from bot.flows import OPENING, QUESTIONS
from bot.questions import Kind
from bot.rendering import Renderer
from bot.rendering.public import Article, articles
from bot.rendering.reading import pages
from bot.session import Session
from bot.telegram_html import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.content import Content, Language
    from bot.content_check.texts import Text
    from bot.questions import Question
    from bot.session import Answer

DAYS = 90
PEOPLE = ("me", "someone")

VIEWS = {
    "menu": "views.menu.text",
    "paused": "views.paused.text",
    "recap": "views.recap.text",
    "restart": "views.restart.text",
    "restart_sure": "views.restart_sure.text",
    "forget": "views.forget.text",
    "words": "pages.words",
}
"""The pages that are held over a question, and the place of their words in shared.yaml."""

_NAMED_ELSEWHERE = (TemplateError, KeyError, TypeError, ValueError)
"""Why a message cannot be made; the rules for templates and for markup name the text."""

DISCLAIMER, DISCLAIMER_LINE, SAFETY_LINE = "disclaimer", "disclaimer_line", "safety_line"


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as it is sent.

    Attributes:
        place: The place of the text that is its main part, the file's name before it.
        plain: The message, without its markup.
        when: Under which answer it is sent.
        bears: Which of the fixed lines it has to carry; empty when none.
    """

    place: str
    plain: str
    when: str = ""
    bears: str = ""


def messages(content: Content, language: Language, texts: Sequence[Text]) -> Iterator[Sent]:
    """Give every message that a person can get, without those that are made of what they wrote themselves."""
    renderer = Renderer(content, DAYS, lambda: "a_bot_of_this_name")
    for who in PEOPLE:
        base: dict[str, Answer] = {"opening.consent": "remember", "opening.who": who, "opening.stage": "thinking"}
        start = Session(language=language.code, answers=base)
        for question in QUESTIONS.values():
            yield from _of_question(renderer, start, question)
        yield from _ends(renderer, start, {text.place: text for text in texts})
        for view, place in (
            *VIEWS.items(),
            *((f"page:{name}", f"pages.{name}") for name in language.shared.pages.model_dump()),
        ):
            yield from _sent(renderer, replace(start, place="reasons.health", view=view), f"shared.{place}")
    yield from (Sent(_home(one.id), to_plain(one.html), " as an inline article") for one in _articles(language))


def _of_question(renderer: Renderer, start: Session, question: Question) -> Iterator[Sent]:
    words = renderer.voice(start).words.question(question.id)
    home = f"{question.section}.questions.{question.name}"
    asked = replace(start, place=question.id)
    yield from _sent(renderer, asked, f"{home}.ask")
    yield from _sent(renderer, replace(asked, said=(f"hint:{question.id}",)), f"{home}.hint", bears=SAFETY_LINE)
    for answer, chosen in _answers(question):
        after = replace(asked.with_answer(question.id, answer), view="guidance", said=(f"answered:{question.id}",))
        guided = [one for one in (*chosen, ANSWERED) if one in words.guidance]
        place = f"{home}.guidance.{guided[0]}.text" if guided else f"{home}.ask"
        bears = DISCLAIMER_LINE if guided and question.section != OPENING.name else ""
        when = f" when {' and '.join(chosen)} is chosen" if len(chosen) > 1 else ""
        yield from _sent(renderer, after, place, when, bears)
    if words.more:
        more = replace(asked, view=f"more:{question.id}")
        yield from _sent(renderer, more, f"{home}.more.text", bears=DISCLAIMER_LINE)
    readable = pages(renderer.voice(start), question.section)
    if question.id in readable:
        page = replace(asked, view=f"read:{question.section}:{readable.index(question.id)}")
        bears = DISCLAIMER if readable[-1] == question.id else DISCLAIMER_LINE
        yield from _sent(renderer, page, f"{home}.more.text", " as a page to read", bears)


def _answers(question: Question) -> Iterator[tuple[Answer, tuple[str, ...]]]:
    if question.kind is Kind.ONE:
        yield from ((choice, (choice,)) for choice in question.choices)
    elif question.kind is Kind.SEVERAL:
        yield from ((chosen, chosen) for chosen in possible_answers(question) if chosen or question.may_be_empty)
    else:
        yield {"1": "some words"} if question.kind is Kind.ENTRIES else "some words", ()


def _ends(renderer: Renderer, start: Session, texts: Mapping[str, Text]) -> Iterator[Sent]:
    for place, section in ENDS.items():
        closing = texts.get(f"{section.name}.closing.text")
        for way in closing.ways if closing else ():
            given = {question: answer for question, answer in way.answers.items() if answer}
            after = replace(start, place=place, answers={**start.answers, **given})
            yield from _sent(renderer, after, f"{section.name}.closing.text", bears=DISCLAIMER)


def _sent(renderer: Renderer, session: Session, place: str, when: str = "", bears: str = "") -> Iterator[Sent]:
    try:
        html = renderer.message(session).html
        plain = to_plain(html)
    except _NAMED_ELSEWHERE:
        return
    yield Sent(place, plain, when, bears)


def _articles(language: Language) -> Iterable[Article]:
    try:
        return articles(language).values()
    except _NAMED_ELSEWHERE:
        return ()


def _home(article: str) -> str:
    section, _, question = article.partition(".")
    return f"{section}.questions.{question}.more.text" if question else f"sharing.topics.{section}.text"
