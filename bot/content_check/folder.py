"""A content folder as the rules see it: its files with their lines, and what could be made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.content import gather
from bot.content.files import ContentFile, Problem, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bot.content import Content, Language

ENGLISH = "en"
"""The language from which the others are translated."""

HEARD = ("dates.yaml", "listening.yaml", "safety.yaml")
"""Files of what is read in what people type; each language has its own, and none is a translation."""

KEPT = ("house_rules.yaml", "translated_from.yaml")
"""Files for maintainers, of which a person hears nothing."""


@dataclass(frozen=True)
class Folder:
    """A content folder.

    Attributes:
        path: Where it is.
        content: What could be read of it; None when too little could.
        shape: What is wrong with its shape.
    """

    path: Path
    content: Content | None
    shape: tuple[Problem, ...]

    @classmethod
    def read(cls, path: Path) -> Folder:
        """Read the folder; whatever is wrong in it is kept to be reported."""
        content, problems = gather(path)
        return cls(path, content, tuple(problems))

    @cached_property
    def files(self) -> Mapping[str, ContentFile]:
        """Every file with words, by its name within the folder such as ``en/reasons.yaml``."""
        paths = sorted(path for path in self.path.glob("*/*.yaml") if path.parent.name in self.codes)
        return {path.relative_to(self.path).as_posix(): _quietly(path) for path in paths if path.name not in HEARD}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The languages that are spoken in full; in others the safety net only listens."""
        return tuple(sorted(path.parent.name for path in self.path.glob("*/shared.yaml")))

    def spoken(self, code: str) -> Iterator[tuple[str, ContentFile]]:
        """Give the files of a language of which a person hears something, with their names."""
        for name, file in self.files.items():
            language, _, own = name.partition("/")
            if language == code and own not in KEPT:
                yield own, file

    def one(self, name: str) -> ContentFile:
        """Give one file, by its name within the folder; it is empty when it is not there."""
        return self.files.get(name) or _quietly(self.path / name)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages whose words could be read whole."""
        return tuple(self.content.languages.values()) if self.content else ()


def _quietly(path: Path) -> ContentFile:
    """Read a file without its problems: those are found where the shape is proved."""
    return read(path, [])
