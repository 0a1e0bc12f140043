"""Templates: every name they use is filled in, every answer they ask for exists, and none fails in any situation."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.content.templates import asked
from bot.content.values import given_at
from bot.flows import QUESTIONS
from bot.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.content.files import Problem
    from bot.content.templates import Call
    from bot.content_check.texts import Text

KIND = "rendering"


def rendering_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give every template that names what is not there, or that cannot be filled in for some answers."""
    people = {str(text.where[2]) for text in texts if text.name == "shared" and text.where[:1] == ("person",)}
    for text in texts:
        if not text.ways:
            continue
        names, calls = asked(text.source)
        known = {*people, *given_at(text.place)}
        unknown = sorted(names - known)
        for name in unknown:
            cure = _instead(name, known) or f"use one of: {', '.join(sorted(known))}"
            yield text.problem(KIND, f"names {{{{ {name} }}}}, which nothing fills in here", cure)
        for call in calls:
            yield from _call_problems(text, call)
        failed = [way for way in text.ways if way.fault]
        if failed and not unknown and all(call.question in QUESTIONS for call in calls):
            when = "; ".join(f"{name} is {' and '.join(one) or 'open'}" for name, one in failed[0].answers.items())
            fault = f"cannot be filled in ({failed[0].fault})" + (f" when {when}" if when else "")
            yield text.problem(KIND, fault, "name only what is there in every situation")
        if any(not way.fault and not way.html for way in text.ways) and text.source.strip():
            yield text.problem(KIND, "comes out empty for some answers", "add an {% else %} with words")


def _call_problems(text: Text, call: Call) -> Iterator[Problem]:
    question = QUESTIONS.get(call.question)
    if question is None:
        cure = _instead(call.question, QUESTIONS) or "name it section.question, as in the flow"
        yield text.problem(KIND, f"asks for {call.question!r}, which is no question", cure)
        return
    if question.kind not in {Kind.ONE, Kind.SEVERAL}:
        yield text.problem(KIND, f"asks for choices of {call.question!r}, which has none", "ask for another question")
    for choice in call.choices:
        if choice not in question.choices:
            cure = _instead(choice, question.choices) or f"use one of: {', '.join(question.choices)}"
            yield text.problem(KIND, f"asks for {choice!r}, which is no choice of {call.question}", cure)


def _instead(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"did you mean {near[0]!r}?" if near else ""
