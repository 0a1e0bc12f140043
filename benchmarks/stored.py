"""What a turn costs beside many stored sessions, and what each of them takes: python -m benchmarks.stored NUMBER ..."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack, closing
from pathlib import Path

from benchmarks.contestants.ours import contestant
from benchmarks.talk import PEOPLE, Telegram, steps, update

LATER = 4_000_000_000
"""When the stored rows are to wake: long after this run, in seconds since 1970."""


def fill(path: Path, number: int) -> None:
    """Copy the one talk that is stored until there are so many more, each under an id and a key of its own."""
    with (
        closing(sqlite3.connect(path)) as rows,
        closing(sqlite3.connect(path.with_name(f"{path.stem}-keys.db"))) as keys,
    ):
        box, version = rows.execute("SELECT box, version FROM session").fetchone()
        (key,) = keys.execute("SELECT key FROM session_key").fetchone()
        names = [(secrets.token_bytes(32), secrets.token_bytes(16)) for _ in range(number)]
        rows.executemany(
            "INSERT INTO session (id, key, box, version, wake_at) VALUES (?, ?, ?, ?, ?)",
            ((session_id, name, box, version, LATER) for session_id, name in names),
        )
        keys.executemany("INSERT INTO session_key (name, key) VALUES (?, ?)", ((name, key) for _, name in names))
        rows.commit()
        keys.commit()


def size_of(folder: Path) -> int:
    """Give the bytes that the files of a folder take."""
    return sum(file.stat().st_size for file in folder.iterdir())


async def main(numbers: list[int]) -> list[dict[str, float]]:
    """Fill a database for each number, and lead people through the talk beside what is stored.

    Each person's turn is taken beside one number after the other, so that a machine that is slow for a while is slow
    for all of them. Every turn reads its row, as that of someone does who answers after more than a minute. Gives
    milliseconds a turn, and bytes a session.
    """
    telegram, script = Telegram(), steps()
    async with AsyncExitStack() as stack:
        feeds, sizes = [], []
        for number in numbers:
            path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "sessions.db"
            async with contestant(telegram, f"sqlite:///{path}") as feed:
                for turn, step in enumerate(script):
                    await feed(update(turn + 1, 1, step))
            fill(path, number)
            sizes.append(size_of(path.parent))
            feeds.append(await stack.enter_async_context(contestant(telegram, f"sqlite:///{path}", reads=True)))
        took: list[list[float]] = [[] for _ in feeds]
        for turn, step in enumerate(script):
            for person in range(2, PEOPLE + 2):
                for feed, times in zip(feeds, took, strict=True):
                    begun = time.perf_counter()
                    await feed(update(turn * PEOPLE + person + 100, person, step))
                    times.append(time.perf_counter() - begun)
    return [
        {"ms": statistics.median(times) * 1000, "bytes": size / (number + 1)}
        for number, size, times in zip(numbers, sizes, took, strict=True)
    ]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(json.dumps(asyncio.run(main([int(number) for number in sys.argv[1:]]))))
