"""Measures one contestant in a process of its own: python -m benchmarks.measure WHAT MODULE VARIANT; prints JSON."""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import logging
import resource
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.talk import PEOPLE, Telegram, questions, steps, update

if TYPE_CHECKING:
    from benchmarks.talk import Step

AT_ONCE = 8
"""How many of the people take their turns side by side when what a turn costs is measured."""

APART = 5
"""How many turns each group of them begins after the one before."""

CROWD = 1000
"""How many people talk at once."""

NETWORK = 0.05
"""Seconds that a call takes when people talk at once."""

CROWD_TURNS = 4
ALIKE = 4
"""How many of the first and of the last answers are compared."""

CACHED = 22_000
"""After how many people the database's page cache is full."""

IDLE = 5000
"""How many people stop then, and are measured."""

STUCK = 30.0
"""Seconds for which one chat cannot be reached."""

FIRST_CHAT = 1000


async def turns(module: str, variant: str) -> dict[str, float]:
    """Lead some people through the whole talk, a few at a time, with no network.

    One person has gone before them: what is made once, at the start or at the first use, is no part of a turn.

    Gives the microseconds of CPU a turn, turns a second, what one of the last answers of the talk costs against one of
    the first, the peak memory in MiB, the calls a turn, and the database's share of the CPU.
    """
    telegram, script = Telegram(), steps()
    groups = [range(first, first + AT_ONCE) for first in range(0, PEOPLE, AT_ONCE)]
    # The groups begin one after the other, so that early and late turns are measured at the same time: the machine is
    # slow for a while, and quick for a while.
    order = sorted((turn + APART * place, turn, place) for turn in range(len(script)) for place in range(len(groups)))
    cpu = [0.0] * len(script)
    async with importlib.import_module(f"benchmarks.contestants.{module}").contestant(telegram, variant) as feed:
        for turn, step in enumerate(script):
            await feed(update(turn + 1, FIRST_CHAT - 1, step))
        before, calls = _database_time(), telegram.calls
        begun = time.perf_counter()
        for _, turn, place in order:
            at = time.process_time()
            await asyncio.gather(
                *(feed(update(turn * PEOPLE + one + 100, FIRST_CHAT + one, script[turn])) for one in groups[place])
            )
            cpu[turn] += (time.process_time() - at) / PEOPLE * 1e6
        took = time.perf_counter() - begun
        store = _database_time() - before
    first, last = _alike(script)
    return {
        "cpu": statistics.mean(cpu),
        "turns": len(script) * PEOPLE / took,
        "late": statistics.mean(cpu[one] for one in last) / statistics.mean(cpu[one] for one in first),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "calls": (telegram.calls - calls) / (len(script) * PEOPLE),
        "store": store / (sum(cpu) * PEOPLE / 1e6),
    }


def _alike(script: tuple[Step, ...]) -> tuple[list[int], list[int]]:
    """Give the first and the last turns that do the same: give one answer, when the person has agreed to storing."""
    kinds = {one.name: one.kind for one in questions()}
    answers = [
        turn
        for turn, step in enumerate(script)
        if step.data.startswith("pick:") and kinds[step.data.split(":")[1]] == "ONE"
    ]
    kept = answers[[script[turn].data.split(":")[1] for turn in answers].index("opening.consent") + 1 :]
    return kept[:ALIKE], kept[-ALIKE:]


def _database_time() -> float:
    """Give the seconds of CPU that this bot's database thread has taken; the peers have none."""
    threads = (one.ident for one in threading.enumerate() if one.name.startswith("database") and one.ident)
    return sum(time.clock_gettime(time.pthread_getcpuclockid(one)) for one in threads)


