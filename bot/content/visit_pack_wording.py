"""The shape of the words of the visit pack."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.content.wording import Wording, Words

Copied = Annotated[str, Field(min_length=1, max_length=256)]
"""Telegram lets a button copy so many characters."""


class Headings(Wording):
    """The headings, in the order of the parts."""

    top: Words
    opinions: Words
    about: Words
    reasons: Words
    matters: Words
    timeline: Words
    medicines: Words
    records: Words
    practical: Words
    next: Words
    others: Words
    compare: Words
    words: Words


class Groups(Wording):
    """The headings of questions that belong to no section."""

    own: Words
    every_visit: Words


class RecordsWords(Wording):
    """The checklist: what is there, what is missing, and whom to ask."""

    there: Words
    missing: Words
    unknown: Words
    whom: dict[str, Words]


class SheetWords(Wording):
    """What stands on the paper alone."""

    title: Words
    subtitle: Words
    name: Words
    born: Words
    visit: Words
    doctor: Words
    answer: Words
    blank: Words
    first: Words
    second: Words
    page: Words


class EndingWords(Wording):
    """What every visit pack says about itself."""

    about: Words
    made: Words
    source: Words
    review: Words
    unreviewed: Words
    funding: Words
    incomplete: Words


class PackPage(Wording):
    """The page from which the pack is made and passed on."""

    text: Words
    blank: Words
    sent: Words
    sent_blank: Words
    pdf: Words
    text_button: Words
    copy_companion: Words
    copy_office: Words


class FileWords(Wording):
    """The file's name and caption, which may show on a locked screen."""

    name: Annotated[str, Field(pattern=r"^[\w-]+\.pdf$")]
    caption: Words


class CopiedWords(Wording):
    """Words that a button copies."""

    companion: Copied
    office: Copied


class VisitPackWords(Wording):
    """The file's shape."""

    title: Words
    intro: Words
    companion: Words
    empty: Words
    after: Words
    erased: Words
    headings: Headings
    groups: Groups
    records: RecordsWords
    opinions: dict[str, Words]
    compare: dict[str, Words]
    sheet: SheetWords
    ending: EndingWords
    page: PackPage
    file: FileWords
    copied: CopiedWords
