"""What was typed, as the buttons or the command that it stands for."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.reply import Button

SHORTEST_BEGINNING = 4
"""How many letters stand for the longer words that begin with them; fewer could mean a plain yes or no."""

_NUMBERS = re.compile(r"\d{1,2}(?:(?:[\s,;.&+/]|\band\b)+\d{1,2})*\.?")


def normalised(text: str) -> str:
    """Give the text without case, accents on it, outer punctuation and doubled spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split()).strip(" .!,;:")


def buttons_meant(text: str, buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Give the buttons whose numbers or words were typed; none when any part of it is something else."""
    wanted = normalised(text)
    by_words = {normalised(button.words): button for button in buttons if button.data}
    if wanted in by_words:
        return (by_words[wanted],)
    begun = [button for words, button in by_words.items() if f"{words} ".startswith(f"{wanted} ")]
    if len(wanted) >= SHORTEST_BEGINNING and len(begun) == 1:
        return (begun[0],)
    by_number = {button.number: button for button in by_words.values() if button.number}
    if _NUMBERS.fullmatch(wanted):
        numbers = [int(number) for number in re.findall(r"\d+", wanted)]
        return tuple(by_number[number] for number in dict.fromkeys(numbers)) if set(numbers) <= set(by_number) else ()
    parts = [part for part in re.split(r",|;|\band\b", wanted) if part.strip()]
    several = tuple(by_words[part.strip()] for part in parts if part.strip() in by_words)
    return several if len(several) == len(parts) else ()


def is_number(text: str) -> bool:
    """Say whether the text is nothing but small numbers, as typed to choose from a list."""
    return bool(_NUMBERS.fullmatch(normalised(text)))


def command_meant(text: str, commands: Iterable[str], other_words: Mapping[str, Iterable[str]]) -> str | None:
    """Give the command that the text names, by its own name or by other words for it."""
    wanted = normalised(text)
    if wanted in commands:
        return wanted
    return next((name for name, words in other_words.items() if wanted in map(normalised, words)), None)
