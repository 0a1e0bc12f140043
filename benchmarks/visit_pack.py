"""How long visit packs take, and how long the event loop stands still: python -m benchmarks.visit_pack."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import load_content
from bot.documents import Documents
from bot.list_moves import MOST_ENTRIES
from bot.moves import LONGEST_TEXT
from bot.rendering import Renderer
from bot.rendering.pack_page import pack_document
from bot.session import Session
from bot.visit_pack.samples import samples

if TYPE_CHECKING:
    from collections.abc import Awaitable

ROUNDS = 20
TICK = 0.001
"""Seconds between two looks at the clock; what comes later than that was held up."""

LISTS = ("preparation.timeline", "preparation.medicines", "preparation.own-questions")


def longest_possible() -> Session:
    """Give a session with as much text as can be typed."""
    session = samples()["longest"].session("en", 1_800_000_000)
    text = ("12 March 2019 numb legs for weeks, then better; " * 30)[:LONGEST_TEXT]
    entries = {str(number): text for number in range(1, MOST_ENTRIES + 1)}
    typed = dict.fromkeys(("reasons.life-other", "decision.followup-date", "decision.open-question"), text)
    return Session(seen=session.seen, answers={**session.answers, **dict.fromkeys(LISTS, entries), **typed})


async def main() -> None:
    """Print a line of figures for each pack; the first line is that of a loop that has nothing to do."""
    content = load_content(Path(__file__).parents[1] / "content")
    renderer = Renderer(content, 90)
    documents = Documents(renderer)
    people = {name: samples()[name].session("en", 1_800_000_000) for name in ("typical", "longest", "right-to-left")}
    print(f"{'pack':18} {'stored':>7} {'median ms':>10} {'slowest ms':>11} {'loop held up, median and most ms':>33}")
    _row("nothing", 0, [await _watched(asyncio.sleep(0.3)) for _ in range(ROUNDS)])
    for name, session in {**people, "longest possible": longest_possible()}.items():
        document = pack_document(renderer.voice(session), 1)
        await documents.content(document)
        rounds = [await _watched(documents.content(document)) for _ in range(ROUNDS)]
        _row(name, len(document.text.encode()), rounds)


def _row(name: str, stored: int, rounds: list[tuple[float, float]]) -> None:
    took, held = ([one * 1000 for one in column] for column in zip(*rounds, strict=True))
    figures = f"{statistics.median(took):10.0f} {max(took):11.0f} {statistics.median(held):20.1f} {max(held):12.1f}"
    print(f"{name:18} {stored:7} {figures}")


async def _watched(work: Awaitable[object]) -> tuple[float, float]:
    """Give for how long something took, and for how long the loop stood still meanwhile, in seconds."""
    watch = asyncio.create_task(_longest_wait())
    await asyncio.sleep(0)
    begun = time.perf_counter()
    await work
    took = time.perf_counter() - begun
    watch.cancel()
    return took, await watch


async def _longest_wait() -> float:
    """Give the longest time, in seconds, for which the loop did not come back when it should have; until cancelled."""
    longest = 0.0
    try:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(TICK)
            longest = max(longest, time.perf_counter() - begun - TICK)
    except asyncio.CancelledError:
        return longest


if __name__ == "__main__":
    asyncio.run(main())
