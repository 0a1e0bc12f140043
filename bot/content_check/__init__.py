"""Proves the words: every rule they have to keep, one family of rules a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content_check.folder import Folder
from bot.content_check.review import review_problems
from bot.content_check.translations import translation_problems

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from bot.content.files import Problem

__all__ = ["Folder", "proved"]


def proved(path: Path, today: date) -> list[Problem]:
    """Give everything that is wrong in a content folder, by file and line."""
    folder = Folder.read(path)
    return sorted(
        {
            *folder.shape,
            *translation_problems(folder),
            *review_problems(folder, today),
        }
    )
