"""What a typed text does: it chooses, it commands, or it is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.consent import QUESTION as CONSENT
from bot.flows import QUESTIONS
from bot.list_moves import asks_at_list, entry_to_change, rewritten, taken_down, with_question
from bot.listening.listener import FEELINGS
from bot.moves import (
    LONGEST_TEXT,
    Move,
    Show,
    ask,
    hold,
    not_understood,
    spoken_in,
    takes_free_text,
    takes_several,
)
from bot.named_buttons import named, nearly_named
from bot.other_words import is_asked_twice, other_words, typed_commands
from bot.questions import Kind
from bot.reminders.moves import takes_a_date
from bot.rendering.asking import now_ticked
from bot.sentences import choices_within
from bot.several import not_ticked
from bot.typed import (
    bare,
    buttons_meant,
    command_meant,
    counted,
    is_nearly,
    is_question,
    normalised,
    numbers_meant,
    word_asked,
)

if TYPE_CHECKING:
    from bot.commands import Commands
    from bot.moves import Moves
    from bot.reminders.moves import ReminderMoves
    from bot.rendering import Renderer
    from bot.reply import Button
    from bot.session import Session
    from bot.taps import Taps

ONWARD = ("done", "go_on", "nothing_more")
"""Words that end the present step; which button they press depends on the place."""

LONG_AWAY = 12 * 60 * 60
"""After how many seconds a text that fits nothing is taken as a greeting."""


class Texts:
    """Makes the move of a typed text."""

    def __init__(
        self, moves: Moves, taps: Taps, commands: Commands, reminders: ReminderMoves, renderer: Renderer
    ) -> None:
        self._moves = moves
        self._taps = taps
        self._commands = commands
        self._reminders = reminders
        self._renderer = renderer

    def move(self, session: Session, text: str, now: int) -> Move:
        """Give the session after this text was typed."""
        if language := self._commands.language_asked(text):
            return Move(spoken_in(session, language))
        shared = self._renderer.voice(session).words.shared
        dated, rewriting = takes_a_date(session), session.view.startswith("rewrite:")
        free = dated or (takes_free_text(session) and not session.view)
        any_words = rewriting or dated or (free and QUESTIONS[session.place].kind is Kind.TEXT)
        buttons = self._renderer.message(session).buttons
        asked_twice = is_asked_twice(buttons)
        if not rewriting and (not free or (dated and len(buttons) > 1)) and not asked_twice:
            buttons = counted(buttons)
        others = {} if rewriting else other_words(self._renderer.voice(session), buttons)
        inner = bare(text, shared.typed_loosely, shared.typed_numbers)
        # What cannot be taken back, and consent, are given in the very words for it, and in nothing like them.
        asks = is_question(text, shared.typed_loosely.asking)
        is_strict = asked_twice or (session.place == CONSENT and asks)
        meant = named(self._renderer.voice(session), text, "" if free or is_strict else inner, buttons, others)
        if is_strict and meant and asks:
            return Move(hold(session, session.view))
        if meant and takes_several(session) and not numbers_meant(text, shared.typed_numbers):
            return self._added(session, meant, now)
        if len(meant) == 1 or (meant and takes_several(session)):
            return self._tapped(session, meant, now)
        if not (rewriting or dated) and (reminder := self._reminders.asked(session, text, now, free=free)):
            return reminder
        if commanded := self._commanded(session, text, "" if free else inner, now, any_words=any_words):
            return commanded
        if rewriting:
            return self._rewritten(session, text, now)
        if dated:
            return self._dated(session, text, now)
        is_loose = not free and not asked_twice and session.place != CONSENT
        if is_loose and (near := nearly_named(self._renderer.voice(session), text, buttons)):
            return self._added(session, near, now)
        return self._in_sentences(session, text, now)

    def _commanded(self, session: Session, text: str, inner: str, now: int, *, any_words: bool) -> Move | None:
        """Make the move of a command that was typed by its name or in words; None when it is none.

        Args:
            session: The session.
            text: What was typed.
            inner: It without the words around, where these may be left out; else nothing.
            now: The time, in seconds since 1970 (UTC).
            any_words: Whether any words may be the answer, so that only what can be none is a command.
        """
        shared = self._renderer.voice(session).words.shared
        commands = typed_commands(shared, any_words=any_words)
        command = command_meant(text, shared.commands, commands)
        if not command and inner:
            command = command_meant(inner, shared.commands, commands)
        if command in ONWARD:
            return self._taps.onward(session, command, now)
        if command in {"change_entry", "last_entry"}:
            return Move(entry_to_change(session, command))
        return self._commands.move(session, command) if command else None

    def is_offered(self, session: Session, text: str) -> bool:
        """Say whether the text is no more than what the bot offers to be typed: a button, its number or a command."""
        shared = self._renderer.voice(session).words.shared
        buttons = [one for one in self._renderer.message(session).buttons if not one.data.startswith("entry:")]
        inner = bare(text, shared.typed_loosely, shared.typed_numbers)
        others = other_words(self._renderer.voice(session), tuple(buttons))
        return (
            self._commands.language_asked(text) is not None
            or any(buttons_meant(one, buttons, shared.typed_numbers, others) for one in (text, inner))
            or command_meant(text, shared.commands, shared.typed_commands) is not None
        )

    def _in_sentences(self, session: Session, text: str, now: int) -> Move:
        """Take what is neither a button nor a command as the answer, as a sentence to be heard, or as a greeting."""
        free = takes_free_text(session)
        shared = self._renderer.voice(session).words.shared
        may_be_wanted = free and QUESTIONS[session.place].takes_questions
        if not may_be_wanted and (word := word_asked(text, shared.medical_words, shared.typed_loosely)):
            return self._commands.move(session, "words", word)
        listening = self._renderer.content.listening
        is_listed = free and not may_be_wanted and QUESTIONS[session.place].kind is Kind.ENTRIES
        if is_listed and (command := listening.clear_command(text, session.language)):
            return self._commands.heard(session, command, text)
        if is_listed and asks_at_list(self._renderer.voice(session), text, now):
            asked = listening.heard(text, session.language).command
            return self._commands.heard(session, asked, text) if asked else Move(not_understood(session))
        heard = None if free else listening.heard(text, session.language)
        if heard and heard.command:
            return self._commands.heard(session, heard.command, text)
        within = () if free or session.place == CONSENT else self._within(session, text)
        if heard and not heard.section and not within and listening.is_feeling(text):
            return self._commands.move(session, FEELINGS)
        if session.view in {"paused", "recap"}:
            return Move(hold(session, "recap"))
        if len(within) == 1 or (within and takes_several(session)):
            return self._added(session, within, now)
        numbers = numbers_meant(text, shared.typed_numbers)
        fitting = session.place in QUESTIONS and QUESTIONS[session.place].fitting
        if fitting and (is_question(text) or "own" in now_ticked(session, QUESTIONS[session.place])):
            return Move(with_question(session, text))
        if free and len(numbers) != 1:
            return self._answered(session, text, now)
        if session.view.startswith("did_you_mean:"):
            # What fits no page that is offered may well be the answer to the question that is still open.
            return self.move(ask(session), text, now)
        if now - session.seen > LONG_AWAY:
            return Move(hold(session, "recap"))
        if heard and heard.section and (found := self._renderer.about(session, text, heard.section)):
            return Move(hold(session, f"did_you_mean:{'+'.join(found)}"))
        return Move(not_understood(session))

    def _dated(self, session: Session, text: str, now: int) -> Move:
        """Take a date, a time or a place; words that are neither may tell of a feeling."""
        listening, move = self._renderer.content.listening, self._reminders.typed(session, text, now)
        is_unread = move.session and {"reminder:no_date", "reminder:zone_unknown"} & {*move.session.said}
        is_feeling = listening.clear_command(text, session.language) == FEELINGS
        if is_feeling or (is_unread and listening.is_feeling(text)):
            return self._commands.move(session, FEELINGS)
        return move

    def _within(self, session: Session, text: str) -> tuple[Button, ...]:
        """Give the choices of the question that is open whose words stand in what was typed."""
        buttons = self._renderer.message(session).buttons
        return choices_within(self._renderer.voice(session), text, buttons, anywhere=takes_several(session))

    def _added(self, session: Session, meant: tuple[Button, ...], now: int) -> Move:
        """Make the moves of the buttons that were named in words: said once more, a choice stays ticked."""
        if not takes_several(session):
            return self._tapped(session, meant, now)
        new = not_ticked(meant)
        return self._tapped(session, new, now) if new else Move(replace(session, said=()))

    def _tapped(self, session: Session, meant: tuple[Button, ...], now: int) -> Move:
        """Make the moves of the buttons that were named; ticks show in a new message under what was typed.

        Several that are named together are all wanted, so none of them is taken back for being ticked already.
        """
        if len(meant) > 1:
            alone = QUESTIONS[session.place].alone
            if any(button.data.rpartition(":")[2] in alone for button in meant):
                return Move(ask(session, "excludes_others"))
            meant = tuple(button for button in meant if not button.ticked)
        move = Move(session, Show.SAME)
        for button in meant:
            if move.session is None:
                break
            move = self._taps.move(move.session, button.data, now)
        if move.show is Show.NOTHING and move.session and move.note == "too_many":
            return Move(replace(session, said=(f"too_many:{move.detail}",)))
        if move.show is Show.SAME and move.session:
            return Move(replace(move.session, said=()))
        return Move(move.session, note=move.note, detail=move.detail, files=move.files)

    def _answered(self, session: Session, text: str, now: int) -> Move:
        if len(text) > LONGEST_TEXT:
            return Move(ask(session, f"too_long:{len(text)}:{LONGEST_TEXT}"))
        if not text.strip():
            return Move(not_understood(session))
        shared = self._renderer.voice(session).words.shared
        if normalised(text) in map(normalised, shared.not_entries):
            return Move(not_understood(session))
        if QUESTIONS[session.place].kind is Kind.ENTRIES:
            if is_nearly(text, shared.typed_commands["done"]):
                return Move(not_understood(session))
            return Move(taken_down(self._renderer.voice(session), text, now))
        return Move(self._moves.answer(session, text))

    def _rewritten(self, session: Session, text: str, now: int) -> Move:
        number = session.view.partition(":")[2]
        if len(text) > LONGEST_TEXT:
            return Move(hold(session, session.view, f"too_long:{len(text)}:{LONGEST_TEXT}"))
        return Move(rewritten(self._renderer.voice(session), number, text, now))
