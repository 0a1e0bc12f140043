"""What a person sees: messages, changes to the open message, and the short note on a tap."""

from __future__ import annotations

from msgspec import Struct


class Button(Struct, frozen=True, omit_defaults=True):
    """A button.

    Attributes:
        words: What it says.
        data: What a tap brings back, at most 64 bytes; empty when a tap opens a link or copies words.
        number: Its number in the list of choices, which can be typed instead; 0 when it has none.
        ticked: Whether it is a choice that is ticked.
        link: The address that a tap opens.
        copied: The words that a tap copies, at most 256 characters.
    """

    words: str
    data: str = ""
    number: int = 0
    ticked: bool = False
    link: str = ""
    copied: str = ""

    @property
    def label(self) -> str:
        """What stands on it."""
        return f"{self.number or ''} {self.words}{' ✓' if self.ticked else ''}".strip()


Rows = tuple[tuple[Button, ...], ...]


class Message(Struct, frozen=True):
    """A message in Telegram's HTML, with its rows of buttons."""

    html: str
    rows: Rows = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button in reading order."""
        return tuple(button for row in self.rows for button in row)


class Send(Struct, frozen=True, tag_field="kind", tag=True):
    """Send a new message; it is known by ``number`` to later replies."""

    number: int
    message: Message


class Change(Struct, frozen=True, tag_field="kind", tag=True):
    """Give the message known by ``number`` this text and these buttons."""

    number: int
    message: Message


class Close(Struct, frozen=True, tag_field="kind", tag=True):
    """Take the buttons from the message known by ``number`` and leave its text."""

    number: int


class Document(Struct, frozen=True, tag_field="kind", tag=True):
    """Send a file; it is made when it is sent and never lies on a disk.

    Attributes:
        number: Its number among what was sent; nothing later refers to it.
        filename: The name under which it arrives; what it ends in says how it is made.
        caption: What stands beside it, in Telegram's HTML.
        text: What is in it, or what it is made from when it is sent.
    """

    number: int
    filename: str
    caption: str
    text: str


Outgoing = Send | Change | Close | Document


class Reply(Struct, frozen=True):
    """All that one turn shows.

    Attributes:
        outgoing: What must arrive, in this order.
        note: The short note on a tap; Telegram shows it for a moment and keeps nothing of it.
    """

    outgoing: tuple[Outgoing, ...] = ()
    note: str = ""
