"""Reads lines from a terminal, a pipe or a file without holding up anyone else."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import io
import os
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_CHUNK = 65536


async def read_lines(stream: TextIO) -> AsyncIterator[str]:
    """Give each line without its end as it comes, until the stream ends.

    A daemon thread reads, so that a person who types nothing never keeps the program from ending.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def pump() -> None:
        # The loop may be closed by the time a line comes: then nobody waits for it.
        with contextlib.suppress(RuntimeError):
            for line in _lines(stream):
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=pump, name="lines", daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


def _lines(stream: TextIO) -> Iterator[str]:
    try:
        number = stream.fileno()
    except (OSError, io.UnsupportedOperation):
        yield from (line.rstrip("\r\n") for line in stream)
        return
    # The number is read directly: a thread inside the stream's own buffer would hold its lock at exit.
    decoder = codecs.getincrementaldecoder(stream.encoding or "utf-8")(errors="replace")
    rest = ""
    while chunk := os.read(number, _CHUNK):
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (line.rstrip("\r") for line in whole)
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest
