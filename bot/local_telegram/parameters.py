"""Reads the parameters of a call, however they travel, and refuses strange ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile

from bot.local_telegram.refusals import RefusalError, bad_request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from bot.local_telegram.refusals import JSON

_KINDS = {
    "integer": "message_id message_thread_id direct_messages_topic_id offset limit timeout user_id cache_time "
    "max_connections",
    "flag": "disable_notification protect_content allow_paid_broadcast show_alert drop_pending_updates is_personal "
    "disable_content_type_detection",
    "object": "entities caption_entities link_preview_options reply_parameters reply_markup suggested_post_parameters "
    "commands scope allowed_updates results button menu_button",
    "chat": "chat_id",
    "file": "document thumbnail certificate",
}
KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""What each parameter holds; those not named here hold text."""

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "inline_query_id": "query is too old and response timeout expired or query ID is invalid",
}
_TRUE = {"true", "1", "yes"}


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes


async def read(request: Request) -> JSON:
    """Collect what the request carries in its address and its body."""
    given: JSON = dict(request.query_params)
    if request.method == "GET":
        return given
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        given.update(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    elif kind == "application/json":
        body = _decoded("request body", (await request.body()).decode())
        if not isinstance(body, dict):
            raise bad_request("can't parse request body JSON object")
        given.update({name: value for name, value in body.items() if value is not None})
    elif kind == "multipart/form-data":
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    given[name] = Upload(value.filename or name, await value.read())
                else:
                    given[name] = value
    elif await request.body():
        raise RefusalError(400, f"unsupported content type {kind!r}")
    return given


def understand(given: JSON, required: Iterable[str], known: Iterable[str]) -> JSON:
    """Give every parameter in its own type, or refuse the call."""
    attached = {value.removeprefix("attach://") for value in given.values() if _is_attached(value)}
    if strange := set(given) - set(known) - attached:
        raise bad_request(f'unknown parameter "{min(strange)}"')
    understood = {name: _value(name, value, given) for name, value in given.items() if name not in attached}
    for name in required:
        if name not in understood:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return understood


def _value(name: str, value: Any, given: JSON) -> Any:  # noqa: ANN401 - whatever JSON can hold
    kind = KIND_OF.get(name, "text")
    if kind == "object":
        return _decoded(name, value) if isinstance(value, str) else value
    if kind == "file":
        return given.get(value.removeprefix("attach://"), value) if _is_attached(value) else value
    if kind == "flag":
        return value if isinstance(value, bool) else str(value).lower() in _TRUE
    if isinstance(value, bool | dict | list | Upload):
        raise bad_request(f'parameter "{name}" has a wrong type')
    if kind == "text":
        return str(value)
    if isinstance(value, str) and value.startswith("@") and kind == "chat":
        return value
    try:
        return int(value)
    except ValueError:
        raise bad_request("chat not found" if kind == "chat" else f'parameter "{name}" must be an Integer') from None


def _decoded(name: str, text: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
    try:
        return json.loads(text)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None


def _is_attached(value: object) -> bool:
    return isinstance(value, str) and value.startswith("attach://")