async def idle(module: str, variant: str) -> dict[str, float]:
    """Give the KiB of memory that each person takes who has stopped in the middle of the talk.

    So many have stopped before them that the database's page cache, which has a limit, is full.
    """
    telegram, script, sizes = Telegram(), steps()[:CROWD_TURNS], []
    async with importlib.import_module(f"benchmarks.contestants.{module}").contestant(telegram, variant) as feed:
        for people in (range(CACHED), range(CACHED, CACHED + IDLE)):
            for person in people:
                for turn, step in enumerate(script):
                    await feed(update(person * CROWD_TURNS + turn + 1, FIRST_CHAT + person, step))
                # What the Telegram in this process remembers is no cost of a bot.
                telegram.keyboards.clear()
            gc.collect()
            sizes.append(_resident())
    return {"kib": (sizes[1] - sizes[0]) / IDLE}


def _resident() -> float:
    """Give the KiB of memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024


async def crowd(module: str, variant: str) -> dict[str, float]:
    """Let many people talk at once, each call taking as long as a network does; gives turns a second."""
    telegram, script = Telegram(), steps()[:CROWD_TURNS]
    async with importlib.import_module(f"benchmarks.contestants.{module}").contestant(telegram, variant) as feed:
        telegram.pause = NETWORK

        async def talk(person: int) -> None:
            for turn, step in enumerate(script):
                await feed(update(turn * CROWD + person + 1, FIRST_CHAT + person, step))

        begun = time.perf_counter()
        await asyncio.gather(*(talk(person) for person in range(CROWD)))
        return {"turns": CROWD * len(script) / (time.perf_counter() - begun)}


async def stuck(module: str, variant: str) -> dict[str, float]:
    """Give the 95th percentile of a turn, in seconds, of people beside one whose messages take half a minute."""
    telegram, script = Telegram(), steps()
    async with importlib.import_module(f"benchmarks.contestants.{module}").contestant(telegram, "") as feed:
        telegram.pause = NETWORK
        for turn, step in enumerate(script[:4]):
            await feed(update(turn + 1, FIRST_CHAT - 1, step))
        hanging: asyncio.Task[None] | None = None
        if variant == "stuck":
            telegram.slow_chat, telegram.slow = FIRST_CHAT - 1, STUCK
            hanging = asyncio.create_task(feed(update(9, FIRST_CHAT - 1, script[4])))
        took: list[float] = []

        async def talk(person: int) -> None:
            for turn, step in enumerate(script):
                begun = time.perf_counter()
                await feed(update(turn * CROWD + person + 100, FIRST_CHAT + person, step))
                took.append(time.perf_counter() - begun)
                await asyncio.sleep(0.2)

        await asyncio.gather(*(talk(person) for person in range(20)))
        if hanging:
            assert not hanging.done(), "the stuck chat was not stuck"
            hanging.cancel()
        return {"p95": statistics.quantiles(took, n=100)[94]}


async def first(module: str, variant: str) -> dict[str, float]:
    """Handle one update; gives the time when it was done, in seconds since 1970."""
    begin: dict[str, Any] = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 1, "type": "private", "first_name": "A"},
        "text": "/start",
    }
    start = {
        **begin,
        "from": begin["chat"] | {"is_bot": False},
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }
    async with importlib.import_module(f"benchmarks.contestants.{module}").contestant(Telegram(), variant) as feed:
        await feed({"update_id": 1, "message": start})
        return {"at": time.time()}


async def machine(_: str, __: str) -> dict[str, float]:
    """Give the microseconds that the machine takes for one move."""
    from bot.dialogue import Dialogue
    from bot.session import Session

    dialogue, session = Dialogue(), Session(place="treatment.type", answers={"opening.stage": "thinking"})
    begun, moves = time.process_time(), 2000
    for _move in range(moves):
        dialogue.move(session, "next")
    return {"cpu": (time.process_time() - begun) / moves * 1e6}


def main() -> None:
    """Measure, and print the figures."""
    what, module, variant = sys.argv[1:4]
    logging.disable(logging.CRITICAL)
    measures = {"turns": turns, "crowd": crowd, "stuck": stuck, "first": first, "machine": machine, "idle": idle}
    print(json.dumps(asyncio.run(measures[what](module, variant))))


if __name__ == "__main__":
    main()
