"""Keeps the garbage collector out of work that leaves it nothing to do."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = 10_000
"""So many new objects are let come before the collector looks at them, some fifty turns' worth."""


def settle() -> None:
    """Leave what is there now to the end of the process, and look seldom at what comes.

    The words stay for as long as the process, and hardly anything in a turn refers to itself: what does not is freed
    without the collector, which took a twentieth of each turn.
    """
    gc.freeze()
    gc.set_threshold(NEW, *gc.get_threshold()[1:])


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect nothing meanwhile: to look through all that was made again and again took a third of the start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
