"""Facts: every fact of the source is spoken in every language, by words that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content import pieces
from bot.content.files import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.files import Problem
    from bot.content_check.folder import Folder

KIND = "facts"


def fact_problems(folder: Folder) -> Iterator[Problem]:
    """Give every fact that nothing speaks from in some language."""
    if folder.content is None:
        return
    file = read(folder.path / "facts.yaml", [])
    for language in folder.languages:
        spoken = {fact for section in language.sections.values() for piece in pieces(section) for fact in piece.facts}
        for fact in folder.content.facts:
            if fact not in spoken:
                cure = f"speak from it in {language.code}/, and name it under facts; or remove it"
                yield file.problem(tuple(fact.split(".")), f"is not spoken in {language.code}", cure, KIND)
