"""Logs say what happened and where in the program, never who or what was said."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from types import TracebackType

FIELDS = ("attempt", "count", "error", "event", "fate", "language", "level", "library", "place", "reason", "timestamp")
"""The only fields that a line of the log may have; none of them can hold a number of a chat or a text."""

_SAFE = re.compile(r"[\w.:/+-]{1,80}")
_ROOM = Path(__file__).parents[1]


def set_up(level: int) -> None:
    """Log from this level on to standard error, one line an event.

    Other libraries are heard from WARNING on, by their name and place alone: httpx names the whole address with the
    token in it, and telegram an update that it cannot read. What nobody caught is logged by type and place, too.
    """
    logging.basicConfig(level=logging.WARNING, handlers=[_Library()], force=True)
    for name in ("httpx", "httpcore", "telegram", "transitions", "asyncio", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allowed,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda unraisable: _log_uncaught(unraisable.exc_value)
    threading.excepthook = lambda thread: _log_uncaught(thread.exc_value)


def catch_in_loop() -> None:
    """Let what is lost in the running event loop be logged by type and place."""
    asyncio.get_running_loop().set_exception_handler(lambda _, lost: _log_uncaught(lost.get("exception")))


def place_of(error: BaseException) -> str:
    """Give where in this program an error was raised, such as ``turn.py:88``."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOM)]
    last = next(reversed(ours or frames), None)
    return f"{Path(last.filename).name}:{last.lineno}" if last else "unknown"


def allowed(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Let through what a log may hold: known fields, and values that are a name, a place or a count."""
    return {
        name: value if _SAFE.fullmatch(str(value)) else "withheld" for name, value in event.items() if name in FIELDS
    }


def _uncaught(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    _log_uncaught(error)


def _log_uncaught(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        structlog.get_logger().critical("error.uncaught", error=type(error).__name__, place=place_of(error))


class _Library(logging.Handler):
    """Says which library had something to say, and where; its words may hold a token or an answer."""

    def emit(self, record: logging.LogRecord) -> None:
        place = f"{record.module}:{record.lineno}"
        kind = record.exc_info[0] if record.exc_info else None
        known = {"error": kind.__name__} if kind else {}
        log = structlog.get_logger()
        log.log(max(record.levelno, logging.DEBUG), "library.spoke", library=record.name, place=place, **known)
