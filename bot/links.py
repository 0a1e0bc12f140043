"""Links into the private chat: which there are, and what each one says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.flows import IN_ORDER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

HELLO = "hello"
"""What a link says that names nothing: it starts the bot as it always starts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a link says; each part is empty where it says nothing of it."""

    language: str = ""
    section: str = ""


def link(bot_name: str, payload: str = HELLO) -> str:
    """Give the link that opens the private chat with this bot."""
    return f"https://t.me/{bot_name}?start={payload}"


def entry_of(payload: str, languages: Collection[str]) -> Entry:
    """Read what a link says: ``<section>``, ``<language>`` or ``<language>-<section>``.

    Anyone can write a link, so what is none of these says nothing.
    """
    said = payload.strip().casefold()
    if said in languages:
        return Entry(language=said)
    language, _, section = said.rpartition("-")
    if section not in IN_ORDER or (language and language not in languages):
        return Entry()
    return Entry(language, section)


def all_links(bot_name: str, languages: Collection[str]) -> Iterator[str]:
    """Give every link there is: the topics in the reader's language, then each language and its topics."""
    yield link(bot_name)
    for section in IN_ORDER:
        yield link(bot_name, section)
    for language in languages:
        yield link(bot_name, language)
        for section in IN_ORDER:
            yield link(bot_name, f"{language}-{section}")
