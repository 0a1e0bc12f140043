"""Reads what a tapped button carried, which may be old, doubled or forged, and makes the move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.consent import QUESTION, READ_ONLY, allows_keeping, withdrawn
from bot.dialogue import ENDS, READING
from bot.flows import IN_ORDER, QUESTIONS
from bot.list_moves import without_entry
from bot.moves import Move, Moves, Show, ask, hold, not_understood, spoken_in, started_again, toggle
from bot.questions import Kind
from bot.rendering.asking import all_choices, now_ticked
from bot.rendering.reading import pages

if TYPE_CHECKING:
    from bot.reminders.moves import ReminderMoves
    from bot.rendering import Renderer
    from bot.session import Session

PLAIN_VIEWS = (
    *("menu", "paused", "restart", "forget", "summary", "words", "pack", "requests", "opinions"),
    *("helplines", "reminders", "reminder_new", "zone"),
)
PAGES = ("help", "human", "feelings", "privacy", "disclaimer", "sources", "about", "language")

RATINGS = ("yes", "partly", "no")

ALREADY = "already"


class Taps:
    """Makes the move of a tap; whatever the data, the session stays sound."""

    def onward(self, session: Session, word: str, now: int) -> Move:
        """Press the button that ends the present step, if there is one to be pressed."""
        place = session.place
        if session.view and not session.view.startswith("choices:"):
            return Move(ask(session))
        if place in ENDS or (place == READING and word == "go_on"):
            return self.move(session, f"next:{place}", now)
        if place not in QUESTIONS:
            return Move(ask(session))
        question = QUESTIONS[place]
        if question.kind in {Kind.SEVERAL, Kind.ENTRIES}:
            empty = question.kind is Kind.SEVERAL and word == "go_on" and not now_ticked(session, question)
            if word == "nothing_more" and question.fitting and not now_ticked(session, question):
                return Move(self._moves.skip(session))
            return Move(ask(session)) if empty else self.move(session, f"done:{place}", now)
        if question.kind is Kind.TEXT or place in session.answers:
            return Move(self._moves.skip(session))
        return Move(ask(session) if word == "go_on" else not_understood(session))

    def __init__(self, moves: Moves, renderer: Renderer, reminders: ReminderMoves) -> None:
        self._moves = moves
        self._reminders = reminders
        self._renderer = renderer

    def move(self, session: Session, data: str, now: int) -> Move:
        """Give the session after a tap on a button that carried this data; ``now`` in seconds since 1970 (UTC)."""
        verb, _, detail = data.partition(":")
        subject, _, rest = detail.partition(":")
        match verb:
            case "pick" if subject in QUESTIONS:
                return self._pick(session, subject, rest)
            case "done" if subject in QUESTIONS:
                return self._done(session, subject)
            case "skip" | "back" | "next":
                return self._step(session, verb, subject)
            case "go":
                return self._go(session)
            case "show" if self._is_view(session, detail):
                return Move(session, Show.NOTHING, ALREADY) if session.view == detail else Move(hold(session, detail))
            case "open" if subject in IN_ORDER:
                opened = self._moves.open(session, subject)
                arrived = opened.place == session.place and not session.view
                return Move(session, Show.NOTHING, ALREADY) if arrived else Move(opened)
            case "change" if subject in QUESTIONS and subject != "opening.welcome":
                return Move(self._moves.change(session, subject))
            case "entry" | "rewrite" | "remove" if subject in QUESTIONS:
                return _entry(session, verb, subject, rest)
            case "rate" if subject in IN_ORDER and rest in RATINGS:
                return _rated(session, subject, rest)
            case "remind":
                return self._reminders.tapped(session, detail, now)
            case "language" if subject in self._renderer.content.languages:
                return Move(spoken_in(session, subject))
            case "pack" | "export":
                return Move(hold(session, "pack_sent" if verb == "pack" else verb), files=verb)
            case "yes" | "visited":
                return Move(self._moves.visited(session)) if verb == "visited" else _confirmed(session, subject)
        return Move(ask(session, "unknown_button"), note="unknown")

    def _pick(self, session: Session, question: str, choice: str) -> Move:
        asked = QUESTIONS[question]
        if question != session.place:
            same = choice in session.chosen(question) or question == "opening.welcome"
            return (
                Move(session, Show.NOTHING, ALREADY)
                if same
                else Move(ask(session, f"old_button:{question}"), note="old")
            )
        if choice not in all_choices(self._renderer.voice(session), asked):
            return Move(ask(session, "unknown_button"), note="unknown")
        if asks_to_withdraw(session, question, choice):
            return Move(hold(session, "withdraw"))
        if question == "opening.welcome":
            return self._welcome(session, choice)
        if asked.kind is Kind.ONE:
            return Move(self._moves.answer(session, choice), note="saved")
        if choice in asked.alone:
            return Move(self._moves.answer(session, (choice,)), note="saved")
        ticked = toggle(session, asked, choice)
        if ticked is None:
            return Move(session, Show.NOTHING, "too_many", str(asked.at_most))
        view = session.view if session.view.startswith("choices") else ""
        said = tuple(one for one in session.said if one.startswith(("answered:", "skipped:")))
        return Move(replace(session, ticked=ticked, view=view, said=said), Show.SAME)

    def _welcome(self, session: Session, choice: str) -> Move:
        if choice in {"privacy", "language"}:
            return Move(hold(session, f"page:{choice}"), files="policy" if choice == "privacy" else "")
        wanted = "menu" if choice == "topics" else session.wanted
        return Move(self._moves.onward(replace(session, wanted=wanted)))

    def _done(self, session: Session, question: str) -> Move:
        asked = QUESTIONS[question]
        if question != session.place:
            return Move(session, Show.NOTHING, ALREADY)
        if asked.kind is Kind.ENTRIES:
            entries = session.entries(question)
            said = f"answered:{question}" if entries else f"skipped:{question}"
            return Move(self._moves.onward(session, said))
        ticked = now_ticked(session, asked)
        if asked.kind is not Kind.SEVERAL or not (ticked or asked.may_be_empty):
            return Move(ask(session, "nothing_ticked", f"hint:{question}"))
        return Move(self._moves.answer(session, ticked), note="saved")

    def _go(self, session: Session) -> Move:
        """Leave the page that is held over the place."""
        if session.view:
            return Move(ask(session))
        # Who agreed while they read has questions before them; an earlier release left them among the pages.
        has_questions = session.place == READING and allows_keeping(session)
        return Move(self._moves.onward(session)) if has_questions else Move(session, Show.NOTHING, ALREADY)

    def _step(self, session: Session, verb: str, place: str) -> Move:
        if place != session.place:
            return Move(session, Show.NOTHING, ALREADY)
        if verb == "back":
            return Move(self._moves.back(session))
        if verb == "skip":
            return Move(self._moves.skip(session))
        leads_on = place == READING or (place in ENDS and not session.view)
        return Move(self._moves.onward(session) if leads_on else ask(session))

    def _is_view(self, session: Session, view: str) -> bool:
        kind, _, detail = view.partition(":")
        section, _, number = detail.partition(":")
        match kind:
            case "page":
                return detail in PAGES
            case "more":
                return detail in QUESTIONS
            case "read":
                return (
                    section in IN_ORDER
                    and number.isdecimal()
                    and int(number) < len(pages(self._renderer.voice(session), section))
                )
            case "answers":
                return detail.isdecimal()
            case "entries":
                return detail.isdecimal() and bool(session.entries(session.place))
            case "choices":
                return detail.isdecimal() and session.place in QUESTIONS and QUESTIONS[session.place].fitting
        return view in PLAIN_VIEWS


def asks_to_withdraw(session: Session, question: str, choice: str) -> bool:
    """Say whether the choice would delete answers, so that it is asked about first."""
    has_answers = bool(set(session.answers) - {QUESTION})
    return question == QUESTION and choice == READ_ONLY and allows_keeping(session) and has_answers


def _entry(session: Session, verb: str, question: str, number: str) -> Move:
    if question != session.place or number not in session.entries(question):
        return Move(session, Show.NOTHING, ALREADY)
    if verb == "remove":
        return Move(without_entry(session, number), note="saved")
    return Move(hold(session, f"{verb}:{number}"))


def _rated(session: Session, section: str, answer: str) -> Move:
    """Note that the section was rated, so that nobody counts twice, but not what was said of it."""
    if section in session.rated:
        return Move(session, Show.NOTHING, ALREADY)
    rated = replace(session, rated=(*session.rated, section), said=("rated",))
    return Move(rated, Show.NOTHING, "rated", f"{section}:{answer}")


def _confirmed(session: Session, what: str) -> Move:
    if session.view != what or what not in {"restart", "restart_sure", "forget", "withdraw"}:
        return Move(ask(session, "unknown_button"), note="unknown")
    match what:
        case "restart":
            return Move(hold(session, "restart_sure"))
        case "restart_sure":
            return Move(started_again(session))
        case "withdraw":
            return Move(withdrawn(session))
        case _:
            return Move(None)
