"""What was typed, as the buttons or the command that it stands for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.content.typed_wording import Loosely, Numerals
    from bot.reply import Button

SHORTEST_BEGINNING = 4
"""How many letters stand for the longer words that begin with them; fewer could mean a plain yes or no."""

LETTERS_A_SLIP = 5
"""One wrong letter is forgiven for each so many typed; none in shorter words, which lie too near each other."""

FEWEST_LETTERS = 5
"""How many letters stand for a choice in whose words they are; fewer, such as "sure" or "now", say too little."""

LONGEST_ENDING = 2
"""How many letters of a plural may follow a word whose meaning is asked for."""

_ACCENTS = re.compile("[\u0300-\u036f]")
_NUMBERS = re.compile(r"\d{1,2}(?:(?:[\s,;.&+/]|\b(?:and|y|und|et)\b)+\d{1,2})*\.?")
AND = re.compile(r"[,;]|\b(?:and|y|und|et)\b")


def normalised(text: str) -> str:
    """Give the text without case, accents, outer punctuation and doubled spaces."""
    folded = text.casefold() if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    folded = folded.replace("’", "'")
    words = " ".join(folded.split())
    return words.strip(" .!?,;:¿¡()") or words


def is_question(text: str, asking: Iterable[str] = ()) -> bool:
    """Say whether the text asks something: by its question mark in whatever script, or by the words it begins with."""
    marked = any(mark in unicodedata.normalize("NFKC", text) for mark in "?¿؟")
    return marked or any(f"{normalised(text)} ".startswith(f"{as_known(words)} ") for words in asking)


# Only for words of the content: what a person typed must not stay in memory.
as_known = lru_cache(4096)(normalised)


def without_commas(text: str) -> str:
    """Give the text normalised and without the commas that some put before a please."""
    return " ".join(normalised(text).replace(",", " ").split())


def numbers_meant(text: str, numerals: Numerals) -> tuple[int, ...]:
    """Give the numbers of which the text is made, also in words; none when any part of it is something else."""
    in_words = {as_known(word): number for number, words in numerals.words.items() for word in words}
    before = "|".join(re.escape(as_known(word)) for word in numerals.before)
    wanted = re.sub(rf"\b(?:{before})\s+(?=\w)", "", normalised(text))
    wanted = str(in_words.get(wanted, wanted))
    wanted = re.sub(r"[^\W\d]+", lambda word: str(in_words.get(word[0], word[0])), wanted)
    found = re.findall(r"\d+", wanted) if _NUMBERS.fullmatch(wanted) else ()
    return tuple(dict.fromkeys(map(int, found)))


def buttons_meant(
    text: str, buttons: Iterable[Button], numerals: Numerals, other_words: Mapping[str, Iterable[str]]
) -> tuple[Button, ...]:
    """Give the buttons whose numbers or words were typed; none when any part of it is something else.

    Args:
        text: What was typed.
        buttons: The buttons that are open.
        numerals: How numbers are typed.
        other_words: Words that mean a button without standing on it, by the button's data.
    """
    buttons = tuple(buttons)
    by_words = said_by(buttons, other_words)
    by_number = {button.number: button for button in buttons if button.number}

    def meant_by(words: str) -> list[Button | None]:
        numbers = numbers_meant(words, numerals)
        return [by_number.get(number) for number in numbers] or [_named(normalised(words), by_words)]

    whole = meant_by(text)
    parts = [part for part in AND.split(normalised(text)) if part.strip()]
    meant = whole if all(whole) else [button for part in parts for button in meant_by(part)]
    found = [button for button in meant if button]
    return tuple(dict.fromkeys(found)) if len(found) == len(meant) else ()


def counted(buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Give the buttons with the number of their place where none has a number of its own, so that each can be typed."""
    buttons = tuple(buttons)
    if any(button.number for button in buttons):
        return buttons
    return tuple(replace(button, number=place) for place, button in enumerate(buttons, 1))


def bare(text: str, loosely: Loosely, numerals: Numerals) -> str:
    """Give the text normalised and without the words around an answer, such as please; all of it if nothing is left.

    What is left may be a number in figures, as in "maybe 2", but none in words: "I want one" counts nothing.
    """
    around = "|".join(re.escape(as_known(words)) for words in sorted(loosely.around, key=len, reverse=True))
    inner = re.fullmatch(rf"(?:(?:{around})[\s,.]+)*(.+?)(?:[\s,.]+(?:{around}))*", normalised(text))
    is_number = inner and numbers_meant(inner[1], numerals) and not any(map(str.isdigit, inner[1]))
    return inner[1] if inner and not is_number else normalised(text)


