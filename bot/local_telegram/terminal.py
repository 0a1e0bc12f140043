"""A chat in plain lines: what the bot says, numbered buttons, and whatever the person types."""

from __future__ import annotations

import asyncio
import textwrap
from typing import TYPE_CHECKING, TextIO

from bot.local_telegram.lines import read_lines
from bot.local_telegram.numbered import chosen, shown
from bot.telegram_html import parse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local_telegram.patient import Patient
    from bot.local_telegram.seen import Seen

WIDTH = 78
_BULLETS = ("• ", "- ", "– ")


async def chat(  # noqa: PLR0913 - the last two have plain defaults
    patient: Patient,
    settled: Callable[[], Awaitable[object]],
    lines_in: TextIO,
    out: TextIO,
    *,
    width: int = WIDTH,
    echo: bool | None = None,
) -> None:
    """Chat until the input ends.

    Args:
        patient: The person who chats; what they did before is shown first.
        settled: Returns when the bot has answered everything so far.
        lines_in: Where the person types: a terminal, a pipe or a file.
        out: Where the chat is shown.
        width: Columns to wrap at.
        echo: Whether to repeat each line; by default only where typing is not visible anyway.
    """
    screen = _Screen(patient, out, width)
    lines = read_lines(lines_in)
    visible = lines_in.isatty() if echo is None else not echo
    coming = asyncio.ensure_future(anext(lines, None))
    try:
        while True:
            await settled()
            heard = patient.telegram.bell.rings
            screen.show_news()
            news = asyncio.ensure_future(patient.telegram.changed(heard))
            await asyncio.wait({coming, news}, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if not coming.done():
                continue
            line = coming.result()
            if line is None:
                return
            if not visible:
                screen.print(f"> {line}")
            screen.act(line)
            coming = asyncio.ensure_future(anext(lines, None))
    finally:
        coming.cancel()


class _Screen:
    """Remembers what was printed, so that only news is."""

    def __init__(self, patient: Patient, out: TextIO, width: int) -> None:
        self.patient, self.out, self.width = patient, out, width
        self.printed: dict[int, Seen] = {}
        self.toasts = len(patient.toasts)

    def act(self, line: str) -> None:
        """Tap what was meant, or say it."""
        text = line.strip()
        if not text:
            return
        keyboard = self.patient.newest_keyboard
        position = chosen(text, keyboard.labels) if keyboard else None
        if keyboard is None or position is None:
            self.patient.say(text)
            return
        button = keyboard.button(position)
        if button.url:
            self.print(f"Open: {button.url}")
        elif button.copy_text:
            self.print(f"Copy: {button.copy_text}")
        self.patient.tap(position, keyboard)

    def show_news(self) -> None:
        """Print toasts, new messages and changes of the message that is still open."""
        for toast in self.patient.toasts[self.toasts :]:
            self.print(f"({toast.text or toast.url})")
        self.toasts = len(self.patient.toasts)
        keyboard = self.patient.newest_keyboard
        seen = [message for message in self.patient.messages if message.author == "bot"]
        for message in seen:
            before = self.printed.get(message.id)
            self.printed[message.id] = message
            if before is None:
                self.show(message, plain(message))
            elif message is not before and (message is seen[-1] or message is keyboard):
                self.show_change(before, message)

    def show_change(self, before: Seen, now: Seen) -> None:
        """Print what an edit brought: an added part, a new text or new buttons; never that buttons went."""
        old, new = plain(before), plain(now)
        if old == new:
            if now.buttons and now.buttons != before.buttons:
                self.show(now, "")
            return
        self.show(now, new.removeprefix(old).strip("\n"))

    def show(self, message: Seen, text: str) -> None:
        """Print a text and the message's buttons, apart from what stands above."""
        self.print("")
        for line in text.splitlines():
            self.print(wrapped(line, self.width))
        if message.document:
            self.print(f"[document: {message.document.name}, {_size(len(message.document.content))}]")
        if message.labels:
            self.print(wrapped("  ".join(_whole(shown(message.labels))), self.width).replace("\xa0", " "))

    def print(self, text: str) -> None:
        """Print at once."""
        self.out.write(f"{text}\n")
        self.out.flush()


def plain(message: Seen) -> str:
    """Give a message's words, every link followed by its address."""
    parsed = parse(message.html)
    units = parsed.text.encode("utf-16-le", "surrogatepass")
    links = [entity for entity in parsed.entities if entity.type == "text_link"]
    for link in sorted(links, key=lambda each: each.offset, reverse=True):
        start, end = link.offset * 2, (link.offset + link.length) * 2
        if units[start:end].decode("utf-16-le", "surrogatepass") != link.url:
            units = units[:end] + f" ({link.url})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


def wrapped(line: str, width: int) -> str:
    """Wrap one line at spaces; a list item's further lines stand under its words."""
    indent = "  " if line.startswith(_BULLETS) else ""
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _whole(labels: list[str]) -> list[str]:
    """Keep each label on one line."""
    return [f"[{label}]".replace(" ", "\xa0") for label in labels]


def _size(count: int) -> str:
    return f"{count} bytes" if count < 1000 else f"{round(count / 1000)} kB"  # noqa: PLR2004 - a thousand is a kilo
