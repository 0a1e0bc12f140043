"""Sample people, whose visit packs can be looked at without a real person's answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.flows import QUESTIONS
from bot.questions import Kind
from bot.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.session import Answer

FILE = Path(__file__).with_suffix(".yaml")

WRITES = "en"
"""The language in which typed texts are given at least."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample person.

    Attributes:
        name: What they are called here.
        about: What is special about them, in a line.
        answers: Their answers by question; typed texts may be given by language.
    """

    name: str
    about: str
    answers: Mapping[str, Any]

    def session(self, language: str, seen: int) -> Session:
        """Give their session.

        Args:
            language: The language that they are spoken to in, and write where they are given in it.
            seen: When they last answered, in seconds since 1970 (UTC).
        """
        answers = {question: _answer(question, given, language) for question, given in self.answers.items()}
        return Session(language=language, seen=seen, answers={"opening.consent": "remember", **answers})


@cache
def samples() -> Mapping[str, Sample]:
    """Give all sample people by their names."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: Sample(name, person["about"], person["answers"]) for name, person in data.items()}


def _answer(question: str, given: Any, language: str) -> Answer:  # noqa: ANN401 - whatever the file holds
    if isinstance(given, dict):
        given = given.get(language, given[WRITES])
    if not isinstance(given, list):
        return str(given)
    if question in QUESTIONS and QUESTIONS[question].kind is Kind.ENTRIES:
        return {str(number): text for number, text in enumerate(given, 1)}
    return tuple(given)
