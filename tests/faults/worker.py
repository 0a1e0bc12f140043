"""A worker in a process of its own that ends itself, for real, at a named moment."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import multiprocessing
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talking import SECRET, shipped

from bot import kill_points
from bot.app import App
from bot.handlers.connection import trusted
from bot.local_telegram.api import LocalTelegram
from bot.operating import logs
from bot.rendering.public import public_words
from bot.serving import Address
from bot.store.opening import open_store
from bot.until_stopped import until_stopped

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess
    from pathlib import Path

HOOK_SECRET = "the-secret-of-the-webhook-in-tests"
LEASE = 2
"""Seconds; the fewest that last longer than a moment by a clock of whole seconds."""

FAR = 64 * 1024
"""Bytes from the beginning of a file beyond which a worker that is to end on a write may not write."""

READY = ("anyio._backends._asyncio", "httpcore", "pytest", "uvicorn.lifespan.off", "uvicorn.protocols.http.auto")
"""What is imported at first use only; whoever is forked has it already, as well as the words and the ears."""

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload([__name__])

for name in READY:
    importlib.import_module(name)
shipped().prepare()
for words in shipped().languages.values():
    public_words(words)
trusted()
# A fork shares memory until it is written to, and a collection writes to all of it.
gc.collect()
gc.freeze()


@dataclass(frozen=True)
class Post:
    """What a worker is to do.

    Attributes:
        database: The address of its database.
        api: The address of its Telegram.
        point: The moment at which it ends itself; empty for never.
        nth: At which time that this moment comes.
        since: The moment from which these times are counted; empty for the start.
        on_write: Whether it is only let go on from there until it next writes far into a file, and ended by that.
        ahead: By how many seconds its clock is ahead of ours.
        polite: Whether it is told to stop at that moment, twice, instead of being killed.
        port: Where it takes updates; None to poll for them.
        log: The file in which it notes how many sends were under way when it ended itself.
    """

    database: str
    api: str
    log: Path
    point: str = ""
    nth: int = 1
    since: str = ""
    on_write: bool = False
    ahead: int = 0
    polite: bool = False
    port: int | None = None


def start(post: Post) -> ForkServerProcess:
    """Start a worker."""
    # The process that forks finds modules by the environment alone, and passes over what it does not find.
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    process = _forking.Process(target=run, args=(post,), daemon=True)
    process.start()
    return process


def run(post: Post) -> None:
    """Work until ended."""
    logs.set_up(logging.CRITICAL)
    kill_points.pass_by = Ending(post)
    if post.on_write:
        # The system itself ends who writes beyond its limit, in the midst of whatever that is.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    until_stopped(_work(post))


async def _work(post: Post) -> None:
    store = await open_store(post.database)
    address = Address("https://bot.example/hook", (HOOK_SECRET,), "127.0.0.1", post.port) if post.port else None
    app = App(
        shipped(),
        store,
        secrets=[SECRET],
        token=LocalTelegram.TOKEN,
        api_url=post.api,
        webhook=address,
        lease=LEASE,
        now=lambda: int(time.time()) + post.ahead,
    )
    try:
        await app.run()
    finally:
        await store.close()


class Ending:
    """Ends the process at its moment."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._left = post.nth
        self._counts = not post.since
        self._sending: set[object] = set()

    def __call__(self, point: str) -> None:
        """Note which lanes wait for the answer to a send, or have it and have not stored it yet."""
        if point == "before send":
            self._sending.add(asyncio.current_task())
        elif point in {"after settling", "after backoff"}:
            self._sending.discard(asyncio.current_task())
        self._counts = self._counts or point == self._post.since
        if point == self._post.point and self._counts:
            self._left -= 1
            if not self._left:
                self._end()

    def _end(self) -> None:
        if self._post.polite:
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGTERM)
            return
        if self._post.on_write:
            resource.setrlimit(resource.RLIMIT_FSIZE, (FAR, FAR))
            return
        with self._post.log.open("a") as log:
            log.write(f"{len(self._sending)}\n")
        os.kill(os.getpid(), signal.SIGKILL)
