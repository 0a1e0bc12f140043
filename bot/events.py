"""What a person can do, free of Telegram."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tap:
    """A button was tapped; ``data`` is what the button carried, and may be old or forged."""

    data: str


@dataclass(frozen=True, slots=True)
class Text:
    """Something was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command was sent: its name without the slash, and what followed it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """An earlier message was changed by the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something came that is no text: a photo, a voice message, a sticker, a place.

    Attributes:
        caption: Words that came with it, empty when there were none.
        album: What the parts of one album share; empty when it is no album.
    """

    caption: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """What was done last could not be handled: the bot says so and shows the place again."""


HURRIED = "hurried"
"""What the newest message says when more came than can be answered."""


@dataclass(frozen=True, slots=True)
class Hurried:
    """More came than can be answered: the bot says so once and shows the place again."""


@dataclass(frozen=True, slots=True)
class ClockTick:
    """Nobody did anything, but the time has come for something."""


Event = Tap | Text | Command | Edited | Unreadable | Failed | Hurried | ClockTick
