"""The webhook: an update is answered 200, with an empty body, only after its commit."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import TYPE_CHECKING, Any, Never

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from bot import kill_points
from bot.handlers.reading import read_update
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from telegram import Bot

    from bot.handlers.intake import Intake

log = structlog.get_logger()

LARGEST = 1024 * 1024
"""Bytes that an update may have."""

TO_ARRIVE = 10.0
"""Seconds in which a request has to be here whole."""

TO_COMMIT = 25.0
"""Seconds after which Telegram is asked to bring the update again."""

_HEADER = "x-telegram-bot-api-secret-token"


class Webhook:
    """Takes updates over HTTP.

    Args:
        path: Where Telegram posts them.
        secrets: What Telegram proves itself with, newest first; all of them are accepted.
        bot: The bot whose updates they are.
        intake: Sees each of them through to its commit.
    """

    def __init__(self, path: str, secrets: Sequence[str], bot: Bot, intake: Intake) -> None:
        self._secrets = [secret.encode() for secret in secrets]
        self._bot = bot
        self._intake = intake
        self.app = Starlette(routes=[Route(path, self._post, methods=["POST"])])

    async def _post(self, request: Request) -> Response:
        kill_points.pass_by("request received")
        if not self._is_telegram(request):
            log.warning("webhook.stranger")
            return Response(status_code=403)
        try:
            async with asyncio.timeout(TO_ARRIVE):
                body = await _body(request)
            raw = _update(body)
        except TimeoutError:
            return Response(status_code=408)
        except OverflowError:
            return Response(status_code=413)
        except (ValueError, RecursionError, ClientDisconnect):
            return Response(status_code=400)
        kill_points.pass_by("updates fetched")
        update = read_update(raw, self._bot)
        try:
            if update:
                async with asyncio.timeout(TO_COMMIT):
                    await self._intake.take(update)
        except (StoreError, TimeoutError) as error:
            log.error("update.kept_at_telegram", reason=type(error).__name__)
            return Response(status_code=503)
        kill_points.pass_by("acknowledged")
        # A body that names a method would be carried out as a call.
        return Response(status_code=200)

    def _is_telegram(self, request: Request) -> bool:
        given = request.headers.get(_HEADER, "").encode()
        # Every secret is compared, each in constant time, so that the time tells nothing.
        return sum(hmac.compare_digest(given, secret) for secret in self._secrets) > 0


async def _body(request: Request) -> bytes:
    if int(request.headers.get("content-length") or 0) > LARGEST:
        raise OverflowError
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise OverflowError
    return bytes(body)


def _update(body: bytes) -> dict[str, Any]:
    raw = json.loads(body, parse_constant=_refuse)
    if not isinstance(raw, dict) or type(raw.get("update_id")) is not int:
        raise ValueError("this is no update")
    return raw


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON")
