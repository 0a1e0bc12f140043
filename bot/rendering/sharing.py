"""Passing the bot on, and saying whether a topic helped."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from bot.links import link
from bot.reply import Button, Message

if TYPE_CHECKING:
    from bot.rendering.voice import Voice


def share_page(voice: Voice) -> Message:
    """Give words that are ready to be passed on, with a button to copy and one to send them."""
    words = voice.words.sharing.share
    ready = voice.plain(words.words)
    address = link(voice.bot_name, voice.words.code)
    send = f"https://t.me/share/url?url={quote(address, safe='')}&text={quote(ready, safe='')}"
    html = Markup("{}\n\n<blockquote>{}\n{}</blockquote>").format(voice.say(words.text), ready, address)
    rows = (
        (Button(voice.plain(words.send), link=send),),
        (Button(voice.plain(words.copy_words), copied=f"{ready} {address}"),),
        voice.row("go_on", "go"),
    )
    return Message(html, rows)


def feedback_row(voice: Voice, section: str) -> tuple[Button, ...]:
    """Give the three answers to "was this helpful?"; none of them has to be tapped."""
    answers = voice.words.sharing.feedback.answers.model_dump()
    return tuple(Button(voice.plain(words), f"rate:{section}:{name}") for name, words in answers.items())
