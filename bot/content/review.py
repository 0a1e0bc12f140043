"""The shape of the review file: which words these are, until when they stand, and who has reviewed them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the types
from hashlib import sha256
from typing import Annotated

from pydantic import Field

from bot.content.wording import Wording, Words

SHORT = 12
"""How many characters a fingerprint has."""

Fingerprint = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{SHORT}}}$")]


class Stamp(Wording):
    """The stamp of one fixed reply: the fingerprint of its words, and who reviewed just these."""

    words: Fingerprint
    reviewed: Words


class Review(Wording):
    """The review file, content/review.yaml.

    Attributes:
        version: The version of the words, as it is printed on what people take along.
        words_of: The day on which the words were last changed as a whole.
        review_due: The day by which they have to be looked through again.
        reviewed_by: Who has reviewed them; says so when no clinician has.
        safety_replies: The stamp of each fixed reply of the safety net, by language and by name.
    """

    version: Words
    words_of: date
    review_due: date
    reviewed_by: Words
    safety_replies: dict[str, dict[str, Stamp]] = Field(default_factory=dict)


def fingerprint(words: str) -> str:
    """Give the same few characters for the same words, however they are wrapped into lines."""
    return sha256(" ".join(words.split()).encode()).hexdigest()[:SHORT]
