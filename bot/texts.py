"""What a typed text does: it chooses, it commands, or it is the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import READING
from bot.flows import QUESTIONS
from bot.moves import LONGEST_TEXT, Move, Show, ask, hold, with_entry, with_rewritten
from bot.questions import Kind
from bot.typed import buttons_meant, command_meant, is_number

if TYPE_CHECKING:
    from bot.commands import Commands
    from bot.moves import Moves
    from bot.rendering import Renderer
    from bot.session import Session
    from bot.taps import Taps

SAME_AS = {"resume": "repeat", "change": "answers", "stop": "pause"}
"""Words for something that another command does."""

BUTTONS_IN_WORDS = {"done": "done", "go_on": "next"}
"""The buttons of the present place that have words of their own to be typed, by the verb of their data."""

LISTS = ("menu", "answers", "entries", "entry", "recap", "restart", "restart_sure", "forget")
"""The pages that ask for a choice of their own; after any other one, the question comes again."""

LONG_AWAY = 12 * 60 * 60
"""After how many seconds a text that fits nothing is taken as a greeting."""


class Texts:
    """Makes the move of a typed text."""

    def __init__(self, moves: Moves, taps: Taps, commands: Commands, renderer: Renderer) -> None:
        self._moves = moves
        self._taps = taps
        self._commands = commands
        self._renderer = renderer
        self._listening = renderer.content.listening

    def move(self, session: Session, text: str, now: int) -> Move:
        """Give the session after this text was typed."""
        shared = self._renderer.voice(session).words.shared
        if session.view.startswith("rewrite:"):
            return _rewritten(session, text)
        meant = buttons_meant(text, self._renderer.message(session).buttons)
        if len(meant) == 1 or (meant and _takes_several(session)):
            return self._tapped(session, [button.data for button in meant])
        free = takes_free_text(session)
        command = command_meant(text, shared.commands, {} if free and not session.view else shared.typed_commands)
        if command in BUTTONS_IN_WORDS:
            return self._taps.move(session, f"{BUTTONS_IN_WORDS[command]}:{session.place}")
        if command:
            return self._commands.move(session, command)
        heard = None if free else self._listening.listener.hear(text, session.language)
        if heard and heard.command:
            return self._commands.move(session, SAME_AS.get(heard.command, heard.command))
        if session.view in {"paused", "recap"}:
            return Move(hold(session, "recap"))
        if free and not is_number(text):
            return self._answered(session, text)
        if now - session.seen > LONG_AWAY:
            return Move(hold(session, "recap"))
        if heard and heard.section and (found := self._renderer.about(session, text, heard.section)):
            return Move(hold(session, f"did_you_mean:{'+'.join(found)}"))
        return Move(_not_understood(session))

    def _tapped(self, session: Session, data: list[str]) -> Move:
        """Make the moves of the buttons that were named; ticks show in a new message under what was typed."""
        move = Move(session)
        for one in data:
            if move.session is None:
                break
            move = self._taps.move(move.session, one)
        if move.show is Show.NOTHING and move.session and move.note == "too_many":
            return Move(replace(move.session, said=(f"too_many:{move.detail}",)))
        if move.show is Show.SAME and move.session:
            return Move(replace(move.session, said=()))
        return Move(move.session, note=move.note, detail=move.detail, files=move.files)

    def _answered(self, session: Session, text: str) -> Move:
        if len(text) > LONGEST_TEXT:
            return Move(ask(session, f"too_long:{len(text)}:{LONGEST_TEXT}"))
        if not text.strip():
            return Move(_not_understood(session))
        if QUESTIONS[session.place].kind is Kind.ENTRIES:
            return Move(with_entry(session, text))
        return Move(self._moves.answer(session, text))


def takes_free_text(session: Session) -> bool:
    """Say whether the question at which the person is takes any words for an answer."""
    return session.place in QUESTIONS and QUESTIONS[session.place].kind in {Kind.TEXT, Kind.ENTRIES}


def _takes_several(session: Session) -> bool:
    return session.place in QUESTIONS and QUESTIONS[session.place].kind is Kind.SEVERAL


def _rewritten(session: Session, text: str) -> Move:
    number = session.view.partition(":")[2]
    if len(text) > LONGEST_TEXT:
        return Move(hold(session, session.view, f"too_long:{len(text)}:{LONGEST_TEXT}"))
    return Move(with_rewritten(session, number, text))


def _not_understood(session: Session) -> Session:
    if session.place == READING:
        return ask(session, "reading")
    if session.view.partition(":")[0] in LISTS:
        return hold(session, session.view, "not_understood")
    if session.place in QUESTIONS:
        return ask(session, f"hint:{session.place}")
    return ask(session, "not_understood")
