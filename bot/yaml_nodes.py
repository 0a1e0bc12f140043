"""Reads YAML into its nodes, in which every value is text, and refuses what could stand for much more than it says."""

from __future__ import annotations

import re
from typing import Any

import yaml

_MAY_BE_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[^\s*]", re.MULTILINE)


_BASE_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_BASE_LOADER):  # type: ignore[misc]
    """Leaves every value as it is written, and so need not find out for each of them what it could be."""

    def descend_resolver(self, *_: object) -> None:
        """Keep no path: nothing is resolved by it."""

    def ascend_resolver(self) -> None:
        """Keep no path."""

    def resolve(self, *_: object) -> str:
        """Give the same kind to everything."""
        return ""


class AliasError(yaml.MarkedYAMLError):
    """A part of the text stands for another one: a few lines of that can mean millions of parts."""


def nodes(text: str) -> yaml.Node | None:
    """Give the node of a text, None when it is empty; each value in it stays as written: "no" and "on" are words here.

    Raises:
        AliasError: A part of it has a name (&) by which it is used again (*).
        yaml.MarkedYAMLError: It is no valid YAML.
    """
    root = yaml.compose(text, Loader=_Loader)
    seen: set[int] = set()
    # Most files hold no star where an alias could begin, and to walk over all their nodes takes a while.
    waiting = [root] if root and _MAY_BE_ALIAS.search(text) else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise AliasError(problem="uses an alias (*)", problem_mark=node.start_mark)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return root
