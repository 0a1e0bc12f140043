"""The page from which the visit pack is made and passed on, and the file that it comes in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.consent import allows_keeping
from bot.rendering.letters import RECORDS, request_rows
from bot.reply import Button, Document, Message
from bot.visit_pack.gathering import has_answers

if TYPE_CHECKING:
    from bot.rendering.voice import Voice
    from bot.reply import Rows

VIEWS = ("pack", "pack_sent")
"""The pages that are made here."""


def pack_page(voice: Voice, name: str) -> Message:
    """Give the page that offers the pack, or the one that comes with its file."""
    page = voice.words.visit_pack.page
    blank = not has_answers(voice)
    go_on = voice.row("go_on", "go")
    if name == "pack":
        as_text = () if blank else ((Button(voice.plain(page.text_button), "show:summary"),),)
        return Message(voice.say(page.blank if blank else page.text), (pack_row(voice), *as_text, go_on))
    if blank:
        return Message(voice.say(page.sent_blank), (go_on,))
    return Message(voice.say(page.sent), (*_copies(voice), voice.row("change", "show:answers:0"), go_on))


def pack_row(voice: Voice) -> tuple[Button]:
    """Give the row with the button that makes the file."""
    return (Button(voice.plain(voice.words.visit_pack.page.pdf), "pack"),)


def pack_document(voice: Voice, number: int) -> Document:
    """Give the file; what is stored until it is sent are the answers alone, from which it is made then."""
    session, file = voice.session, voice.words.visit_pack.file
    answers = session.answers if allows_keeping(session) else {}
    made_from = {"language": voice.words.code, "seen": session.seen, "answers": answers}
    return Document(number, file.name, voice.say(file.caption), json.dumps({"pack": made_from}, ensure_ascii=False))


def _copies(voice: Voice) -> Rows:
    """Give the buttons that copy words to go with the sheet, and to ask for the records that are missing."""
    words, page = voice.words.visit_pack.copied, voice.words.visit_pack.page
    rows = (
        (Button(voice.plain(page.copy_companion), copied=voice.plain(words.companion)),),
        (Button(voice.plain(page.copy_office), copied=voice.plain(words.office)),),
    )
    return (*rows, *(request_rows(voice) if RECORDS in voice.session.answers else ()))
