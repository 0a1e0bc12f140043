"""What a running bot does beside the talks: shows that it lives, wakes what is due, lets go of what was shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.delivery import Delivery
    from bot.handlers.inline import Inline
    from bot.handlers.profile import Profile
    from bot.operating.health import Health
    from bot.rendering import Renderer

log = structlog.get_logger()

SWEEP = 1.0
"""Seconds between two looks for what is due, and between two heartbeats."""

A_MINUTE = 60.0
"""Seconds after which nothing is kept of what was shown."""


def begin(
    delivery: Delivery, health: Health, inline: Inline, profile: Profile, renderer: Renderer
) -> Iterator[asyncio.Task[None]]:
    """Begin all of it, each in a task of its own; whoever owns the tasks ends them."""
    yield asyncio.create_task(let_go(renderer), name="letting go")
    yield asyncio.create_task(_beat(health), name="heartbeat")
    yield asyncio.create_task(_sweep(delivery, health), name="sweeper")
    yield asyncio.create_task(profile.introduce(), name="profile")
    yield asyncio.create_task(asyncio.to_thread(inline.prepare), name="inline")


async def let_go(renderer: Renderer) -> None:
    """Keep nothing for long of what was shown to people: their own words are in it."""
    while True:
        await asyncio.sleep(A_MINUTE)
        renderer.let_go()


async def _beat(health: Health) -> None:
    while True:
        health.worked("loop")
        await asyncio.sleep(SWEEP)


async def _sweep(delivery: Delivery, health: Health) -> None:
    health.worked("database")
    while True:
        try:
            await delivery.sweep()
            health.worked("database")
        except Exception as error:  # noqa: BLE001 - the next look may succeed
            log.error("sweep.failed", reason=type(error).__name__)
        await asyncio.sleep(SWEEP)