def buttons_nearly_meant(
    text: str,
    buttons: Iterable[Button],
    numerals: Numerals,
    other_words: Mapping[str, Iterable[str]],
    loosely: Loosely,
) -> tuple[Button, ...]:
    """Give the buttons whose words nearly say what was typed, or hold it; none when any part is something else."""
    buttons = tuple(buttons)
    by_words = said_by(buttons, other_words)
    apart = re.compile(rf"\b(?:{'|'.join(re.escape(as_known(word)) for word in loosely.apart)})\b")
    holding = {words: button for words, button in by_words.items() if not apart.search(words)}

    def nearly_meant_by(words: str) -> Button | None:
        return _named(words, by_words) or _misspelt(words, by_words) or _held(words, holding)

    wanted = bare(text, loosely, numerals)
    if whole := nearly_meant_by(wanted):
        return (whole,)
    meant = [nearly_meant_by(bare(part, loosely, numerals)) for part in AND.split(wanted) if part.strip()]
    found = [button for button in meant if button]
    return tuple(dict.fromkeys(found)) if len(found) == len(meant) else ()


def is_nearly(text: str, words: Iterable[str]) -> bool:
    """Say whether a single word is one slip away from one of these."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelling needs it

    wanted = normalised(text)
    return " " not in wanted and any(OSA.distance(wanted, normalised(one), score_cutoff=1) <= 1 for one in words)


def word_asked(text: str, medical_words: Iterable[str], loosely: Loosely) -> str | None:
    """Give the medical word whose meaning is asked for and nothing else, such as in "what is a relapse"."""
    wanted = normalised(text)
    asked = [
        wanted.removeprefix(before).removesuffix(behind).strip()
        for before, _, behind in (as_known(form).partition("...") for form in loosely.meaning)
        if wanted.startswith(before) and wanted.endswith(behind)
    ]
    endings = range(LONGEST_ENDING + 1)
    meant = {as_known(name): name for name in medical_words}
    return next(
        (meant[one[: len(one) - cut]] for one in asked for cut in endings if one[: len(one) - cut] in meant), None
    )


def _misspelt(wanted: str, by_words: Mapping[str, Button]) -> Button | None:
    near = {button.data: button for words, button in by_words.items() if _is_slip(wanted, words)}
    return next(iter(near.values())) if len(near) == 1 else None


def _is_slip(typed: str, meant: str) -> bool:
    """Say whether words are others with slips in them, word by word: "no" is no slip of "yes"."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelling needs it

    pairs = [(typed, meant)]
    if " " in typed or " " in meant:
        words, other_words = typed.split(), meant.split()
        if len(words) != len(other_words):
            return typed.replace(" ", "") == meant.replace(" ", "")
        pairs = list(zip(words, other_words, strict=True))
    slips = [(OSA.distance(one, other), max(len(one), len(other)) // LETTERS_A_SLIP) for one, other in pairs]
    return all(distance <= most for distance, most in slips) and any(most for _, most in slips)


def _held(wanted: str, by_words: Mapping[str, Button]) -> Button | None:
    """Give the only button in whose words this stands."""
    holds = re.compile(rf"\b{re.escape(wanted)}\b")
    found = {button.data: button for words, button in by_words.items() if holds.search(words)}
    return next(iter(found.values())) if len(found) == 1 and len(wanted) >= FEWEST_LETTERS else None


def said_by(buttons: Iterable[Button], other_words: Mapping[str, Iterable[str]]) -> dict[str, Button]:
    """Give every way to say a button; its own words win over other words for another one."""
    buttons = tuple(buttons)
    others = {as_known(words): button for button in buttons for words in other_words.get(button.data, ())}
    return {**others, **{normalised(button.words): button for button in buttons}}


def _named(wanted: str, by_words: Mapping[str, Button]) -> Button | None:
    """Give the button that says this, or the only one that begins with it."""
    if wanted in by_words:
        return by_words[wanted]
    begun = {button.data: button for words, button in by_words.items() if words.startswith(wanted)}
    return next(iter(begun.values())) if len(begun) == 1 and len(wanted) >= SHORTEST_BEGINNING else None


def command_meant(text: str, commands: Iterable[str], other_words: Mapping[str, Iterable[str]]) -> str | None:
    """Give the command that the text names, by its own name or by other words for it."""
    wanted = normalised(text)
    if wanted in commands:
        return wanted
    return next((name for name, words in other_words.items() if wanted in map(as_known, words)), None)


def past(text: str, cues: Iterable[str]) -> str:
    """Give what is left of a text without the cues at its beginning, and without the signs behind them."""
    either = "|".join(re.escape(one) for one in sorted(cues, key=len, reverse=True))
    return re.sub(rf"^(?:(?:{either})(?!\w)[\s,.:;!–—-]*)+", "", text, flags=re.IGNORECASE)
