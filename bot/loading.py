"""Loads modules in less time than they would take by themselves."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.garbage_collection import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def loading() -> Iterator[None]:
    """Load modules meanwhile, and leave all that is there then to the end of the process."""
    # None is used, and to look for plugins among all that is installed takes as long as to read a language.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with uncollected():
        yield
        gc.freeze()
