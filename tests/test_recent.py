"""Records in memory: the oldest goes first."""

from __future__ import annotations

from bot.recent import Recent
from bot.record import Record


def test_what_is_too_old_goes() -> None:
    recent = Recent(9, 60)
    recent.keep(Record(1), 0)
    recent.keep(Record(2), 30)
    recent.let_go(59)
    assert recent.find(1)
    recent.let_go(60)
    assert recent.find(1) is None
    assert recent.find(2)


def test_what_is_kept_again_is_new() -> None:
    recent = Recent(9, 60)
    recent.keep(Record(1), 0)
    recent.keep(Record(1), 30)
    recent.let_go(60)
    assert recent.find(1)


def test_beyond_the_most_the_oldest_goes() -> None:
    recent = Recent(2, 60)
    for chat in (1, 2, 3):
        recent.keep(Record(chat), 0)
    assert [bool(recent.find(chat)) for chat in (1, 2, 3)] == [False, True, True]


def test_a_clock_that_is_set_back_keeps_nothing_for_longer() -> None:
    recent = Recent(9, 60)
    recent.keep(Record(1), 3600)
    recent.keep(Record(2), 0)
    recent.let_go(60)
    assert recent.find(1) is None
    assert recent.find(2) is None


def test_what_is_dropped_is_gone() -> None:
    recent = Recent(2, 60)
    recent.keep(Record(1), 0)
    recent.drop(1)
    recent.drop(1)
    assert recent.find(1) is None
