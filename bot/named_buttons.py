"""Finds the open buttons that a whole text names, or nearly names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moves import takes_several
from bot.other_words import other_words
from bot.several import all_meant, means_nothing_more
from bot.typed import buttons_meant, buttons_nearly_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.rendering.voice import Voice
    from bot.reply import Button


def named(
    voice: Voice, text: str, inner: str, buttons: tuple[Button, ...], others: Mapping[str, tuple[str, ...]]
) -> tuple[Button, ...]:
    """Give the buttons that a text names.

    Args:
        voice: The words, and the person.
        text: What was typed.
        inner: It without the words around, where these may be left out; else nothing.
        buttons: The buttons that are open.
        others: Words that mean a button without standing on it, by the button's data.
    """
    numerals = voice.words.shared.typed_numbers
    found = buttons_meant(text, buttons, numerals, others)
    if not found and inner:
        found = buttons_meant(inner, buttons, numerals, others)
    if takes_several(voice.session):
        found = all_meant(voice, text, buttons) or found
        if means_nothing_more(voice, text, found):
            return tuple(button for button in buttons if button.data == f"done:{voice.session.place}")
    return found


def nearly_named(voice: Voice, text: str, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Give the buttons that a text nearly names: one, or at a question that takes several all of them."""
    shared = voice.words.shared
    near = buttons_nearly_meant(text, buttons, shared.typed_numbers, other_words(voice, buttons), shared.typed_loosely)
    return near if len(near) == 1 or takes_several(voice.session) else ()
