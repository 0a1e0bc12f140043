"""A way to a PostgreSQL server on which connections can fall silent, as behind a router that forgot them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Way:
    """Passes on what is sent between a bot and its server.

    Attributes:
        address: The address of the database on this way.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        folder = Path(parse_qs(parts.query)["host"][0])
        self._socket = next(one for one in folder.glob(".s.PGSQL.*") if one.suffix != ".lock")
        self._name = parts.path
        self._ends: set[asyncio.StreamWriter] = set()
        self._all_silent = False
        self._silent = 0
        self.address = ""

    async def open(self) -> asyncio.Server:
        """Open the way."""
        listening = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.address = f"postgresql://postgres@127.0.0.1:{listening.sockets[0].getsockname()[1]}{self._name}"
        return listening

    def fall_silent(self) -> None:
        """Pass on nothing any more."""
        self._all_silent = True

    def lose_next(self) -> None:
        """Let the connection on which something is sent next fall silent."""
        self._silent += 1

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._socket)
        self._ends |= {writer, back}
        is_lost = False

        async def one_way(source: asyncio.StreamReader, target: asyncio.StreamWriter, *, asks: bool) -> None:
            nonlocal is_lost
            with suppress(OSError):
                while data := await source.read(1 << 16):
                    if asks and self._silent:
                        self._silent -= 1
                        is_lost = True
                    if not (is_lost or self._all_silent):
                        target.write(data)
                target.close()

        await asyncio.gather(one_way(reader, back, asks=True), one_way(there, writer, asks=False))

    def close(self) -> None:
        """End every connection."""
        for end in self._ends:
            end.transport.abort()


@asynccontextmanager
async def way_to(address: str) -> AsyncIterator[Way]:
    """Give a way to the database with this address."""
    way = Way(address)
    listening = await way.open()
    try:
        yield way
    finally:
        way.close()
        listening.close()
