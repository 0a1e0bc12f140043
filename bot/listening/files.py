"""Reads the files of words that listening and the safety net are made of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from bot.listening.phrases import Notation, PhraseError
from bot.yaml_nodes import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.listening.phrases import Element
    from bot.listening.vocabulary import Vocabulary


def languages(content_dir: Path) -> list[str]:
    """The languages that have a safety net, in a stable order."""
    return sorted(path.parent.name for path in content_dir.glob("*/safety.yaml"))


def words_of(content_dir: Path, language: str, name: str) -> dict[str, Any]:
    """One file of words."""
    return read_yaml(content_dir / language / f"{name}.yaml")


def medicines(content_dir: Path, vocabulary: Vocabulary) -> dict[str, Element]:
    """The lists of medicines, each by its name and all together as "medicine"."""
    groups = {name: flat(entries) for name, entries in read_yaml(content_dir / "medicines.yaml").items()}
    groups["medicine"] = [entry for entries in groups.values() for entry in entries]
    notation = Notation(vocabulary, {})
    return {name: notation.add_list(name, entries) for name, entries in groups.items()}


def read_yaml(path: Path) -> dict[str, Any]:
    """The content of a file, read again only when it has changed."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> dict[str, Any]:
    try:
        content = _plain(nodes(path.read_text(encoding="utf-8")))
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        raise PhraseError(f"{path}:{line}: {fault.problem}") from fault
    if not isinstance(content, dict):
        raise TypeError(f"{path} is not a table of words")
    return content


def _plain(node: yaml.Node | None) -> object:
    """Lists, tables and text of a file; by hand, because YAML's own way costs most of the start."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(entry) for entry in node.value]
    return {key.value: _plain(entry) for key, entry in node.value} if node else {}


def flat(entries: Iterable[str | list[str]]) -> list[str]:
    """A list that may be written in several rows."""
    return [word for entry in entries for word in (flat(entry) if isinstance(entry, list) else [entry])]
