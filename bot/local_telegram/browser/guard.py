"""Who may come in: the browser of this machine, with the token of this start, and from no other page."""

from __future__ import annotations

from secrets import compare_digest
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
"""The names under which a browser may know this machine; any other could be one that was made to lead here."""

SAFE = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""Headers of every answer: nothing is loaded from elsewhere, shown elsewhere, kept, or told to others."""


class Guard:
    """Stands before an app, which sees only the requests that may be answered.

    Every path begins with the token, so that no cookie is needed, which other programs on this machine would be sent.

    Args:
        app: What answers.
        token: The secret of this start.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SAFE)
            await send(message)

        await self._answering(scope)(scope, receive, send_safely)

    def _answering(self, scope: Scope) -> ASGIApp:
        given, slash, _ = scope["path"].removeprefix("/").partition("/")
        if not is_from_here(scope) or not compare_digest(given.encode(), self._token.encode()):
            return PlainTextResponse("Not allowed. Open the address that the terminal shows.", 403)
        if not slash:
            return RedirectResponse(f"/{self._token}/", 307)
        scope["root_path"] = f"/{self._token}"
        return self._app


def is_from_here(scope: Scope) -> bool:
    """Say whether a request asks this machine by its own name, and comes from its own page or from none."""
    headers = Headers(scope=scope)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    port = scope["server"][1] if scope.get("server") else None
    if len(hosts) != 1 or hosts[0] not in {f"{name}:{port}" for name in NAMES}:
        return False
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return False
    if scope["method"] in {"GET", "HEAD"} and not origins:
        return True
    return origins == [f"http://{hosts[0]}"]
