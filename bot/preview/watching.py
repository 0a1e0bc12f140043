"""Watches the content folder, and reads again what was saved."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.content import Content, ContentError, load_content
from bot.content.files import Problem
from bot.listening.alarm import is_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LOOK = 0.15
"""Seconds between two looks; a look at some thirty files takes less than a thousandth of one."""

Stamps = dict["Path", tuple[int, int]]


async def changes(folder: Path, content: Content) -> AsyncIterator[Content | list[Problem]]:
    """Give the words after each change of a file, or what is wrong with them.

    Args:
        folder: The content folder.
        content: The words as they are now.
    """
    before, listening = stamps(folder), content.listening
    is_stale = False
    while True:
        await asyncio.sleep(LOOK)
        now = stamps(folder)
        if now == before:
            continue
        is_stale = is_stale or any(is_source(path) for path, _ in now.items() ^ before.items())
        before = now
        try:
            content = await asyncio.to_thread(load_content, folder, None if is_stale else listening)
        except ContentError as error:
            # What an editor has half written is looked at again at once, before anyone is told.
            if stamps(folder) == now:
                yield error.problems
            continue
        except Exception as error:  # noqa: BLE001 - whatever was written, the last good words go on
            fault = f"cannot be read ({type(error).__name__}: {error})"
            yield [Problem(folder, 0, "", fault, "undo what was changed last, and save again")]
            continue
        listening, is_stale = content.listening, False
        yield content


def stamps(folder: Path) -> Stamps:
    """Give when each file was written, and its size: what tells a changed file."""
    found: Stamps = {}
    for path in (*folder.glob("*.*"), *folder.glob("*/*.*")):
        try:
            told = path.stat()
        except OSError:
            continue
        found[path] = told.st_mtime_ns, told.st_size
    return found
