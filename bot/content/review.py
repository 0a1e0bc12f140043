"""The shape of the review file: which words these are, until when they stand, and who has reviewed them."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the types

from bot.content.wording import Wording, Words


class Review(Wording):
    """The review file, content/review.yaml.

    Attributes:
        version: The version of the words, as it is printed on what people take along.
        words_of: The day on which the words were last changed as a whole.
        review_due: The day by which they have to be looked through again.
        reviewed_by: Who has reviewed them; says so when no clinician has.
    """

    version: Words
    words_of: date
    review_due: date
    reviewed_by: Words
