"""The shapes of the content files as JSON Schema, with which editors complete and explain the keys."""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any

from bot.content.date_wording import DateWords
from bot.content.privacy_wording import PrivacyWords
from bot.content.reminder_wording import ReminderWords
from bot.content.review import Review
from bot.content.shared_wording import SharedWords
from bot.content.sharing_wording import SharingWords
from bot.content.visit_pack_wording import VisitPackWords
from bot.content.wording import SectionWords
from bot.content_check.house_rules import HouseRules
from bot.flows import OPENING, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pydantic import BaseModel

    from bot.questions import Section

FOLDER = "schema"
"""Where the schemas lie within the content."""

EDITOR = ".vscode/settings.json"
"""What tells the editor which file has which shape; beside the content folder."""

SHAPES: Mapping[str, type[BaseModel]] = {
    **{section.name: SectionWords for section in (OPENING, *SECTIONS)},
    "shared": SharedWords,
    "reminders": ReminderWords,
    "visit_pack": VisitPackWords,
    "dates": DateWords,
    "privacy": PrivacyWords,
    "sharing": SharingWords,
    "house_rules": HouseRules,
    "review": Review,
}
"""The shape of each content file, by its name without the ending."""

_FLOWS: Mapping[str, Section] = {section.name: section for section in (OPENING, *SECTIONS)}
_ATTRIBUTE = re.compile(r"^(\w+): (.*(?:\n {2,}.*)*)$", re.MULTILINE)


def schema_files(folder: Path, facts: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Give every schema, and the editor's settings, as a path and what belongs there.

    Args:
        folder: The content folder.
        facts: The facts that a piece can speak from, by id.
    """
    for name in SHAPES:
        yield folder / FOLDER / f"{name}.json", _written(schema(name, facts))
    places = {
        f"./{folder.name}/{FOLDER}/{name}.json": f"{folder.name}/{'' if model is Review else '*/'}{name}.yaml"
        for name, model in SHAPES.items()
    }
    yield folder.parent / EDITOR, _written({"yaml.schemas": places})


def schema(name: str, facts: Mapping[str, str]) -> dict[str, Any]:
    """Give the schema of the content file with this name; a section's knows its questions, choices and facts."""
    model = SHAPES[name]
    made = model.model_json_schema()
    shapes = {model.__name__: made, **made.get("$defs", {})}
    for known in _models(model):
        _explain(shapes[known.__name__], known)
        if known.model_config.get("str_min_length"):
            _let_none_be_empty(shapes[known.__name__]["properties"])
    if flow := _FLOWS.get(name):
        _fit(made, flow, facts)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **made}


def _fit(made: dict[str, Any], flow: Section, facts: Mapping[str, str]) -> None:
    """Name the questions and choices of the flow, and the facts."""
    parts = made["$defs"]
    questions = {}
    for question in flow:
        words = json.loads(json.dumps(parts["QuestionWords"]))
        label = words["properties"]["choices"]["additionalProperties"]
        words["properties"]["choices"] = {
            **{key: value for key, value in words["properties"]["choices"].items() if key != "additionalProperties"},
            "properties": dict.fromkeys(question.choices, label),
            "additionalProperties": False,
        }
        questions[question.name] = words
    made["properties"]["questions"] = {
        **made["properties"]["questions"],
        "properties": questions,
        "required": list(questions),
        "additionalProperties": False,
    }
    del parts["QuestionWords"]
    parts["Piece"]["properties"]["facts"]["items"] = {"enum": list(facts), "enumDescriptions": list(facts.values())}


def _explain(part: dict[str, Any], model: type[BaseModel]) -> None:
    """Take the descriptions from the docstring: the first line for the whole, ``Attributes`` for each key."""
    summary, _, attributes = inspect.cleandoc(model.__doc__ or "").partition("Attributes:\n")
    part["description"] = summary.strip()
    told = {found[1]: " ".join(found[2].split()) for found in _ATTRIBUTE.finditer(inspect.cleandoc(attributes))}
    for name, entry in part.get("properties", {}).items():
        if name in told:
            entry["description"] = told[name]
        entry.pop("title", None)


def _let_none_be_empty(part: object) -> None:
    """Say of every text that it may not be empty, which the model says of all its texts together."""
    if isinstance(part, dict):
        if part.get("type") == "string" and not part.keys() & {"enum", "const", "pattern"}:
            part.setdefault("minLength", 1)
        for inner in part.values():
            _let_none_be_empty(inner)
    elif isinstance(part, list):
        for inner in part:
            _let_none_be_empty(inner)


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Give a model and every one within it."""
    seen = [model]
    for one in seen:
        yield one
        for field in one.model_fields.values():
            seen.extend(inner for inner in _within(field.annotation) if inner not in seen)


def _within(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    if hasattr(annotation, "model_fields"):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _within(argument)


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
