"""What is typed at a question that takes several choices: all of them, all but some, or nothing more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.flows import QUESTIONS
from bot.sentences import choices_within
from bot.typed import normalised

if TYPE_CHECKING:
    from bot.rendering.voice import Voice
    from bot.reply import Button


def all_meant(voice: Voice, text: str, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Give every choice for "all of them", and for "all except the images" every other one; none for any other text."""
    shared = voice.words.shared
    either = "|".join(re.escape(normalised(one)) for one in shared.typed_except)
    everything, *excepted = re.split(rf"\s*,?\s*\b(?:{either})\b\s*", normalised(text), maxsplit=1)
    if everything not in map(normalised, shared.typed_all):
        return ()
    picked = tuple(button for button in buttons if button.data.startswith("pick:"))
    left_out = choices_within(voice, excepted[0], picked, anywhere=True) if excepted else ()
    if excepted and not left_out:
        return ()
    return tuple(one for one in picked if one not in left_out and _goes_with_others(voice, one))


def means_nothing_more(voice: Voice, text: str, meant: tuple[Button, ...]) -> bool:
    """Say whether "none", typed when something is ticked already, only says that there is nothing more."""
    words = map(normalised, voice.words.shared.typed_choices.get("none", ()))
    excludes_others = len(meant) == 1 and _choice(meant[0]) in QUESTIONS[voice.session.place].alone
    return bool(voice.session.ticked) and excludes_others and normalised(text) in words


def not_ticked(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Leave out what is ticked: a sentence adds, and takes nothing back by naming it once more."""
    return tuple(button for button in buttons if not button.ticked)


def _goes_with_others(voice: Voice, button: Button) -> bool:
    return _choice(button) not in {*QUESTIONS[voice.session.place].alone, "own"}


def _choice(button: Button) -> str:
    return button.data.rpartition(":")[2]
