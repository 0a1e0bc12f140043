"""The talk as the peers hold it: one question after the other, answers in a dictionary, texts from Jinja2.

Each leaves the same messages as this bot: an answer stays readable in the message that asked for it, and a new message
says what it calls for and puts the next question.
"""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple

import jinja2

from benchmarks.talk import names, questions


def plural(count: int, one: str, other: str) -> str:
    """Give the form that goes with a number."""
    return (one if count == 1 else other).replace("#", str(count))


FILTERS = {"plural": plural}
_ENVIRONMENT = jinja2.Environment(autoescape=True)
_ENVIRONMENT.filters.update(FILTERS)
_TEMPLATES = [_ENVIRONMENT.from_string(one.template) for one in questions()]
_REPLIES = [{choice: _ENVIRONMENT.from_string(words) for choice, words in one.replies.items()} for one in questions()]
FIXED = _TEMPLATES[5].render(**names(), step="Step 6 of 26")

Answers = dict[str, Any]
Buttons = list[tuple[str, str]]


class Move(NamedTuple):
    """What came of an update.

    Attributes:
        question: The number of the question that is asked next.
        stays: Whether the message that asked stays open, and only its buttons change.
        line: The answer, to be added to the message that asked for it; empty when there was none.
        said: What the answer calls for, as HTML.
    """

    question: int
    stays: bool = False
    line: str = ""
    said: str = ""


def shown(index: int, said: str = "") -> tuple[str, Buttons]:
    """Give the text and the buttons of a question."""
    asked = questions()[index]
    labels = [(_label(label), f"pick:{asked.name}:{choice}") for choice, label in asked.choices[:5]]
    text = _TEMPLATES[index].render(**names(), step=f"Step {index} of {len(_TEMPLATES)}")
    return f"{said}\n\n{text}" if said else text, [*labels, ("Done", f"done:{asked.name}")]


def answered(index: int, answers: Answers, kind: str, data: str) -> Move:
    """Note an answer, and say what comes of it."""
    asked = questions()[index]
    if kind == "text" and data.startswith("/"):
        return Move(0)
    if kind == "text":
        answers[asked.name] = [*answers.get(asked.name, []), data]
        return Move(index)
    choice = data.rpartition(":")[2]
    following = min(index + 1, len(_TEMPLATES) - 1)
    if data.startswith("pick:") and asked.kind == "SEVERAL":
        answers[asked.name] = [*answers.get(asked.name, []), choice]
        return Move(index, stays=True)
    if data.startswith("pick:"):
        answers[asked.name] = [choice]
    elif not data.startswith("done:"):
        return Move(following)
    chosen = answers.get(asked.name, [])
    labels = dict(asked.choices)
    line = f"<b>Your answer: {escape(', '.join(_label(labels.get(one, one)) for one in chosen))}</b>"
    return Move(following, line=line, said=_said(index, chosen, answers))


def _said(index: int, chosen: list[str], answers: Answers) -> str:
    def has(question: str, *choices: str) -> bool:
        return bool(set(answers.get(question, ())) & set(choices))

    replies = _REPLIES[index]
    context = {**names(), "chosen": has, "missing": lambda question: question not in answers}
    return "\n\n".join(replies[one].render(context) for one in chosen if one in replies)


def _label(words: str) -> str:
    return words.partition("{")[0].strip() or "Choice"
