"""Serves over HTTP until told to stop, and then lets what has begun end."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from bot.webhook_address import Address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

MOST_AT_ONCE = 1000
"""Requests in hand at the same time; more are told to come again."""


__all__ = ["Address", "ServingError", "serve"]


class ServingError(Exception):
    """Nothing can be served; the message says the cure."""


def listen(host: str, port: int, setting: str = "HOST, PORT") -> socket.socket:
    """Listen at an address; at any free port when the port is 0.

    Args:
        host: The address.
        port: The port.
        setting: What a person changes to have another one.

    Raises:
        ServingError: Nothing can listen there; the message says the cure.
    """
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ServingError(f"{setting}: cannot listen at {host}:{port} ({reason}); name another") from error


async def serve(app: ASGIApp, listening: socket.socket, patience: int) -> None:
    """Serve until cancelled.

    Args:
        app: What answers.
        listening: Where requests come in; it is closed at the end.
        patience: Seconds that requests in hand have to end.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=patience,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]), name="serving")
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


class _Server(uvicorn.Server):
    """A server that leaves signals to the command line."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield
