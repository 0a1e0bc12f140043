"""The shape of the words about entries of lists: how they are said back, and how they are put right."""

from __future__ import annotations

from bot.content.wording import Wording, Words


class Corrections(Wording):
    """What people type around a correction of the entry before.

    Attributes:
        excuses: What it begins with: "sorry", "no".
        meant: What other words for the entry begin with: "I meant".
        around: What stands before a date: "that was", "in".
        instead: What names the date that was wrong: "not", "instead of".
        removing: What an entry to be removed is named behind: "delete", "take out".
    """

    excuses: tuple[Words, ...]
    meant: tuple[Words, ...]
    around: tuple[Words, ...]
    instead: tuple[Words, ...]
    removing: tuple[Words, ...]


class EntryWords(Wording):
    """How the entries of lists are said back, what names side effects or a reason in them, and what corrects one."""

    dated: Words
    medicine: Words
    with_side_effects: Words
    side_effects: tuple[Words, ...]
    why_ended: tuple[Words, ...]
    corrections: Corrections
