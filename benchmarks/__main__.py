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

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OURS = ("this bot, durable and sealed", "ours", "")
ECHO = ("PTB echo, no state at all", "ptb", "echo")
PEERS = [
    ("PTB ConversationHandler, memory", "ptb", "memory"),
    ("PTB ConversationHandler, pickle each turn", "ptb", "pickle"),
    ("aiogram FSM, memory", "aiogram_fsm", "memory"),
    ("aiogram-dialog, memory", "aiogram_dialogs", "memory"),
]
CONCURRENT = {
    "this bot, durable and sealed",
    "PTB echo, no state at all",
    "aiogram FSM, memory",
    "aiogram-dialog, memory",
}
"""Those that can serve people at once: PTB says that ConversationHandler cannot."""

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
        process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)  # noqa: S603 - found above
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.1):
                break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}"
        process.terminate()
        process.wait()


def main() -> None:
    """Measure in rounds, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="how often each contestant is measured (4)")
    parser.add_argument("--stored", type=int, default=STORED[-1], help="the most stored sessions (1,000,000)")
    given = parser.parse_args()
    with redis() as address, tempfile.TemporaryDirectory() as folder:
        os.environ["BENCHMARK_SCRIPT"] = str(Path(folder) / "script.json")
        script.write(Path(os.environ["BENCHMARK_SCRIPT"]))
        durable = [("aiogram FSM, Redis that syncs each write", "aiogram_fsm", address)] if address else []
        everyone = [OURS, ECHO, *PEERS, *durable]
        rounds = [
            {name: _one_round(name, module, kind) for name, module, kind in everyone} for _ in range(given.rounds)
        ]
        print(_heading())
        _print_table(rounds, [name for name, _, _ in everyone])
        if not address:
            print("\nNo redis-server is installed, so the aiogram FSM with a durable store was not measured.")
        _print_own(rounds)
        _print_stored(given.stored)
        _print_workers()


def _one_round(name: str, module: str, kind: str) -> dict[str, float]:
    figures = measured("turns", module, kind) | measured("first", module, kind)
    if name in CONCURRENT:
        figures["crowd"] = measured("crowd", module, kind)["turns"]
    print(f"{name}: {figures['cpu']:.0f} us", file=sys.stderr)
    return figures


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


def _print_own(rounds: list[dict[str, dict[str, float]]]) -> None:
    ours = [one[OURS[0]] for one in rounds]
    free = [measured("stuck", "ours", "free")["p95"] for _ in range(3)]
    held = [measured("stuck", "ours", "stuck")["p95"] for _ in range(3)]
    print(f"\nBot API calls a turn: {ours[0]['calls']:.1f} (the peers make two).")
    print(f"The last turns of a talk against early ones: {statistics.median(one['late'] for one in ours):.2f}.")
    print(f"One chat stuck for 30 s, p95 of the others: {statistics.median(held) / statistics.median(free):.2f}.")
    machine = measured("machine", "ours", "")["cpu"]
    print(f"The store's share of CPU: {100 * statistics.median(one['store'] for one in ours):.1f} %.")
    print(f"Memory for each person who has stopped half way: {measured('idle', 'ours', '')['kib']:.2f} KiB.")
    print(f"The machine's share of a turn: {100 * machine / statistics.median(one['cpu'] for one in ours):.1f} %.")


def _print_workers() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.workers"]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)  # noqa: S603 - ours
    cores = os.cpu_count()
    print(
        f"3 workers on PostgreSQL against 1, with the server on the same {cores} cores: {found['3'] / found['1']:.2f}."
    )


def _print_stored(most: int) -> None:
    numbers = [number for number in STORED if number <= most]
    found = {}
    for number in numbers:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.stored", str(number)]
        found[number] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)  # noqa: S603 - ours
    for number, figures in found.items():
        ratio = figures["ms"] / found[numbers[0]]["ms"]
        size = figures["bytes"]
        print(f"{number:,} stored sessions: a turn takes {ratio:.2f} of that with 1,000; {size:.0f} bytes each.")


if __name__ == "__main__":
    main()
