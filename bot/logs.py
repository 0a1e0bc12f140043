"""Logs say what happened and where in the program, never who or what was said."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up(level: int) -> None:
    """Log from this level on to standard error, one line an event; other libraries log warnings only.

    httpx names the whole address at INFO, and the token stands in it.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")
    for name in ("httpx", "httpcore", "telegram", "transitions"):
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
