"""Ways through the talk that do not depend on its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talking import Talk

    from bot.local_telegram.seen import Seen

TO_CONSENT = ("pick:opening.welcome:start", "pick:opening.consent:remember")
"""Until something is stored of the person, so that what is pending outlives the worker."""

TO_THE_FIRST_QUESTION = (
    *TO_CONSENT,
    "pick:opening.who:me",
    "pick:opening.stage:thinking",
)
TO_A_LIST = (*TO_THE_FIRST_QUESTION, "open:preparation", "done:preparation.records")
"""To the question whose answer is a list of entries that are typed one by one."""


async def walk(talk: Talk, *data: str) -> list[Seen]:
    """Start, press one button after the other, and give what the bot showed last."""
    shown = await talk.say("/start")
    for one in data:
        shown = await talk.tap_data(one)
    return shown
