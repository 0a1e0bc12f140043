"""Telegram's small HTML: read strictly, measured as Telegram measures it, written back."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from html import escape as _escape
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAGS_OF = {
    "bold": "b strong",
    "italic": "i em",
    "underline": "u ins",
    "strikethrough": "s strike del",
    "spoiler": "tg-spoiler span",
    "text_link": "a",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
TAGS = {tag: kind for kind, tags in _TAGS_OF.items() for tag in tags.split()}
"""Every tag that Telegram knows here, and the entity it becomes."""

_PREFIX = "Can't parse entities: "


class MarkupError(ValueError):
    """Markup that Telegram would refuse, in Telegram's own words."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning; offset and length count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Give the entity as the Bot API writes it."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Plain text and the entities in it, outer ones first."""

    text: str
    entities: tuple[Entity, ...]


def parse(html: str, *, strict: bool = False) -> Parsed:
    """Read HTML as Telegram does, or raise MarkupError.

    With `strict`, also refuse what Telegram would swallow without a word: unknown attributes, unknown named
    characters such as &nbsp;, and links without a usable address.
    """
    return _Reader(html, strict=strict).read()


def to_plain(html: str) -> str:
    """Give the text alone."""
    return parse(html).text


def escape(text: str) -> str:
    """Make any text safe to stand in Telegram HTML."""
    return _escape(text, quote=False)


