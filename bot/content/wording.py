"""The shape of a section's words."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = str
"""Words of the content; no text of a file may be empty."""

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]


class Wording(BaseModel):
    """Words under fixed names: a missing or unknown name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, str_min_length=1)


class Piece(Wording):
    """A piece of guidance, the questions for the doctor that follow from it, and the facts it speaks from.

    Attributes:
        text: What is said, at most 120 words with what stands around it; an empty line between two thoughts.
        ask_doctor: Questions for the doctor, each under a short name that stays when the words change.
        facts: The facts from content/facts.yaml that it speaks from.
    """

    text: Words
    ask_doctor: dict[Key, Words] = {}
    facts: tuple[str, ...] = ()


class QuestionWords(Wording):
    """All words of one question, in reading order.

    Attributes:
        name: The short name of the question, in lists and on what is taken along.
        lead: Said before the question, the first time only.
        ask: The question itself, shown in bold.
        why: One line below it that helps to answer.
        choices: The words of each choice, at most 30 letters; they stand on the buttons.
        typed: What people type instead of the words of a choice.
        hint: Said when the answer was not understood.
        guidance: Said after each choice; under "answered", said after any answer.
        more: What stands behind the button More, and what people see who only read.
    """

    name: Words
    lead: str = ""
    ask: Words
    why: str = ""
    choices: dict[str, Words] = {}
    typed: dict[str, tuple[Words, ...]] = {}
    hint: Words
    guidance: dict[str, Piece] = {}
    more: Piece | None = None


class SectionWords(Wording):
    """One section's file.

    Attributes:
        title: The name of the section, in the list of topics and above its questions.
        questions: Its questions in the order in which they are asked.
        for_every_visit: Questions for the doctor that fit every visit, each under a short name that stays.
        closing: What the section adds up to, said at its end.
    """

    title: Words
    questions: dict[str, QuestionWords]
    for_every_visit: dict[Key, Words] = {}
    closing: Piece | None = None
