"""Numbers before buttons, and what a typed line means."""

from __future__ import annotations

from bot.local_telegram.numbered import chosen, shown


def test_a_number_is_not_said_twice() -> None:
    labels = ["1 New spots", "2-3 times", "3. Old", "10 years", "2.5 mg"]
    assert shown(labels) == ["1 New spots", "2 2-3 times", "3. Old", "4 10 years", "5 2.5 mg"]


def test_exact_words_win_over_positions() -> None:
    assert chosen("3", ["3", "2", "1"]) == 1
    assert chosen("yes", ["Yes!", "yes"]) == 2
    assert chosen("?", ["👍", "?"]) == 2
    assert chosen("👍", ["👍", "?"]) == 1
    assert chosen("years", ["No", "10 years"]) is None


def test_buttons_that_count_themselves_keep_their_numbers_wherever_they_stand() -> None:
    labels = ["Copy words", "1 Starting", "2 Switching", "3 Stopping", "Back"]
    assert shown(labels) == ["4 Copy words", "1 Starting", "2 Switching", "3 Stopping", "5 Back"]
    assert [chosen(typed, labels) for typed in ("3", "1", "4", "5", "stopping", "6")] == [4, 2, 1, 5, 4, None]
