"""Finds the choices of an open question in a whole sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.other_words import other_words
from bot.typed import AND, FEWEST_LETTERS, as_known, is_question, normalised, said_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rendering.voice import Voice
    from bot.reply import Button

FEWEST_IN_A_SENTENCE = 4
"""The same where a whole word of a sentence is a choice of its own, such as "work" or "rrms"."""

_GENERAL = {"yes", "no", "none", "nothing", "both", "not-sure"}
"""Choices whose words stand in sentences about anything."""

ABOUT_OWN_ILLNESS = {"treatment", "monitoring"}
"""The sections that ask about the person's own illness."""

LONGEST_SENTENCE = 12
"""How many words a sentence may have in which a choice is looked for; longer ones say more than that."""


def choices_within(voice: Voice, text: str, buttons: Iterable[Button], *, anywhere: bool) -> tuple[Button, ...]:
    """Give the choices whose words stand in a sentence that neither asks nor denies.

    Args:
        voice: The words, and the person.
        text: What was typed.
        buttons: The buttons that are open.
        anywhere: Whether any part of the sentence may name them; else the first one has to.
    """
    choices = tuple(button for button in buttons if button.data.startswith("pick:"))
    wanted = normalised(text)
    by_words = {
        words: button
        for words, button in said_by(choices, other_words(voice, choices)).items()
        if len(words) >= (FEWEST_LETTERS if button.data.rpartition(":")[2] in _GENERAL else FEWEST_IN_A_SENTENCE)
    }
    held = [_standing_in(part, by_words) for part in AND.split(wanted) if part.strip()]
    if is_question(text) or len(wanted.split()) > LONGEST_SENTENCE or not any(held if anywhere else held[:1]):
        return ()
    found = {words: by_words[words] for part in held for words in part if not _is_part_of_another(words, part)}
    loosely = voice.words.shared.typed_loosely
    # "Has had" tells of now, though "had" alone would not.
    around = map(as_known, loosely.around)
    of_now = [words for words in around if any(_stands_in(word, words) for word in loosely.apart)]
    rest = _without(_without(wanted, found), of_now)
    says_otherwise = any(_stands_in(word, rest) for word in (*loosely.apart, *_others(voice)))
    return () if says_otherwise else tuple(dict.fromkeys(found.values()))


def _without(text: str, phrases: Iterable[str]) -> str:
    """Take phrases out of a text, the longest first; both are normalised."""
    either = "|".join(rf"\b{re.escape(words)}\b" for words in sorted(phrases, key=len, reverse=True))
    return re.sub(either, " ", text) if either else text


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(as_known(words))}\b", text) is not None


def _others(voice: Voice) -> tuple[str, ...]:
    """Give the words for other people where the person's own illness is asked for: "my brother has PPMS"."""
    session = voice.session
    if "someone" in session.chosen("opening.who") or session.place.partition(".")[0] not in ABOUT_OWN_ILLNESS:
        return ()
    # Of single words, such as "her", nobody knows whom they mean.
    return tuple(words for words in voice.words.question("opening.who").typed.get("someone", ()) if " " in words)


def _standing_in(part: str, by_words: Iterable[str]) -> list[str]:
    """Give the words for buttons that stand in a part of a text."""
    return [words for words in by_words if re.search(rf"\b{re.escape(words)}\b", part)]


def _is_part_of_another(words: str, found: list[str]) -> bool:
    """Say whether words stand in longer ones that were found, as "for me" may in the Spanish "for my son"."""
    return any(words != other and re.search(rf"\b{re.escape(words)}\b", other) for other in found)
