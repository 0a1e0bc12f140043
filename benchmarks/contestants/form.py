"""The talk as the peers hold it: one question after the other, answers in a dictionary, texts from Jinja2."""

from __future__ import annotations

from typing import Any

import jinja2

from benchmarks.talk import PERSON, questions


def plural(count: int, one: str, other: str) -> str:
    """Give the form that goes with a number."""
    return (one if count == 1 else other).replace("#", str(count))


FILTERS = {"plural": plural}
_ENVIRONMENT = jinja2.Environment(autoescape=True)
_ENVIRONMENT.filters.update(FILTERS)
_TEMPLATES = [_ENVIRONMENT.from_string(one.template) for one in questions()]
FIXED = _TEMPLATES[5].render(**PERSON, step="Step 6 of 26")

Shown = tuple[str, list[tuple[str, str]]]


def shown(index: int) -> Shown:
    """Give the text and the buttons of a question."""
    asked = questions()[index]
    labels = [(_label(label), f"pick:{asked.name}:{choice}") for choice, label in asked.choices[:5]]
    return _TEMPLATES[index].render(**PERSON, step=f"Step {index} of {len(_TEMPLATES)}"), [
        *labels,
        ("Done", f"done:{asked.name}"),
    ]


def _label(words: str) -> str:
    return words.partition("{")[0].strip() or "Choice"


def answered(index: int, answers: dict[str, Any], kind: str, data: str) -> int:
    """Note an answer, and give the question that comes after it."""
    asked = questions()[index]
    if kind == "text" and data.startswith("/"):
        return 0
    if kind == "text":
        answers[asked.name] = [*answers.get(asked.name, []), data]
        return index
    if data.startswith("pick:") and asked.kind == "SEVERAL":
        answers[asked.name] = [*answers.get(asked.name, []), data.rpartition(":")[2]]
        return index
    if data.startswith("pick:"):
        answers[asked.name] = data.rpartition(":")[2]
    return min(index + 1, len(_TEMPLATES) - 1)
