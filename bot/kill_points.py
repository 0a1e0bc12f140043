"""Moments at which a test may end the process for real; nothing happens at them otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

POINTS = (
    "updates fetched",
    "request received",
    "update received",
    "record read",
    "before commit",
    "database statement begun",
    "before database commit",
    "database commit done",
    "after commit",
    "tap to answer",
    "tap answered",
    "update handled",
    "acknowledged",
    "lane begun",
    "before send",
    "send answered",
    "before settling",
    "after settling",
    "between two sends",
    "before backoff",
    "after backoff",
    "due rows taken",
    "overdue lane woken",
)
"""Every moment by its name."""


def _go_on(point: str) -> None:
    """Pass by."""


pass_by: Callable[[str], None] = _go_on
"""Called with the name of each moment as it comes."""
