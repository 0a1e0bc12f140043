"""The shape of the words for groups, links, inline answers, the leaflet and feedback."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.content.wording import Wording, Words

LONGEST_SHARED = 200
"""Telegram lets 256 characters be copied by a button, and the link has to follow the words."""

Description = Annotated[str, Field(min_length=1, max_length=256)]


class GroupWords(Wording):
    """The card in groups; it holds no word on health."""

    card: Words
    button: Words
    commands: dict[str, Description]


class Brief(Wording):
    """A topic in a sentence or two, and the facts that it speaks from."""

    text: Words
    facts: tuple[str, ...]


class InlineWords(Wording):
    """The words around an inline answer."""

    covers: Words
    source: Words
    button: Words
    open: Words


class ShareWords(Wording):
    """The page from which a person passes the bot on."""

    text: Words
    words: Annotated[str, Field(min_length=1, max_length=LONGEST_SHARED)]
    send: Words
    copy_words: Words


class LeafletWords(Wording):
    """The leaflet for a waiting room."""

    title: Words
    lead: Words
    points: tuple[Words, ...]
    topic: Words
    scan: Words
    or_type: Words
    note: Words
    emergency: Words
    code: Words


class FeedbackAnswers(Wording):
    """The three buttons, each of which says by itself what it means."""

    yes: Words
    partly: Words
    no: Words


class FeedbackWords(Wording):
    """What can be tapped at the end of each section, to say whether it helped."""

    answers: FeedbackAnswers
    thanks: Words


class SharingWords(Wording):
    """The file's shape."""

    group: GroupWords
    topics: dict[str, Brief]
    inline: InlineWords
    share: ShareWords
    leaflet: LeafletWords
    feedback: FeedbackWords
