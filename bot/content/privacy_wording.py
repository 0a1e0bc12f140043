"""The shape of the words about what is stored."""

from __future__ import annotations

from pydantic import Field

from bot.content.wording import Wording, Words


class WithdrawWords(Wording):
    """What is asked before answers are deleted because the person only wants to read."""

    text: Words
    confirm: Words
    keep: Words


class ExportWords(Wording):
    """What comes with the copy of everything stored, and stands in it."""

    text: Words
    json_caption: Words
    pdf_caption: Words
    title: Words
    intro: Words
    answers: Words
    fields_heading: Words
    none: Words
    secret: Words
    sealed: Words
    below: Words
    fields: dict[str, Words]


class PrivacyButtons(Wording):
    """The buttons under the short policy."""

    consent: Words
    export: Words
    forget: Words


class Chapter(Wording):
    """A chapter of the policy."""

    heading: Words
    text: Words


class PolicyWords(Wording):
    """The whole policy, as it is sent in a file."""

    filename: Words
    caption: Words
    title: Words
    version: Words
    chapters: tuple[Chapter, ...] = Field(min_length=1)


class PrivacyWords(Wording):
    """The file of words about what is stored."""

    consent_changed: Words
    withdrawn: Words
    withdraw: WithdrawWords
    nothing_stored: Words
    export: ExportWords
    buttons: PrivacyButtons
    policy: PolicyWords
