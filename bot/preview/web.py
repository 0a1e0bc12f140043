"""The pages of the preview: the phone with its panel, and the sheets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.local_telegram.browser.guard import Guard
from bot.local_telegram.browser.phone import read
from bot.preview.samples import WRITERS, NoWayError
from bot.preview.sheet import REVIEWED, sheet
from bot.preview.sheet_page import STATIC, as_html

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from bot.preview.rehearsal import Rehearsal


def pages(rehearsal: Rehearsal, folder: Path, token: str) -> Guard:
    """Give all pages, for whoever comes with the token.

    Args:
        rehearsal: The bot and the person.
        folder: The content folder.
        token: The secret of this start.
    """
    return Guard(_Pages(rehearsal, folder).app, token)


class _Pages:
    def __init__(self, rehearsal: Rehearsal, folder: Path) -> None:
        self._rehearsal = rehearsal
        self._folder = folder
        self.app = Starlette(
            routes=[
                Route("/", self._page),
                Route("/begin", self._begin, methods=["POST"]),
                Route("/jump", self._jump, methods=["POST"]),
                Route("/sheets/{language}/{section}", self._sheet),
                Mount("/preview", StaticFiles(directory=STATIC)),
                *rehearsal.phone.routes,
            ]
        )

    async def _page(self, _: Request) -> Response:
        return FileResponse(STATIC / "page.html")

    async def _begin(self, request: Request) -> Response:
        self._rehearsal.begin(str((await read(request)).get("language", "en")))
        return JSONResponse({})

    async def _jump(self, request: Request) -> Response:
        given = await read(request)
        place, language, writer = (str(given.get(name, "")) for name in ("place", "language", "writer"))
        try:
            await self._rehearsal.jump(place, language, writer)
        except (NoWayError, TemplateError) as fault:
            return JSONResponse({"refused": f"The way there is not open: {fault}."}, 409)
        return JSONResponse({})

    async def _sheet(self, request: Request) -> Response:
        language, section = request.path_params["language"], request.path_params["section"]
        writer = request.query_params.get("writer", WRITERS[0])
        languages = self._rehearsal.content.languages
        if language not in languages or section not in {*REVIEWED, "all"} or writer not in WRITERS:
            return HTMLResponse("There is no such sheet.", 404)
        wanted = REVIEWED if section == "all" else (section,)
        turns, folder = self._rehearsal.app.turns, self._folder
        # Off the event loop: all sheets at once take a second, and the chat goes on meanwhile.
        sheets = await asyncio.to_thread(lambda: [sheet(turns, folder, name, language, writer) for name in wanted])
        if "download" not in request.query_params:
            return HTMLResponse(as_html(sheets, f"{request.scope['root_path']}/preview/sheet.css"))
        named = f'attachment; filename="{section}-{language}.html"'
        return HTMLResponse(as_html(sheets), headers={"content-disposition": named})
