"""Signs of danger: their levels, and which of several that sound at once are answered."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_NEARLY_AS_LOUD = 1.5
_MUCH_LOUDER = 2.5


class Level(StrEnum):
    """How much it matters, most first."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    URGENT = "urgent"
    ADVICE = "advice"


TOGETHER = (Level.EMERGENCY, Level.CRISIS)
_DROWNS = {Level.URGENT: {True: 4.0, False: 7.0}, Level.ADVICE: {True: 1.0, False: 3.0}}
"""How loud danger must be to be heard beside one of these that is louder, by whether a phrase names it."""
_SEVERITY_COUNTS = {Level.EMERGENCY: 0.8, Level.CRISIS: 0.6, Level.URGENT: 0.5, Level.ADVICE: 0.0}


class Sign(NamedTuple):
    """What was heard: the level, the sign, the phrase it was found by and its language."""

    level: Level
    name: str
    phrase: str
    language: str
    deniable: bool
    slowly_urgent: bool = False
    perhaps_meant: bool = False


def loudest_of(odds: Mapping[Level, float], named: Collection[Level]) -> Level:
    """Give the level that sounds loudest; what is no danger drowns none beside it."""
    by_loudness = sorted(odds, key=lambda level: odds[level] + _SEVERITY_COUNTS[level], reverse=True)
    enough = _DROWNS.get(by_loudness[0])
    danger = [one for one in by_loudness if enough and one in TOGETHER and odds[one] > enough[one in named]]
    return (*danger, by_loudness[0])[0]


def answered(loudest: Level, odds: Mapping[Level, float], found: list[Sign]) -> set[Level]:
    """Give the levels that are answered: the loudest, and of an emergency and a crisis perhaps the other one, too."""
    emergency, acted = odds.get(Level.EMERGENCY, 0.0), any(sign.perhaps_meant for sign in found)
    # Who would rather never wake up seems to be unconscious. The words for a crisis name the emergency number, too.
    if loudest is Level.CRISIS and not acted and emergency < odds[loudest] - _MUCH_LOUDER:
        return {loudest}
    named, nearly = {sign.level for sign in found}, odds[loudest] - _NEARLY_AS_LOUD
    others = TOGETHER if loudest in TOGETHER else ()
    return {loudest, *(one for one in others if one in named or odds.get(one, 0.0) > nearly)}


def levels_of(signs: list[Sign]) -> tuple[Level, ...]:
    """The levels of some signs, most serious first."""
    found = {sign.level for sign in signs}
    return tuple(level for level in Level if level in found)
