"""The kinds of question, and the conditions under which one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.session import Session


class Kind(Enum):
    """How a question is answered."""

    ONE = "one of"
    SEVERAL = "several of"
    TEXT = "free text"
    ENTRIES = "list of entries"


class EntryPart(Enum):
    """What an entry of a list can be taken apart into, beside its text."""

    WHEN = "when"
    SIDE_EFFECTS = "side effects"


@dataclass(frozen=True, slots=True)
class Chosen:
    """True when any of the choices is the answer, or among the answers, to the question.

    Attributes:
        question: The question.
        choices: The choices of which one is enough.
        or_entries: A list that makes it true as well, once it has an entry.
    """

    question: str
    choices: tuple[str, ...]
    or_entries: str = ""

    def __call__(self, session: Session) -> bool:
        """Say whether it holds for the answers so far."""
        chosen = any(choice in self.choices for choice in session.chosen(self.question))
        return chosen or bool(self.or_entries and session.entries(self.or_entries))

    def __str__(self) -> str:
        """Read as it stands on an arrow of the map."""
        written = ", or some are written" if self.or_entries else ""
        return f"{self.question.partition('.')[2]} is {' or '.join(self.choices)}{written}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what kind it is, what can be chosen, and when it is asked.

    Attributes:
        id: ``section.name``, the same in the flows, the content and a stored session.
        kind: How it is answered.
        choices: The names of the choices, in the order shown.
        alone: Choices that exclude every other one, such as "none".
        at_most: How many may be chosen.
        may_be_empty: Whether "done" with nothing chosen is an answer.
        careful: Choices after which the reply always carries the line against stopping or changing on one's own.
        only_if: Asked only when this holds; always when it is None.
        parts: What an entry of a list is taken apart into, beside its text.
        takes_questions: Whether a question that somebody asks is the answer to it; elsewhere it goes on their own list.
        tells_of_doctors: Whether it asks what doctors said: a treatment named in the answer is no decision asked of us.
        also_given: Choices that need no tick once a list has entries, with that list.
        fitting: Whether the choices are the questions to put to the doctor that fit the answers so far.
    """

    id: str
    kind: Kind
    choices: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    at_most: int | None = None
    may_be_empty: bool = False
    careful: tuple[str, ...] = ()
    only_if: Chosen | None = None
    parts: tuple[EntryPart, ...] = ()
    takes_questions: bool = False
    tells_of_doctors: bool = False
    also_given: tuple[tuple[str, str], ...] = ()
    fitting: bool = False

    @property
    def section(self) -> str:
        """The section that it belongs to."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name within the section."""
        return self.id.partition(".")[2]

    def is_asked(self, session: Session) -> bool:
        """Say whether the answers so far call for it."""
        return self.only_if is None or self.only_if(session)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its name and its questions in the order asked."""

    name: str
    questions: tuple[Question, ...]

    @property
    def end(self) -> str:
        """The place after its last question, where it is summed up."""
        return f"{self.name}.end"

    def after(self, place: str = "") -> Iterator[Question]:
        """Give the questions that may follow one of its own, or open it, up to the first that is always asked."""
        ids = [question.id for question in self.questions]
        for question in self.questions[ids.index(place) + 1 if place else 0 :]:
            yield question
            if question.only_if is None:
                return

    def __iter__(self) -> Iterator[Question]:
        """Go through the questions in the order asked."""
        return iter(self.questions)
