"""How a question is put: its step, its words, its choices and its buttons."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from bot.dialogue import plan
from bot.doctor_questions import fitting
from bot.entries import in_order, said_line
from bot.flows import QUESTIONS
from bot.questions import Kind, Question
from bot.rendering.markup import bold, bullet, in_lines, in_one_line, italic, numbered
from bot.rendering.voice import shortened
from bot.reply import Button

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.rendering.voice import Manner, Voice
    from bot.reply import Rows
    from bot.session import Session

A_PAGE = 5
"""How many choices are shown at a time."""

ENTRIES_SHOWN = 5
LABEL = 30
"""How many characters of a long choice stand on its button."""


def step_line(voice: Voice, place: str) -> Markup:
    """Give the line that says where the person is; nothing at a place that is no step."""
    questions = [question.id for question in plan(voice.session)]
    if place not in questions:
        return Markup()
    title = voice.title(QUESTIONS[place].section)
    step, steps = questions.index(place) + 1, len(questions)
    return italic(voice.say_cached(voice.words.shared.lines.step, title=title, step=step, steps=steps))


def question_blocks(voice: Voice, question: Question, page: int) -> Iterator[Markup]:
    """Give the blocks of text that ask the question."""
    words = voice.words.question(question.id)
    if question.id not in voice.session.answers and not said_again(voice.session):
        yield voice.say(words.lead)
    yield in_lines((step_line(voice, question.id), bold(voice.say(words.ask))))
    yield from _why(voice, question)
    yield from _answer_so_far(voice, question)
    yield _choices(voice, question, page).lines


def _why(voice: Voice, question: Question) -> Iterator[Markup]:
    """Give the line under the question; a list asks for its next entry, and a hint has just said what to do."""
    said = {one.partition(":")[0] for one in voice.session.said}
    if question.kind is Kind.ENTRIES and said & {"added", "changed", "removed"}:
        yield voice.say(voice.words.shared.lines.next_entry)
    elif "hint" not in said:
        yield voice.say(voice.words.question(question.id).why)


def said_again(session: Session) -> bool:
    """Say whether the question was put just before and is only repeated."""
    return any(not one.startswith(("answered:", "skipped:", "restarted", "language")) for one in session.said)


def _answer_so_far(voice: Voice, question: Question) -> Iterator[Markup]:
    lines = voice.words.shared.lines
    if question.kind is Kind.ENTRIES:
        entries = [said_line(voice, line) for line in in_order(voice, question.id)]
        if entries:
            before = len(entries) - ENTRIES_SHOWN
            yield in_lines(
                (
                    voice.say(lines.entries),
                    *([voice.say(lines.entries_before, count=before)] if before > 0 else []),
                    *(bullet(shortened(entry)) for entry in entries[-ENTRIES_SHOWN:]),
                )
            )
    elif question.kind is Kind.SEVERAL and voice.session.ticked is not None:
        ticked = in_one_line(
            shortened(voice.label(question.id, choice), LABEL) for choice in voice.session.ticked
        ) or voice.say(lines.nothing)
        yield voice.say(lines.ticked, answer=ticked)
    elif question.id in voice.session.answers:
        yield voice.say(lines.answer_now, answer=voice.answer(question.id))


def now_ticked(session: Session, question: Question) -> tuple[str, ...]:
    """Give the choices that stand ticked: those touched now, else those of an earlier answer."""
    if question.kind is not Kind.SEVERAL:
        return ()
    return session.chosen(question.id) if session.ticked is None else session.ticked


def all_choices(voice: Voice, question: Question) -> tuple[str, ...]:
    """Give every choice of the question as it stands for this person."""
    return (*fitting(voice), *question.choices) if question.fitting else question.choices


class _Choices(NamedTuple):
    """The choices on a page by their numbers: as lines, and as buttons of which none is ticked."""

    lines: Markup
    buttons: Mapping[str, Button]


def _choices(voice: Voice, question: Question, page: int) -> _Choices:
    return _same_choices(voice.manner, question, page) or _own_choices(voice, question, page)


@lru_cache(maxsize=512)
def _same_choices(manner: Manner, question: Question, page: int) -> _Choices | None:
    """Give the choices that are the same for all who are spoken of alike; None when they come from the answers."""
    if question.fitting:
        return None
    words = manner.words.question(question.id).choices
    lines: list[Markup] = []
    buttons: dict[str, Button] = {}
    for number, choice in _on_page(question.choices, page):
        said = manner.fixed(words.get(choice, choice))
        if said is None:
            return None
        lines.append(numbered(number, said.words))
        buttons[choice] = _button(question, number, choice, said.plain)
    return _Choices(in_lines(lines), buttons)


def _own_choices(voice: Voice, question: Question, page: int) -> _Choices:
    """Give the choices as this person has them; questions for the doctor stand under the topic that they come from."""
    shown = _on_page(fitting(voice) if question.fitting else question.choices, page)
    lines, group = [], Markup()
    for number, choice in shown:
        if question.fitting and group != (named := _group(voice, choice)):
            group = named
            lines.append(italic(group))
        lines.append(numbered(number, voice.choice(question.id, choice)))
    buttons = {one: _button(question, number, one, voice.label(question.id, one)) for number, one in shown}
    return _Choices(in_lines(lines), buttons)


def _button(question: Question, number: int, choice: str, label: str) -> Button:
    return Button(shortened(label, LABEL), f"pick:{question.id}:{choice}", number)


def _group(voice: Voice, asked: str) -> Markup:
    section, _, key = asked.partition(".")
    is_for_every_visit = key in voice.words.sections[section].for_every_visit
    return voice.say(voice.words.shared.lines.for_every_visit) if is_for_every_visit else voice.title(section)


def _on_page(choices: tuple[str, ...], page: int) -> list[tuple[int, str]]:
    return list(enumerate(choices[page * A_PAGE : (page + 1) * A_PAGE], 1))


def question_rows(voice: Voice, question: Question, page: int) -> Rows:
    """Give the buttons that answer the question, without those that every question has."""
    ticked = now_ticked(voice.session, question)
    buttons = _choices(voice, question, page).buttons
    rows = [(replace(button, ticked=True) if choice in ticked else button,) for choice, button in buttons.items()]
    if question.fitting:
        rows += [
            (Button(voice.label(question.id, choice), f"pick:{question.id}:{choice}", 0, choice in ticked),)
            for choice in question.choices
        ]
        following = (page + 1) % -(-len(fitting(voice)) // A_PAGE)
        rows.append(voice.row("more_questions" if following else "first_questions", f"show:choices:{following}"))
    if question.kind is Kind.ENTRIES and voice.session.entries(question.id):
        rows.append(voice.row("change_entry", "show:entries:0"))
    if question.kind in {Kind.SEVERAL, Kind.ENTRIES}:
        rows.append(voice.row("done", f"done:{question.id}"))
    return tuple(rows)
