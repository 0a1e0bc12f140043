"""The shape of a section's words."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]


class Wording(BaseModel):
    """Words under fixed names: a missing or unknown name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Piece(Wording):
    """A piece of guidance, the questions for the doctor that follow from it, and the facts it speaks from."""

    text: Words
    ask_doctor: dict[Key, Words] = {}
    facts: tuple[str, ...] = ()


class QuestionWords(Wording):
    """All words of one question, in reading order."""

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
    """One section's file."""

    title: Words
    questions: dict[str, QuestionWords]
    for_every_visit: dict[Key, Words] = {}
    closing: Piece | None = None
