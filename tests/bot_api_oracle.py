"""An independent judge of Bot API traffic: aiogram's models of every method and type."""

from __future__ import annotations

import json
import types
import typing
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile, Update
from aiogram.types.base import TelegramObject
from pydantic import BaseModel, ValidationError

JSON = dict[str, Any]


def check_call(method: str, parameters: JSON) -> None:
    """Fail unless every parameter, at any depth, is one the Bot API knows, complete and of the right type."""
    found = problems_of_call(method, parameters)
    assert not found, f"{method}: " + "; ".join(found)


def check_update(update: JSON) -> None:
    """Fail unless an update is one that Telegram could send."""
    found = problems(update, Update, "update")
    assert not found, "; ".join(found)


def check_result(method: str, result: object) -> None:
    """Fail unless a result is what Telegram would return for the method."""
    found = problems(result, _methods()[method].__returning__, method)
    assert not found, "; ".join(found)


def problems_of_call(method: str, parameters: JSON) -> list[str]:
    """Say what is wrong with a call, or nothing."""
    model = _methods().get(method)
    if model is None:
        return ["unknown method"]
    decoded = {name: _decoded(value, model, name) for name, value in parameters.items()}
    return problems(decoded, model, method)


def problems(value: object, annotation: Any, path: str) -> list[str]:  # noqa: ANN401 - a type of any kind
    """Say what does not fit the annotation, walking into every object and list.

    aiogram's models let unknown fields pass, so the walk looks for them itself.
    """
    if isinstance(value, dict) and (models := _models(annotation)):
        models = [model for model in models if _is_named(value, model)] or models
        return min((_model_problems(value, model, path) for model in models), key=len)
    if isinstance(value, list) and (items := _items(annotation)):
        return [
            problem
            for number, each in enumerate(value)
            for problem in min((problems(each, item, f"{path}[{number}]") for item in items), key=len)
        ]
    # The model around a plain value judges it; a result that is plain by itself is judged here.
    if annotation in {bool, str, int} and not isinstance(value, annotation):
        return [f"{path}: {value!r} is not a {annotation.__name__}"]
    return []


def _is_named(value: JSON, model: type[BaseModel]) -> bool:
    """Say whether the object calls itself by this model's name, where several models share a place."""
    return any(
        name in model.model_fields and model.model_fields[name].default == value.get(name)
        for name in ("type", "status", "source")
    )


def _model_problems(value: JSON, model: type[BaseModel], path: str) -> list[str]:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    found = [f"{path}.{name} is unknown to {model.__name__}" for name in value.keys() - fields.keys()]
    for name, field in fields.items():
        if name in value:
            found += problems(value[name], field.annotation, f"{path}.{name}")
        elif field.is_required():
            found.append(f"{path}.{name} is missing")
    if not found:
        try:
            model.model_validate(value)
        except ValidationError as error:
            found = [f"{path}: {each['loc']} {each['msg']}" for each in error.errors()]
    return found


@cache
def _methods() -> dict[str, type[TelegramMethod[Any]]]:
    every = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {model.__api_method__: model for model in every if hasattr(model, "__api_method__")}


def _decoded(value: object, model: type[BaseModel], name: str) -> object:
    """Read a value as it travelled: objects as JSON text, files as uploads."""
    if hasattr(value, "content"):
        return BufferedInputFile(value.content, getattr(value, "name", name))
    field = model.model_fields.get(name)
    if isinstance(value, str) and field and (_models(field.annotation) or _items(field.annotation)):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


@cache
def _leaves(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type of any kind
    """Give the alternatives of a union, however deep they are wrapped."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _leaves(typing.get_args(annotation)[0])
    if origin in {typing.Union, types.UnionType}:
        return tuple(leaf for each in typing.get_args(annotation) for leaf in _leaves(each))
    return (annotation,)


def _models(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - a type of any kind
    return [
        leaf
        for leaf in _leaves(annotation)
        if isinstance(leaf, type) and issubclass(leaf, (TelegramObject, TelegramMethod))
    ]


def _items(annotation: Any) -> list[Any]:  # noqa: ANN401 - a type of any kind
    return [typing.get_args(leaf)[0] for leaf in _leaves(annotation) if typing.get_origin(leaf) is list]
