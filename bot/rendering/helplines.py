"""The page with the numbers to call in every country that we know them of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.rendering.markup import in_lines
from bot.reply import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.rendering.voice import Voice


def helplines_page(voice: Voice, numbers: Mapping[str, Mapping[str, str]]) -> Message:
    """Give each country's ambulance and its help line for thoughts of suicide, by the country's name."""
    from babel import Locale  # noqa: PLC0415 - few people need it

    countries = Locale.parse(voice.words.code).territories
    named = sorted((str(countries[code.upper()]), entry) for code, entry in numbers.items())
    lines = (Markup("{}: <b>{}</b> · {}").format(name, one["emergency"], one["crisis"]) for name, one in named)
    text = voice.say(voice.words.shared.views.helplines.text)
    return Message(in_lines((text, *lines)), (voice.row("continue_safe", "go"),))
