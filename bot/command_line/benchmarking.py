"""The command that runs a benchmark; benchmarks are part of a checkout, not of an installed program."""

from __future__ import annotations

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parents[2]


class Benchmark(StrEnum):
    """What can be measured."""

    LISTENING = "listening"
    TURNS = "turns"


MODULES = {Benchmark.LISTENING: "benchmarks.listening", Benchmark.TURNS: "benchmarks"}


def benchmark(
    what: Annotated[Benchmark, typer.Argument(help="What is measured.")] = Benchmark.TURNS,
) -> None:
    """Measure how well the bot listens, or how fast it is beside its peers."""
    if not (ROOT / "benchmarks" / "listening.py").is_file():
        typer.echo(
            "The benchmarks do not come with the program: clone the repository, and run this in it after make test.",
            err=True,
        )
        raise typer.Exit(2)
    raise typer.Exit(subprocess.call([sys.executable, "-m", MODULES[what]], cwd=ROOT))  # noqa: S603 - ours
