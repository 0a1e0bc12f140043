"""A person's phone: streams what stands on its screen to browsers, and does what is tapped and typed there."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.local_telegram.browser.screen import Screen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from bot.local_telegram.patient import Patient
    from bot.local_telegram.refusals import JSON

STATIC = Path(__file__).parent / "static"

TOGETHER = 0.02
"""Seconds for which changes are gathered, so that those of one turn arrive as one."""

STILL_THERE = 15.0
"""Seconds after which a browser is told that nothing happened, which also finds out whether it still listens."""

LARGEST = 64 * 1024
"""Bytes that a browser may send at once."""


class Phone:
    """A phone in the browser.

    Args:
        patient: Who holds it; another one may take it over at any time.

    Attributes:
        beside: More to tell each browser whenever something has happened, by the name under which it is told.
    """

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        self.beside: dict[str, Callable[[], Awaitable[JSON]]] = {}
        self._is_off = False

    @property
    def routes(self) -> list[BaseRoute]:
        """What a page that shows the phone asks for."""
        return [
            Route("/news", self._news),
            Route("/say", self._say, methods=["POST"]),
            Route("/tap", self._tap, methods=["POST"]),
            Route("/files/{message:int}", self._file),
            Mount("/phone", StaticFiles(directory=STATIC)),
        ]

    def hand_to(self, patient: Patient) -> None:
        """Give the phone to someone else."""
        self.patient = patient
        self.ring()

    def ring(self) -> None:
        """Let every browser look for news."""
        self.patient.telegram.bell.ring()

    def switch_off(self) -> None:
        """End every stream, so that the server can stop."""
        self._is_off = True
        self.ring()

    async def _news(self, _: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        screen = Screen(lambda: self.patient)
        told: dict[str, JSON] = {}
        while not self._is_off:
            telegram = self.patient.telegram
            rings = telegram.bell.rings
            if news := screen.news():
                yield _event("screen", news)
            for name, tell in self.beside.items():
                now = await tell()
                if now != told.get(name):
                    told[name] = now
                    yield _event(name, now)
            try:
                async with asyncio.timeout(STILL_THERE):
                    await telegram.changed(rings)
                await asyncio.sleep(TOGETHER)
            except TimeoutError:
                yield ": nothing new\n\n"

    async def _say(self, request: Request) -> Response:
        given = await read(request)
        text = str(given.get("text", ""))
        if not text.strip():
            return JSONResponse({"refused": "Telegram sends no empty message."}, 400)
        self.patient.say(text)
        return JSONResponse({})

    async def _tap(self, request: Request) -> Response:
        given = await read(request)
        number, data = given.get("message"), given.get("data")
        if not isinstance(number, int) or not isinstance(data, str):
            return JSONResponse({"refused": "A tap names a message and what its button carries."}, 400)
        self.patient.tap_data(data, number)
        return JSONResponse({})

    async def _file(self, request: Request) -> Response:
        with suppress(LookupError):
            document = self.patient.look(request.path_params["message"]).document
            if document:
                named = f"attachment; filename*=UTF-8''{quote(document.name)}"
                return Response(document.content, media_type=document.kind, headers={"content-disposition": named})
        return JSONResponse({"refused": "There is no such file."}, 404)


async def read(request: Request) -> JSON:
    """Give the JSON object in a request; an empty one for anything else, or for more than a person types."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return {}
    with suppress(ValueError):
        given = json.loads(body)
        if isinstance(given, dict):
            return given
    return {}


def _event(name: str, data: JSON) -> str:
    """Write one Server-Sent Event; JSON keeps it on one line."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
