"""The shape of the words that every section shares."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from bot.content.entry_wording import EntryWords  # noqa: TC001 - pydantic reads the types
from bot.content.typed_wording import Loosely, Numerals  # noqa: TC001 - pydantic reads the types
from bot.content.wording import Wording, Words

Copied = Annotated[str, Field(min_length=1, max_length=256)]
"""Telegram lets 256 characters be copied by a button."""

CommandWords = Annotated[str, Field(min_length=1, max_length=256)]


class Person(Wording):
    """How the person with MS is spoken of.

    Besides the words for the doctor, each language has the words that its own grammar needs, under names of its own.
    """

    model_config = ConfigDict(extra="allow", frozen=True, str_min_length=0)
    __pydantic_extra__: dict[str, str]

    words_asking: Copied
    words_telling: Copied
    words_records: Copied
    words_images: Copied
    words_call: Copied


class People(Wording):
    """The two ways: the person writes, or a companion does."""

    me: Person
    someone: Person

    @model_validator(mode="after")
    def _both_know_the_same_words(self) -> Self:
        me, someone = self.me.model_dump(), self.someone.model_dump()
        if odd := sorted(me.keys() ^ someone.keys()):
            raise ValueError(f"only one of me and someone has {', '.join(odd)}")
        return self


class Buttons(Wording):
    """The labels of the buttons that are no choices."""

    more: Words
    back: Words
    skip: Words
    pause: Words
    done: Words
    go_on: Words
    continue_safe: Words
    menu: Words
    answers: Words
    summary: Words
    change: Words
    change_that: Words
    change_entry: Words
    rewrite: Words
    remove: Words
    leave: Words
    more_questions: Words
    more_answers: Words
    first_questions: Words
    next_topic: Words
    next_page: Words
    ask_me: Words
    start_again: Words
    restart_yes: Words
    restart_sure: Words
    forget_yes: Words
    keep: Words
    human: Words
    helplines: Words
    requests: Words
    copy_asking: Words
    copy_telling: Words
    copy_records: Words
    copy_images: Words
    copy_call: Words
    visited: Words
    opinions: Words
    change_one: Words


class Lines(Wording):
    """The short lines that stand around a question."""

    step: Words
    to_ask: Words
    your_answer: Words
    answer_now: Words
    ticked: Words
    entries: Words
    entries_before: Words
    saved: Words
    saved_list: Words
    skipped: Words
    kept: Words
    entry_added: Words
    entry_changed: Words
    entry_removed: Words
    next_entry: Words
    rewrite: Words
    which_entry: Words
    one_entry: Words
    for_every_visit: Words
    question_kept: Words
    visited: Words
    nothing: Words
    language: Words


class Notices(Wording):
    """What is said when something else came than an answer."""

    not_understood: Words
    unreadable: Words
    edited: Words
    old_button: Words
    unknown_button: Words
    unknown_command: Words
    nothing_ticked: Words
    too_many: Words
    excludes_others: Words
    too_long: Words
    too_many_entries: Words
    date_unclear: Words
    date_without_year: Words
    at_the_start: Words
    failed: Words
    not_kept: Words
    hurried: Words
    reading: Words


class Notes(Wording):
    """What is shown for a moment after a tap."""

    saved: Words
    already: Words
    old: Words
    unknown: Words


class View(Wording):
    """The words of one view."""

    text: Words
    done: str = ""
    empty: str = ""
    so_far: str = ""
    next: str = ""


class Views(Wording):
    """The pages with a purpose of their own."""

    menu: View
    answers: View
    paused: View
    recap: View
    restart: View
    restart_sure: View
    restarted: View
    forget: View
    forgotten: View
    reading: View
    helplines: View
    lost: View
    did_you_mean: View
    requests: View
    opinions: View


class Pages(Wording):
    """The pages that are only read."""

    help: Words
    human: Words
    feelings: Words
    privacy: Words
    disclaimer: Words
    sources: Words
    about: Words
    language: Words
    words: Words
    not_known: Words


class Profile(Wording):
    """What Telegram shows before the talk begins."""

    name: str = Field(min_length=1, max_length=64)
    short_description: str = Field(min_length=1, max_length=120)
    description: str = Field(min_length=1, max_length=512)


class SharedWords(Wording):
    """The words that every section shares."""

    language_name: Words
    language_asked: tuple[Words, ...]
    person: People
    disclaimer: Words
    disclaimer_line: Words
    safety_line: Words
    careful_line: Words
    buttons: Buttons
    lines: Lines
    notices: Notices
    notes: Notes
    entries: EntryWords
    views: Views
    pages: Pages
    commands: dict[str, CommandWords]
    typed_commands: dict[str, tuple[str, ...]]
    may_be_answers: tuple[str, ...]
    not_entries: tuple[Words, ...]
    typed_all: tuple[Words, ...]
    typed_except: tuple[Words, ...]
    typed_choices: dict[str, tuple[Words, ...]]
    typed_keep: tuple[Words, ...]
    typed_numbers: Numerals
    typed_loosely: Loosely
    profile: Profile
    medical_words: dict[str, Words]
