"""What a turn costs beside many stored sessions, and what each of them takes: python -m benchmarks.stored NUMBER."""

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
from contextlib import closing
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


async def main(number: int) -> dict[str, float]:
    """Fill a database, and lead people through the talk beside what is stored; gives milliseconds and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sessions.db"
        telegram, script = Telegram(), steps()
        async with contestant(telegram, f"sqlite:///{path}") as feed:
            for turn, step in enumerate(script):
                await feed(update(turn + 1, 1, step))
        fill(path, number)
        size = size_of(path.parent)
        took = []
        async with contestant(telegram, f"sqlite:///{path}") as feed:
            for turn, step in enumerate(script):
                for person in range(2, PEOPLE + 2):
                    begun = time.perf_counter()
                    await feed(update(turn * PEOPLE + person + 100, person, step))
                    took.append(time.perf_counter() - begun)
        return {"ms": statistics.median(took) * 1000, "bytes": size / (number + 1)}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(json.dumps(asyncio.run(main(int(sys.argv[1])))))
