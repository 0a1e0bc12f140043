"""The local Telegram on a port of this machine, for workers in other processes."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from bot.local_telegram.api import LocalTelegram
from bot.serving import listen, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def served_telegram() -> AsyncIterator[tuple[LocalTelegram, str]]:
    """Serve a Telegram and give it with its address."""
    telegram = LocalTelegram()
    port = free_port()
    serving = asyncio.create_task(serve(telegram.app, listen("127.0.0.1", port), 0))
    await asyncio.sleep(0)
    try:
        yield telegram, f"http://127.0.0.1:{port}"
    finally:
        telegram.heal()
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


def free_port() -> int:
    """Give a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port
