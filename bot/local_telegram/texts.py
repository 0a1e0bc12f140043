"""Turns the text of a call into what people read, or refuses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.local_telegram.refusals import bad_request
from bot.telegram_html import Entity, MarkupError, parse, utf16_length

if TYPE_CHECKING:
    from bot.local_telegram.refusals import JSON

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_MOST_ENTITIES = 100
_ENTITY_FIELDS = {
    "type",
    "offset",
    "length",
    "url",
    "user",
    "language",
    "custom_emoji_id",
    "unix_time",
    "date_time_format",
}
_CONTROL = dict.fromkeys([*range(9), *range(11, 32)], " ")
_FOUND_BY_TELEGRAM = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
)


def message_text(given: JSON) -> JSON:
    """Read the text of a message into the fields `text` and `entities`."""
    text, entities = formatted(given["text"], given.get("parse_mode"), given.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def message_caption(given: JSON) -> JSON:
    """Read the caption of a file into the fields `caption` and `caption_entities`."""
    text, entities = formatted(given.get("caption", ""), given.get("parse_mode"), given.get("caption_entities"))
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    fields: JSON = {"caption": text} if text else {}
    return fields | {"caption_entities": entities} if entities else fields


def clean(text: str) -> str:
    """Take out what no message can hold: carriage returns, control characters, halves of characters."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole if whole.isprintable() else whole.replace("\r", "").translate(_CONTROL)


def formatted(text: str, mode: str | None, entities: list[JSON] | None) -> tuple[str, list[JSON]]:
    """Parse a text, trim it as Telegram does and give its entities."""
    if not _is_utf8(text):
        raise bad_request("strings must be encoded in UTF-8")
    if mode and mode.lower() == "html":
        try:
            parsed = parse(text)
        except MarkupError as error:
            raise bad_request(str(error)[0].lower() + str(error)[1:]) from error
        text = parsed.text
        marked: list[JSON] = [entity.as_dict() for entity in parsed.entities]
    elif mode:
        raise bad_request(f"unsupported parse_mode {mode!r}: this Telegram reads HTML")
    else:
        marked = _checked(entities or [])
    text, marked = _trimmed(clean(text), marked)
    marked = sorted(marked + found_entities(text, marked), key=lambda each: (each["offset"], -each["length"]))
    return text, marked[:_MOST_ENTITIES]


def found_entities(text: str, marked: list[JSON]) -> list[JSON]:
    """Find the commands and addresses that Telegram makes tappable by itself."""
    if "/" not in text:
        return []
    taken = [(each["offset"], each["offset"] + each["length"]) for each in marked if each["type"] in _OPAQUE]
    found = []
    for each in _FOUND_BY_TELEGRAM.finditer(text):
        entity = Entity(each.lastgroup or "", utf16_length(text[: each.start()]), utf16_length(each[0]))
        if not any(start < entity.offset + entity.length and entity.offset < end for start, end in taken):
            found.append(entity.as_dict())
    return found


_OPAQUE = {"code", "pre", "text_link", "url", "bot_command"}


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _checked(entities: Any) -> list[JSON]:  # noqa: ANN401 - it comes from outside and is checked here
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array")
    for each in entities:
        if not isinstance(each, dict) or not {"type", "offset", "length"} <= set(each) <= _ENTITY_FIELDS:
            raise bad_request("can't parse MessageEntity: wrong fields")
    return list(entities)


def _trimmed(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    bare = text.strip()
    if bare == text:
        return text, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    width = utf16_length(bare)
    kept = []
    for each in entities:
        start = max(each["offset"] - lead, 0)
        end = min(each["offset"] - lead + each["length"], width)
        if end > start:
            kept.append(each | {"offset": start, "length": end - start})
    return bare, kept
