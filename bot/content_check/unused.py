"""Left over: files, words for commands and words for choices that nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content.files import WARNING, Problem
from bot.content_check.folder import ENGLISH, KEPT
from bot.flows import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content_check.folder import Folder

KIND = "unused"

ONWARD = {"change_entry", "last_entry", "go_on", "done", "nothing_more"}
"""Words that press a button, and are no command of their own."""


def unused_problems(folder: Folder, code: str) -> Iterator[Problem]:
    """Give every part of a language that nothing uses."""
    english = folder.path / ENGLISH
    for path in sorted((folder.path / code).glob("*.y*ml")):
        if path.name not in KEPT and english.is_dir() and not (english / path.name).is_file():
            yield Problem(path, 0, "", "has no English beside it", "remove it, or name it as there", KIND, WARNING)
    shared = folder.one(f"{code}/shared.yaml")
    words = shared.data
    for name in _keys(words, "typed_commands"):
        if name not in {*_keys(words, "commands"), *ONWARD}:
            yield shared.problem(
                ("typed_commands", name), "is no command", "remove it, or name it as in commands", KIND
            )
    choices = {choice for question in QUESTIONS.values() for choice in question.choices}
    for name in _keys(words, "typed_choices"):
        if name not in choices:
            fault = "is the name of no choice"
            yield shared.problem(("typed_choices", name), fault, "remove it, or name it as in the flows", KIND)


def _keys(words: object, name: str) -> list[str]:
    found = words.get(name, {}) if isinstance(words, dict) else {}
    return list(found) if isinstance(found, dict) else []
