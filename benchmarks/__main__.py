"""Runs every contestant, each in a process of its own and all of them in turn, and prints a table of ratios."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import script
from benchmarks.targets import compared

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OURS = ("this bot, durable and sealed", "ours", "")
ECHO = ("PTB echo, no state at all", "ptb", "echo")
PEERS = [
    ("PTB ConversationHandler, memory", "ptb", "memory"),
    ("PTB ConversationHandler, pickle each turn", "ptb", "pickle"),
    ("aiogram FSM, memory", "aiogram_fsm", "memory"),
    ("aiogram FSM, memory, garbage collected as seldom as here", "aiogram_fsm", "collected seldom"),
    ("aiogram-dialog, memory", "aiogram_dialogs", "memory"),
]
CONCURRENT = {
    "this bot, durable and sealed",
    "PTB echo, no state at all",
    "aiogram FSM, memory",
    "aiogram-dialog, memory",
}
"""Those that can serve people at once: PTB says that ConversationHandler cannot."""

AGAINST = {
    "cpu / echo": ECHO[0],
    "cpu / aiogram FSM, memory": "aiogram FSM, memory",
    "cpu / aiogram FSM, Redis": "aiogram FSM, Redis that syncs each write",
    "cpu / aiogram-dialog": "aiogram-dialog, memory",
    "cpu / ConversationHandler": "PTB ConversationHandler, pickle each turn",
}
"""The peers, by the name of what a turn costs against each of them."""

STORED = (1_000, 100_000, 1_000_000)


def measured(what: str, module: str, variant: str) -> dict[str, float]:
    """Measure in a new process, and give the figures."""
    begun = time.time()
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.measure", what, module, variant]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours
    figures: dict[str, float] = json.loads(printed)
    return {"start": figures["at"] - begun} if "at" in figures else figures


@contextmanager
def redis() -> Iterator[str | None]:
    """Run a Redis that has every write on disk before it answers; None where none is installed."""
    program = shutil.which("redis-server")
    if not program:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        options = [
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ]
        with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as process:  # noqa: S603 - found above
            try:
                for _ in range(100):
                    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.1):
                        break
                    time.sleep(0.05)
                yield f"redis://127.0.0.1:{port}"
            finally:
                process.terminate()


def main() -> None:
    """Measure in rounds, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="how often each contestant is measured (4)")
    parser.add_argument("--stored", type=int, default=STORED[-1], help="the most stored sessions (1,000,000)")
    given = parser.parse_args()
    with redis() as address, tempfile.TemporaryDirectory() as folder:
        os.environ["BENCHMARK_SCRIPT"] = str(Path(folder) / "script.json")
        script.write(Path(os.environ["BENCHMARK_SCRIPT"]))
        durable = [(AGAINST["cpu / aiogram FSM, Redis"], "aiogram_fsm", address)] if address else []
        everyone = [OURS, ECHO, *PEERS, *durable]
        rounds = [_one_round(everyone) for _ in range(given.rounds)]
        print(_heading())
        _print_table(rounds, [name for name, _, _ in everyone])
        if not address:
            print("\nNo redis-server is installed, so the aiogram FSM with a durable store was not measured.")
        print()
        found = {**_ratios(rounds), **_own(rounds), **_stored(given.stored), "workers": _workers()}
        print()
        print(*compared(found), sep="\n")
        ours, peer, echo = (
            rounds[0][name]["calls"] for name in (OURS[0], AGAINST["cpu / aiogram FSM, memory"], ECHO[0])
        )
        print(
            f"\nA turn of this bot makes {ours:.1f} Bot API calls, one of a peer {peer:.1f} and of the echo {echo:.1f}."
        )


def _one_round(everyone: list[tuple[str, str, str]]) -> dict[str, dict[str, float]]:
    """Measure everyone: what a turn costs twice, and a start three times, of which the least counts.

    The machine may be slow for a while, and never is too quick.
    """
    twice = [{name: measured("turns", module, kind) for name, module, kind in everyone} for _ in range(2)]
    found = {name: min((one[name] for one in twice), key=lambda figures: figures["cpu"]) for name, _, _ in everyone}
    for name, module, kind in everyone:
        found[name] |= min((measured("first", module, kind) for _ in range(3)), key=lambda figures: figures["start"])
        if name in CONCURRENT:
            found[name]["crowd"] = measured("crowd", module, kind)["turns"]
        print(f"{name}: {found[name]['cpu']:.0f} us", file=sys.stderr)
    return found


def _heading() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("python-telegram-bot", "aiogram", "aiogram-dialog"))
    return f"{platform.system()}, {os.cpu_count()} cores, CPython {platform.python_version()}, {versions}.\n"


def _ratio(rounds: list[dict[str, dict[str, float]]], name: str, figure: str) -> str:
    """Give the median over the rounds of the ratio to the echo within a round, and its spread."""
    ratios = [one[name][figure] / one[ECHO[0]][figure] for one in rounds if figure in one[name]]
    if not ratios:
        return "-"
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def _print_table(rounds: list[dict[str, dict[str, float]]], names: list[str]) -> None:
    print("| against PTB's bare echo | CPU a turn | turns a second, 1,000 people, 50 ms a call | start | peak memory |")
    print("|---|---|---|---|---|")
    for name in names:
        cells = (_ratio(rounds, name, figure) for figure in ("cpu", "crowd", "start", "memory"))
        print(f"| {name} | {' | '.join(cells)} |")


def _ratios(rounds: list[dict[str, dict[str, float]]]) -> dict[str, float]:
    """Give what a turn of this bot costs against the peers, and how it does against the echo."""

    def ratio(figure: str, name: str) -> float:
        return statistics.median(one[OURS[0]][figure] / one[name][figure] for one in rounds)

    cpu = {name: ratio("cpu", peer) for name, peer in AGAINST.items() if peer in rounds[0]}
    return cpu | {figure: ratio(figure, ECHO[0]) for figure in ("crowd", "start")}


def _own(rounds: list[dict[str, dict[str, float]]]) -> dict[str, float]:
    """Give what concerns this bot alone."""
    ours = [one[OURS[0]] for one in rounds]
    free, held = ([measured("stuck", "ours", kind)["p95"] for _ in range(3)] for kind in ("free", "stuck"))
    machine = measured("machine", "ours", "")["cpu"]
    return {
        "machine": 100 * machine / statistics.median(one["cpu"] for one in ours),
        "store": 100 * statistics.median(one["store"] for one in ours),
        "late": statistics.median(one["late"] for one in ours),
        "stuck": statistics.median(held) / statistics.median(free),
        "memory": measured("idle", "ours", "")["kib"],
    }


def _workers() -> float:
    """Give how much more three workers on PostgreSQL do than one."""
    rounds: list[dict[str, float]] = [json.loads(_run("benchmarks.workers")) for _ in range(9)]
    return statistics.median(one["3"] / one["1"] for one in rounds)


def _stored(most: int) -> dict[str, float]:
    """Give what a turn beside the most stored sessions costs against one beside the fewest, and the disk for each."""
    numbers = [number for number in STORED if number <= most]
    found = json.loads(_run("benchmarks.stored", *map(str, numbers)))
    for number, one in zip(numbers, found, strict=True):
        print(f"A turn beside {number:,} stored sessions takes {one['ms']:.2f} ms.")
    return {"stored": found[-1]["ms"] / found[0]["ms"], "disk": found[-1]["bytes"] / 1024}


def _run(module: str, *arguments: str) -> bytes:
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603 - ours


if __name__ == "__main__":
    main()
