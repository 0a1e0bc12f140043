"""What the check says of the words: all of it a moment later, and at once what cannot be filled in."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.content.files import Problem
from bot.content_check.folder import Folder
from bot.content_check.rendering import rendering_problems
from bot.content_check.texts import texts_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.content import Content

QUIET = 1.0
"""Seconds without a change after which the whole check begins: it takes more time than a sentence may."""


async def remarks(folder: Path) -> list[dict[str, Any]]:
    """Give all that the check says of a content folder, once nothing was saved for a moment.

    It runs in a process of its own, so that the chat does not wait for it; when cancelled, it is ended.
    """
    await asyncio.sleep(QUIET)
    checking = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "check", "--json"),
        env=os.environ | {"CONTENT_DIR": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await checking.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            checking.kill()
        await checking.wait()
        raise
    found: list[dict[str, Any]] = []
    with suppress(ValueError):
        found = json.loads(said)
    return found


def unfillable(folder: Path, content: Content, fault: str) -> list[Problem]:
    """Give each text that cannot be filled in; where none can be named, the fault as it was met."""
    seen = Folder(folder, content, ())
    found = [problem for code in seen.codes for problem in rendering_problems(list(texts_of(seen, code)))]
    cure = "undo what was changed last, and save again"
    return sorted(found) or [Problem(folder, 0, "", f"holds words that cannot be filled in ({fault})", cure)]
