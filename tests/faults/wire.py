"""The wire between a worker and its PostgreSQL server, which can be cut, or carry nothing more without a word of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BOX = 400
"""Bytes that a message to the server has at least when it carries a record; all others are shorter."""


@dataclass
class Wire:
    """Carries what a worker and its server say to each other.

    Attributes:
        address: The address of the database through this wire.
        is_cut: Whether nobody gets through.
        loses_answer: Whether the answer to the next record that is written gets lost, and the connection with it.
        is_silent: Whether nothing gets through, and nobody is told.
        silences_next: Whether the connection on which something is said next falls silent, and it alone.
    """

    server: Path
    address: str = ""
    is_cut: bool = False
    loses_answer: bool = False
    is_silent: bool = False
    silences_next: bool = False
    _ends: list[asyncio.StreamWriter] = field(default_factory=list)

    def cut(self) -> None:
        """Let nobody get through."""
        self.is_cut = True
        for end in self._ends:
            end.close()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        if self.is_cut:
            writer.close()
            return
        from_server, to_server = await asyncio.open_unix_connection(str(self.server))
        self._ends += [writer, to_server]
        back = asyncio.create_task(self._answers(from_server, writer))
        is_lost = False
        with suppress(OSError):
            while said := await reader.read(1 << 16):
                if self.silences_next:
                    self.silences_next, is_lost = False, True
                if self.is_silent or is_lost:
                    continue
                if self.loses_answer and len(said) > BOX:
                    self.loses_answer = False
                    back.cancel()
                    await asyncio.wait({back})
                    to_server.write(said)
                    assert await from_server.read(1 << 16), "the server has not answered"
                    break
                to_server.write(said)
        back.cancel()
        await asyncio.wait({back})
        for end in (writer, to_server):
            end.close()
            with suppress(OSError):
                await end.wait_closed()

    async def _answers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await reader.read(1 << 16):
                if not self.is_silent:
                    writer.write(said)
            writer.close()


@asynccontextmanager
async def wire_to(address: str) -> AsyncIterator[Wire]:
    """Lay a wire to the database at an address."""
    parts = urlsplit(address)
    (folder,) = parse_qs(parts.query)["host"]
    wire = Wire(next(Path(folder).glob(".s.PGSQL.*[0-9]")))
    async with await asyncio.start_server(wire.carry, "127.0.0.1", 0) as serving:
        wire.address = f"postgresql://postgres@127.0.0.1:{serving.sockets[0].getsockname()[1]}{parts.path}"
        yield wire
        wire.cut()
