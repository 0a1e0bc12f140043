"""Words ready to send, each with a copy button: asking for records, calling with a question, telling the own doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reply import Button, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rendering.voice import Voice
    from bot.reply import Rows

RECORDS = "preparation.records"
IMAGES = "mri-images"
OWN_WORK = "medicines-list"
"""What nobody needs to be asked for."""


def copies_offered(voice: Voice) -> Rows:
    """Give the buttons that copy the words for what was just said."""
    return tuple((button,) for said in voice.session.said for button in _offered(voice, said))


def _offered(voice: Voice, said: str) -> Iterator[Button]:
    if said == "question_kept":
        yield _copy(voice, "call")
    elif said == "answered:decision.tell":
        told = voice.session.chosen("decision.tell")
        for name in ("asking", "telling"):
            if name in told or "both" in told:
                yield _copy(voice, name)
    elif said == f"answered:{RECORDS}" and _asked_for(voice):
        yield from voice.row("requests", "show:requests")


def requests_page(voice: Voice) -> Message:
    """Give the words with which to ask for each record that is missing: in whole, and to be copied."""
    names = _asked_for(voice)
    letters = {name: letter(voice, name) if name in names else "" for name in ("records", "images")}
    text = voice.say(voice.words.shared.views.requests.text, **letters)
    return Message(text, (*request_rows(voice), voice.row("go_on", "go")))


def request_rows(voice: Voice) -> Rows:
    """Give the buttons that copy the words to ask for the records that are missing."""
    return tuple((_copy(voice, name),) for name in _asked_for(voice))


def _asked_for(voice: Voice) -> list[str]:
    """Give the letters that are needed: the images lie elsewhere than all that an office has."""
    missing = set(voice.missing(RECORDS)) - {OWN_WORK}
    return [name for name, asked in (("records", missing - {IMAGES}), ("images", missing & {IMAGES})) if asked]


def letter(voice: Voice, name: str) -> str:
    """Give the words of a letter, from the person or their companion."""
    missing = (one for one in voice.missing(RECORDS) if one not in {IMAGES, OWN_WORK})
    items = ", ".join(voice.label(RECORDS, one) for one in missing)
    return voice.plain(str(voice.context[f"words_{name}"]), items=items)


def _copy(voice: Voice, name: str) -> Button:
    label = getattr(voice.words.shared.buttons, f"copy_{name}")
    return Button(voice.plain(label), copied=letter(voice, name))
