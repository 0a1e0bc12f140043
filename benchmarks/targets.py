"""What we aim for, each beside what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Target(NamedTuple):
    """A figure that we aim for.

    Attributes:
        figure: Its name.
        what: What is measured.
        aim: What we would like.
        limit: What it must reach at least, or may reach at the most.
        more: Whether more is better.
    """

    figure: str
    what: str
    aim: float
    limit: float
    more: bool = False


TARGETS = (
    Target("cpu / echo", "CPU of a whole durable turn, against PTB's bare echo", 0.6, 1.5),
    Target("cpu / aiogram FSM, memory", "the same, against aiogram FSM in memory", 0.3, 0.75),
    Target("cpu / aiogram FSM, Redis", "the same, against aiogram FSM with Redis", 0.2, 0.5),
    Target("cpu / aiogram-dialog", "the same, against aiogram-dialog", 0.4, 1.0),
    Target("cpu / ConversationHandler", "the same, against ConversationHandler with persistence", 0.2, 0.5),
    Target("machine", "the machine's share of a turn, %", 2, 5),
    Target("store", "the store's share of the CPU, %", 10, 20),
    Target("crowd", "turns a second of 1,000 people at once, 50 ms a call, against PTB's echo", 0.9, 0.5, more=True),
    Target("stuck", "95th percentile of the others while one chat is stuck for 30 s, against none stuck", 1.0, 1.1),
    Target("late", "one of the last answers of a talk, against one of the first", 1.0, 1.1),
    Target("stored", "a turn beside the most stored sessions, against one beside the fewest", 1.0, 1.1),
    Target("start", "process start to the first handled update, against bare PTB", 1.3, 2.0),
    Target("memory", "memory for each person who has stopped half way, KiB", 0, 0.1),
    Target("disk", "disk for each stored session, KiB", 1, 2),
    Target("workers", "3 workers on PostgreSQL, against 1, with the server on the same two cores", 2.5, 1.6, more=True),
)


def compared(found: Mapping[str, float]) -> Iterator[str]:
    """Give a table, line by line: what was measured, what we aim for, and whether that is reached."""
    yield "| what | measured | we aim for | the limit | |"
    yield "|---|---|---|---|---|"
    for target in TARGETS:
        value = found.get(target.figure)
        if value is None:
            shown, verdict = "-", "not measured"
        else:
            reached = value >= target.limit if target.more else value <= target.limit
            shown, verdict = f"{value:.2f}", "reached" if reached else "**not reached**"
        yield f"| {target.what} | {shown} | {target.aim:g} | {target.limit:g} | {verdict} |"