def utf16_length(text: str) -> int:
    """Count as Telegram counts: most characters are one unit, an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def unparse(text: str, entities: Iterable[Entity]) -> str:
    """Write text and its entities as HTML again; entities that have no tag are left out."""
    marks: dict[int, list[str]] = {}
    closings: dict[int, str] = {}
    for entity in sorted(entities, key=lambda each: (each.offset, -each.length)):
        if entity.type in _WRITTEN:
            start, end = _tags(entity)
            marks.setdefault(entity.offset, []).append(start)
            # Opened later means closed earlier.
            closings[entity.offset + entity.length] = end + closings.get(entity.offset + entity.length, "")
    units = text.encode("utf-16-le", "surrogatepass")
    written, at = list[str](), 0
    for place in sorted({*marks, *closings, len(units) // 2}):
        written.append(escape(units[at * 2 : place * 2].decode("utf-16-le", "surrogatepass")))
        written += [closings.get(place, ""), *marks.get(place, ())]
        at = place
    return "".join(written)


_WRITTEN = {kind: tags.split()[0] for kind, tags in _TAGS_OF.items()} | {"expandable_blockquote": "blockquote"}
_VALUE = r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<token>[A-Za-z0-9.-]+))"""
_ATTRIBUTE = re.compile(rf"(?P<name>[^\s=>]+)(?:(?P<equals>\s*=\s*){_VALUE})?", re.ASCII)
_TAG = re.compile(
    r"""<(?P<name>[^\s>]+)(?P<attributes>(?:\s+[^\s=>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?)*)\s*""", re.ASCII
)
_END_TAG = re.compile(r"</(?P<name>[^\s>]*)\s*", re.ASCII)
_SPECIAL = re.compile(r"[<&]")
_CHARACTER = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>[0-9]{1,7})|(?P<name>[A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SURROGATES = range(0xD800, 0xE000)
_LINK = re.compile(r"(?:https?|tg|ton)://\S+|[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?", re.IGNORECASE)
_MEANINGS = {"a href": "", "code class": "language-", "span class": "tg-", "blockquote expandable": ""}


class _Open(NamedTuple):
    tag: str
    argument: str
    offset: int
    part: int


class _Reader:
    """Walks once over the text and refuses in the order in which Telegram does."""

    def __init__(self, html: str, *, strict: bool) -> None:
        self.html, self.strict = html, strict
        self.at = self.width = 0
        self.parts: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> Parsed:
        while found := _SPECIAL.search(self.html, self.at):
            self.add(self.html[self.at : found.start()])
            self.at = found.start()
            if found[0] == "&":
                self.character()
            elif self.html.startswith("</", self.at):
                self.end_tag()
            else:
                self.start_tag()
        self.add(self.html[self.at :])
        if self.open:
            raise MarkupError(f'{_PREFIX}Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Parsed("".join(self.parts), tuple(sorted(self.entities, key=lambda it: (it.offset, -it.length))))

    def add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.width += utf16_length(text)

    def character(self) -> None:
        found = _CHARACTER.match(self.html, self.at)
        text = _decoded(found) if found else "&"
        if self.strict and (found is None or text == found[0]):
            self.refuse("Unknown character", self.at)
        self.at = found.end() if found else self.at + 1
        self.add(text)

    def start_tag(self) -> None:
        begin, found = self.at, _TAG.match(self.html, self.at)
        if found is None and self.html[begin + 1 :]:
            self.refuse('Unsupported start tag ""', begin)
        if found is None or found.end() == len(self.html):
            self.refuse("Unclosed start tag", begin)
        tag, self.at = found["name"].lower(), found.end() + 1
        if tag not in TAGS:
            self.refuse(f'Unsupported start tag "{tag}"', begin)
        if self.html[found.end()] != ">":
            self.refuse(self.attribute_problem(tag, found), begin)
        argument = self.argument(tag, found["attributes"], begin) if found["attributes"] else ""
        if tag == "span" and argument != "spoiler":
            self.refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.width, len(self.parts)))

    def argument(self, tag: str, attributes: str, begin: int) -> str:
        """Give the one thing that attributes can say about a tag."""
        argument = ""
        for each in _ATTRIBUTE.finditer(attributes):
            attribute = f"{tag} {each['name']}"
            if each["equals"] is None and attribute != "blockquote expandable":
                self.refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
            if self.strict and attribute not in _MEANINGS:
                self.refuse(f'Unknown attribute "{each["name"]}" in the tag "{tag}"', begin)
            value = _CHARACTER.sub(_decoded, each["double"] or each["single"] or (each["token"] or "").lower())
            if attribute == "blockquote expandable":
                argument = "expandable"
            elif attribute in _MEANINGS and value.startswith(_MEANINGS[attribute]):
                argument = value.removeprefix(_MEANINGS[attribute])
        return argument

    def attribute_problem(self, tag: str, found: re.Match[str]) -> str:
        after_quote, rest = self.html[found.end() - 1] in "\"'", self.html[found.end() :]
        if rest.startswith("=") and (after_quote or not found["attributes"]):
            return f'Empty attribute name in the tag "{tag}"'
        if after_quote:
            return f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
        return "Unclosed start tag" if rest[1:].lstrip()[:1] in {"", "'", '"'} else "Unexpected end of name token"

    def end_tag(self) -> None:
        begin, found = self.at, _END_TAG.match(self.html, self.at)
        if found is None or not self.open:
            self.refuse("Unexpected end tag", begin)
        if not self.html.startswith(">", found.end()):
            self.refuse("Unclosed end tag", begin)
        self.at, name, last = found.end() + 1, found["name"].lower(), self.open.pop()
        if name not in {"", last.tag}:
            self.refuse("Unmatched end tag", begin, f', expected "</{last.tag}>", found "</{name}>"')
        if self.width > last.offset:
            self.close(last, begin)

    def close(self, last: _Open, begin: int) -> None:
        """Add the entity of a tag that holds some text."""
        kind, span = TAGS[last.tag], (last.offset, self.width - last.offset)
        inner = self.entities[-1] if self.entities else None
        if kind == "text_link":
            url = last.argument or "".join(self.parts[last.part :])
            if _LINK.fullmatch(url):
                self.entities.append(Entity(kind, *span, url=url if "://" in url else f"http://{url}"))
            elif self.strict:
                self.refuse("Link without a usable address before the end tag", begin)
        elif kind == "pre" and inner and (inner.type, inner.offset, inner.length) == ("code", *span):
            self.entities[-1] = replace(inner, type="pre")
        elif kind == "blockquote" and last.argument:
            self.entities.append(Entity("expandable_blockquote", *span))
        else:
            self.entities.append(Entity(kind, *span, language=(last.argument or None) if kind == "code" else None))

    def refuse(self, words: str, at: int, more: str = "") -> NoReturn:
        raise MarkupError(f"{_PREFIX}{words} at byte offset {len(self.html[:at].encode('utf-8', 'replace'))}{more}")


def _tags(entity: Entity) -> tuple[str, str]:
    tag = _WRITTEN[entity.type]
    if entity.type == "text_link":
        return f'<a href="{_escape(entity.url or "")}">', "</a>"
    if entity.type == "pre" and entity.language:
        return f'<pre><code class="language-{_escape(entity.language)}">', "</code></pre>"
    return f"<{tag} expandable>" if entity.type.startswith("expandable") else f"<{tag}>", f"</{tag}>"


def _decoded(found: re.Match[str]) -> str:
    """Give the character meant, or the words as they stand where Telegram leaves them alone."""
    if found["name"]:
        return _NAMED.get(found["name"], found[0])
    number = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    if number in _SURROGATES:
        raise MarkupError(f"{_PREFIX}Text contains invalid Unicode characters after decoding HTML entities")
    return chr(number) if 0 < number < sys.maxunicode else found[0]
