"""Makes the files that are sent, in memory, from what is stored of them until then."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from bot.export import paper_of
from bot.reminders.calendar_file import calendar_file
from bot.session import from_json
from bot.visit_pack.gathering import visit_pack
from bot.visit_pack.sheet import sheet

if TYPE_CHECKING:
    from bot.rendering import Renderer
    from bot.reply import Document


class Documents:
    """Makes documents.

    Args:
        renderer: Speaks to the person.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    async def content(self, document: Document) -> bytes:
        """Give what is in the file; what takes time to make is made off the event loop."""
        if document.filename.endswith(".ics"):
            return await asyncio.to_thread(calendar_file, json.loads(document.text))
        if not document.filename.endswith(".pdf"):
            return document.text.encode("utf-8", "backslashreplace")
        return await asyncio.to_thread(self._pdf, document.text)

    def _pdf(self, text: str) -> bytes:
        data = json.loads(text)
        if "pack" not in data:
            return paper_of(data)
        voice = self._renderer.voice(from_json(data["pack"]))
        return sheet(visit_pack(voice, self._renderer.content.review), voice.words)
