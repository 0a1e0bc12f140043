"""Carries HTTP requests straight into this Telegram, with real time-outs and no socket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram


class LocalTransport(httpx.ASGITransport):
    """An httpx transport that obeys read time-outs, which ASGITransport alone does not."""

    def __init__(self, telegram: LocalTelegram) -> None:
        super().__init__(telegram.app)
        self._telegram = telegram

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, or raise what a network would raise."""
        if not self._telegram.reachable:
            raise httpx.ConnectError("this Telegram was made unreachable", request=request)
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("read")):
                return await super().handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("this Telegram did not answer in time", request=request) from None
