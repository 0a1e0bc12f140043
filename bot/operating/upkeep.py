"""What a running bot does beside the talks: shows that it lives, wakes what is due, proves its profile."""

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

log = structlog.get_logger()

SWEEP = 1.0
"""Seconds between two looks for what is due, and between two heartbeats."""


def begin(delivery: Delivery, health: Health, inline: Inline, profile: Profile) -> Iterator[asyncio.Task[None]]:
    """Begin all of it, each in a task of its own; whoever owns the tasks ends them."""
    yield asyncio.create_task(_beat(health), name="heartbeat")
    yield asyncio.create_task(_sweep(delivery, health), name="sweeper")
    yield asyncio.create_task(profile.introduce(), name="profile")
    yield asyncio.create_task(asyncio.to_thread(inline.prepare), name="inline")


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
