"""Reads one content file: its data, the line of each part, and what is wrong with its shape."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.yaml_nodes import AliasError, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ERROR, WARNING = "error", "warning"
"""How bad a problem is: an error must not reach a patient, a warning should be looked at."""

Where = tuple[str | int, ...]
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in the content, where it is, and what cures it.

    Attributes:
        file: The file.
        line: The line, counted from 1; 0 when the fault is not at a line.
        place: The place in the file, such as ``questions.type.ask``.
        fault: What is wrong.
        cure: What to do.
        kind: The family of rules that it breaks, such as ``shape`` or ``length``.
        level: ``error`` or ``warning``.
    """

    file: Path
    line: int
    place: str
    fault: str
    cure: str
    kind: str = "shape"
    level: str = ERROR

    def __str__(self) -> str:
        """Say it in one line."""
        line = f":{self.line}" if self.line else ""
        place = f" {self.place}:" if self.place else ""
        return f"{self.file}{line}:{place} {self.fault}; {self.cure}"


class Lines(dict[Where, int]):
    """The line of each part of a file, by its place."""

    def of(self, where: Where) -> int:
        """Give the line of the part, or of the nearest part around it."""
        while where and where not in self:
            where = where[:-1]
        return self.get(where, 1)


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file as read: plain data in which every value is text, and the line of each part."""

    path: Path
    data: Any
    lines: Lines

    def problem(self, where: Where, fault: str, cure: str, kind: str = "shape", level: str = ERROR) -> Problem:
        """Name a fault at a place in this file."""
        return Problem(self.path, self.lines.of(where), ".".join(map(str, where)), fault, cure, kind, level)

    def texts(self) -> Iterator[tuple[Where, str]]:
        """Give every text in the file with its place, in the order of the file."""
        yield from _texts(self.data, ())


def _texts(data: object, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, (*where, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*where, index))


def read(path: Path, problems: list[Problem]) -> ContentFile:
    """Read a file; what cannot be read is added to the problems."""
    file = ContentFile(path, {}, Lines())
    try:
        text = path.read_text(encoding="utf-8")
        node = nodes(text)
    except (OSError, UnicodeDecodeError) as fault:
        problems.append(
            Problem(path, 0, "", f"cannot be read ({_reason(fault)})", "put the file there, saved as UTF-8")
        )
        return file
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        cure = "check the indentation, and put text that holds a colon or begins with a sign in 'single quotes'"
        problem = Problem(path, line, "", f"is no valid YAML ({fault.problem})", cure)
        if isinstance(fault, AliasError):
            problem = Problem(path, line, "", fault.problem or "", "write the words out")
        problems.append(problem)
        return file
    if node is None:
        problems.append(Problem(path, 0, "", "is empty", "put its words back"))
    return ContentFile(path, _value(node, (), file, problems), file.lines)


def shaped(model: type[ModelT], file: ContentFile, problems: list[Problem]) -> ModelT | None:
    """Give the file's data in the shape of the model; what does not fit is added to the problems."""
    try:
        return model.model_validate(file.data)
    except ValidationError as error:
        problems.extend(_misfit(model, file, one) for one in error.errors(include_url=False))
        return None


def _value(node: yaml.Node | None, where: Where, file: ContentFile, problems: list[Problem]) -> Any:  # noqa: ANN401
    if node is None:
        return {}
    file.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*where, index), file, problems) for index, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    values: dict[str, Any] = {}
    for key, item in node.value:
        place = (*where, key.value)
        if key.value in values:
            problems.append(
                Problem(
                    file.path, key.start_mark.line + 1, ".".join(map(str, place)), "stands twice", "keep one of the two"
                )
            )
        file.lines[place] = key.start_mark.line + 1
        values[key.value] = _value(item, place, file, problems)
    return values


def _misfit(model: type[BaseModel], file: ContentFile, error: Any) -> Problem:  # noqa: ANN401
    where: Where = tuple(part for part in error["loc"] if part != "[key]")
    match error["type"]:
        case "missing":
            return file.problem(where, "is missing", "add it")
        case "extra_forbidden":
            near = get_close_matches(str(where[-1]), _names(model), 1)
            return file.problem(where, "is not known here", f"did you mean {near[0]!r}?" if near else "remove it")
        case "string_too_short":
            return file.problem(where, "is empty", "write the words")
        case "string_type" | "dict_type" | "model_type" | "tuple_type":
            return file.problem(
                where, "has the wrong shape", f"look at the same place in another file ({error['msg']})"
            )
        case _:
            return file.problem(where, error["msg"], "change it to fit")


def _names(model: type[BaseModel]) -> list[str]:
    """Give every name that the model and the models within it know."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return [name for part in parts for name in part.get("properties", {})]


def _reason(fault: OSError | UnicodeDecodeError) -> str:
    return (fault.strerror or "unreadable") if isinstance(fault, OSError) else "not UTF-8"
