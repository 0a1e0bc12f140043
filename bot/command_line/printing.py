"""The commands that print a page for the README and the docs: the map of the talk, and what is stored."""

from __future__ import annotations

import typer

from bot import graph, inventory


def print_map() -> None:
    """Print the machine as a Mermaid diagram."""
    typer.echo(graph.mermaid())


def print_inventory() -> None:
    """Print every stored field: why, how long, who gets a copy, what erases it (docs/privacy.md)."""
    typer.echo(inventory.as_markdown(), nl=False)
