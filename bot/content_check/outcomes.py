"""Every way in which a text can come out: in each combination of answers that its template can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from bot.content.templates import Call, TemplateError, asked, render
from bot.content.values import SAMPLES, given_at
from bot.flows import QUESTIONS
from bot.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.questions import Question

MOST = 4096
"""How many combinations are tried at the most."""

Answers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a text comes out.

    Attributes:
        html: The words, filled in.
        answers: The answers under which they come out so.
        fault: Why they cannot be filled in; empty when they can.
    """

    html: str
    answers: Mapping[str, Answers]
    fault: str = ""


def outcomes(
    source: str, place: str, people: Mapping[str, Mapping[str, str]], shared: Mapping[str, str]
) -> list[Outcome]:
    """Give every way in which a text can come out, each once.

    Args:
        source: The text, a template.
        place: Where it stands, such as ``shared.lines.step``.
        people: The words for the person, when they write themselves and when a companion does.
        shared: The disclaimer, the safety line and the language.

    Raises:
        TemplateError: The text is no sound template.
    """
    if "{" not in source:
        return [Outcome(source.strip(), {})]
    names, calls = asked(source)
    found: dict[str, Outcome] = {}
    for values, answers in _situations(names, calls, place, people):
        context = {**shared, **values, **_functions(answers)}
        try:
            outcome = Outcome(str(render(source, context)), answers)
        except (TemplateError, TypeError, ValueError, KeyError) as fault:
            outcome = Outcome("", answers, str(fault))
        found.setdefault(outcome.html or outcome.fault, outcome)
    return list(found.values())


def _situations(
    names: frozenset[str], calls: tuple[Call, ...], place: str, people: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Mapping[str, object], Mapping[str, Answers]]]:
    given = [name for name in given_at(place) if name in names and name in SAMPLES]
    speaking = [*people.values()] if names & {name for words in people.values() for name in words} else [{}]
    told_apart = {
        question: _told_apart(QUESTIONS[question], [one for one in calls if one.question == question])
        for question in sorted({call.question for call in calls} & QUESTIONS.keys())
    }
    tried = 0
    for values in product(*(SAMPLES[name] for name in given)):
        for answers in product(*told_apart.values()):
            for person in speaking:
                tried += 1
                if tried > MOST:
                    return
                yield {**person, **dict(zip(given, values, strict=True))}, dict(zip(told_apart, answers, strict=True))


def _told_apart(question: Question, calls: list[Call]) -> list[Answers]:
    """Give one answer of each kind that the calls can tell from the others."""
    kinds = {tuple(_result(call, question, answer) for call in calls): answer for answer in possible_answers(question)}
    return list(kinds.values())


def possible_answers(question: Question) -> Iterator[Answers]:
    """Give every answer that a question with choices can have; nothing stands for none."""
    yield ()
    if question.kind is Kind.ONE:
        yield from ((choice,) for choice in question.choices)
    elif question.kind is Kind.SEVERAL:
        yield from ((choice,) for choice in question.alone)
        others = [choice for choice in question.choices if choice not in question.alone]
        sizes = range(1, min(len(others), question.at_most or len(others)) + 1)
        yield from chain.from_iterable(combinations(others, size) for size in sizes)


def _result(call: Call, question: Question, answer: Answers) -> object:
    if call.function == "missing":
        return tuple(choice for choice in question.choices if choice not in answer)
    return any(choice in answer for choice in call.choices)


def _functions(answers: Mapping[str, Answers]) -> dict[str, object]:
    """Give what a template may call, for these answers."""
    return {
        name: lambda question, *choices, name=name: _result(
            Call(name, question, choices), QUESTIONS[question], answers.get(question, ())
        )
        for name in ("chosen", "missing")
    }
