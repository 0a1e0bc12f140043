"""The machine, built from the flows: what is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from transitions import Machine

from bot.flows import IN_ORDER, OPENING, ORDERS, QUESTIONS, SECTIONS
from bot.questions import Chosen, Question, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transitions import EventData

    from bot.session import Session

READING = "reading"
SUMMARY = "summary"

ENDS = {section.end: section for section in SECTIONS}
PLACES = (*QUESTIONS, *ENDS, READING, SUMMARY)
"""Every state of the machine."""

LONGEST_PATH = 100
"""How many steps back are remembered."""


class Dialogue:
    """The one machine that all talks share."""

    def __init__(self) -> None:
        self.machine = Machine(
            model=None, states=list(PLACES), initial="opening.welcome", auto_transitions=False, send_event=True
        )
        for arrow in arrows():
            self.machine.add_transition(
                arrow.trigger, arrow.source, arrow.target, conditions=[_asked_of(one) for one in arrow.conditions]
            )

    def move(self, session: Session, trigger: str) -> Session:
        """Give the session at the place to which the trigger leads, with the path remembered."""
        traveller = _Traveller(session)
        self.machine.events[trigger].trigger(traveller)
        if traveller.state == session.place:
            return session
        return replace(session, place=traveller.state, path=(*session.path, session.place)[-LONGEST_PATH:])


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one place to another, open when all its conditions hold."""

    trigger: str
    source: str
    target: str
    conditions: tuple[Condition, ...] = ()


def arrows() -> Iterator[Arrow]:
    """Give every way forward; of those that leave one place, the first that is open is taken."""
    yield Arrow("next", "opening.welcome", "opening.consent")
    yield Arrow("next", "opening.consent", READING, (Chosen("opening.consent", ("read-only",)),))
    yield Arrow("next", "opening.consent", "opening.who")
    yield Arrow("next", "opening.who", "opening.stage")
    yield Arrow("next", READING, "opening.consent")
    for section in SECTIONS:
        yield from _into(section, "next", "opening.stage", ComesFirst(section.name))
    for section in SECTIONS:
        for question in section:
            for later in section.after(question.id):
                yield Arrow("next", question.id, later.id, _conditions(later))
            if all(later.only_if for later in section.after(question.id)):
                yield Arrow("next", question.id, section.end)
        for other in SECTIONS:
            if other is not section:
                yield from _into(other, "next", section.end, ComesNext(other.name))
        yield Arrow("next", section.end, SUMMARY)
    for place in PLACES:
        for section in SECTIONS:
            yield from _into(section, f"open {section.name}", place)


def _into(section: Section, trigger: str, source: str, *conditions: Condition) -> Iterator[Arrow]:
    for question in section.after():
        yield Arrow(trigger, source, question.id, (*conditions, *_conditions(question)))


def _conditions(question: Question) -> tuple[Condition, ...]:
    return (question.only_if,) if question.only_if else ()


@dataclass(frozen=True, slots=True)
class ComesFirst:
    """True when the talk begins with the section: the person asked for it, or the order says so."""

    section: str

    def __call__(self, session: Session) -> bool:
        """Say whether it holds for the session."""
        return self.section == (session.wanted if session.wanted in IN_ORDER else order(session)[0])

    def __str__(self) -> str:
        """Read as it stands on an arrow of the map."""
        return "comes first"


@dataclass(frozen=True, slots=True)
class ComesNext:
    """True when the section is the first, in this person's order, that is not finished."""

    section: str

    def __call__(self, session: Session) -> bool:
        """Say whether it holds for the session."""
        return self.section == next_section(session)

    def __str__(self) -> str:
        """Read as it stands on an arrow of the map."""
        return "comes next"


Condition = Chosen | ComesFirst | ComesNext


def order(session: Session) -> tuple[str, ...]:
    """Give the sections in this person's order."""
    stage = "".join(session.chosen("opening.stage"))
    return ORDERS.get(stage, IN_ORDER)


def next_section(session: Session) -> str | None:
    """Give the first section, in this person's order, that is not finished."""
    return next((name for name in order(session) if name not in session.finished), None)


def plan(session: Session) -> tuple[Question, ...]:
    """Give the questions that this person will be asked, in order, as the answers stand."""
    return tuple([one for one in _talk(order(session)) if one.only_if is None or one.only_if(session)])


@cache
def _talk(names: tuple[str, ...]) -> tuple[Question, ...]:
    """Give every question after the welcome, with the sections in this order."""
    sections = {section.name: section for section in SECTIONS}
    talk = (OPENING, *(sections[name] for name in names))
    return tuple(question for section in talk for question in section if question is not _WELCOME)


def follow_up(session: Session, question: str) -> str | None:
    """Give the question that the answer to this one has just called for and that has no answer yet."""
    return next(
        (
            later.id
            for later in QUESTIONS.values()
            if later.only_if
            and later.only_if.question == question
            and later.only_if(session)
            and later.id not in session.answers
        ),
        None,
    )


def landed(session: Session) -> Session:
    """Give a session of an earlier release at a place that this one has, with every answer kept.

    A place that is no more leads to the start of its section; what was shown there is not shown again.
    """
    known = {*PLACES, ""}
    named = (*session.said, session.view)
    ids = [
        one.partition(":")[2]
        for one in named
        if one.startswith(("answered:", "skipped:", "hint:", "old_button:", "more:"))
    ]
    if session.place in PLACES and session.changing in known and all(one in known for one in ids):
        return session
    section = session.place.partition(".")[0]
    start = next((one.id for one in QUESTIONS.values() if one.section == section and one.is_asked(session)), None)
    place = session.place if session.place in PLACES else start or "opening.welcome"
    path = tuple(one for one in session.path if one in PLACES)
    return replace(session, place=place, view="", said=(), ticked=None, changing="", path=path)


_WELCOME = OPENING.questions[0]


class _Traveller:
    """What the machine moves: it lives for one move and is never registered."""

    def __init__(self, session: Session) -> None:
        self.state = session.place
        self.session = session


def _asked_of(condition: Condition) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        traveller = cast("_Traveller", event.model)
        return condition(traveller.session)

    return holds
