"""What stands beside the phone: the map, what is wrong with the words, and what the check says of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.preview.proving import remarks, unfillable
from bot.preview.route_map import route_map
from bot.preview.watching import changes

if TYPE_CHECKING:
    from bot.content.files import Problem
    from bot.preview.rehearsal import Rehearsal

LONGEST_LIST = 50
"""How many faults are shown at a time."""


class Panel:
    """Follows what is saved in the content folder, and tells every browser.

    Args:
        rehearsal: The bot and the person.
        folder: The content folder.
    """

    def __init__(self, rehearsal: Rehearsal, folder: Path) -> None:
        self.folder = folder
        self.faults: list[dict[str, Any]] = []
        self.remarks: list[dict[str, Any]] = []
        self._rehearsal = rehearsal
        self._saved = 0
        self._checking: asyncio.Task[None] | None = None
        rehearsal.phone.beside["panel"] = self._tell

    async def run(self) -> None:
        """Follow until cancelled."""
        self._check()
        try:
            async for news in changes(self.folder, self._rehearsal.content):
                self._saved += 1
                self.faults = []
                if isinstance(news, list):
                    self.faults = [_card(problem, self.folder) for problem in news]
                else:
                    try:
                        await self._rehearsal.speak(news)
                    except Exception as fault:  # noqa: BLE001 - whatever was written, the last good words go on
                        found = await asyncio.to_thread(unfillable, self.folder, news, str(fault))
                        self.faults = [_card(problem, self.folder) for problem in found]
                self._check()
                self._rehearsal.phone.ring()
        finally:
            if self._checking:
                self._checking.cancel()
                await asyncio.gather(self._checking, return_exceptions=True)

    def _check(self) -> None:
        """Begin the whole check anew; words with a fault have enough to be mended first."""
        if self._checking:
            self._checking.cancel()
        self.remarks = []
        if not self.faults:
            self._checking = asyncio.create_task(self._remark(), name="check")

    async def _remark(self) -> None:
        found = await remarks(self.folder)
        self.remarks = [one | {"file": _named(Path(one["file"]), self.folder)} for one in found]
        self._rehearsal.phone.ring()

    async def _tell(self) -> dict[str, Any]:
        content, session = self._rehearsal.content, await self._rehearsal.session()
        words = content.language(session.language)
        return {
            "language": words.code,
            "languages": {code: one.shared.language_name for code, one in content.languages.items()},
            "saved": self._saved,
            "faults": _shown(self.faults),
            "remarks": _shown(self.remarks),
            "map": route_map(words, session, self._rehearsal.retention_days),
        }


def _shown(cards: list[dict[str, Any]]) -> dict[str, Any]:
    return {"cards": cards[:LONGEST_LIST], "more": max(0, len(cards) - LONGEST_LIST)}


def _card(problem: Problem, folder: Path) -> dict[str, Any]:
    fields = {name: getattr(problem, name) for name in ("line", "place", "fault", "cure", "level")}
    return {"file": _named(problem.file, folder), **fields}


def _named(file: Path, folder: Path) -> str:
    """Name a file as maintainers do: by its place in the content folder."""
    file, folder = file.resolve(), folder.resolve()
    return file.relative_to(folder).as_posix() if file != folder and file.is_relative_to(folder) else folder.name
