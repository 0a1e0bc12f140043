"""One turn: what the person did comes in, the session after it and the replies come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.commands import Commands
from bot.dialogue import SUMMARY, Dialogue, landed
from bot.events import Command, Edited, Event, Tap, Text
from bot.moves import Move, Moves, Show, ask
from bot.rendering import ERASED, Renderer
from bot.reply import Change, Close, Message, Outgoing, Reply, Send
from bot.session import Session
from bot.taps import Taps
from bot.texts import Texts

if TYPE_CHECKING:
    from bot.content import Content


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of a turn.

    Attributes:
        session: The session to be stored; None when everything about the person is to be deleted.
        reply: What the person is shown.
    """

    session: Session | None
    reply: Reply


class Turns:
    """Takes turns; pure and synchronous, with no clock and no chance in it.

    Args:
        content: The words in every language.
        retention_days: After how many days without use a session is erased.
    """

    def __init__(self, content: Content, retention_days: int) -> None:
        self.renderer = Renderer(content, retention_days)
        moves = Moves(Dialogue())
        self._taps = Taps(moves, self.renderer)
        self._commands = Commands(moves, self.renderer)
        self._texts = Texts(moves, self._taps, self._commands, self.renderer)

    def take(self, session: Session | None, event: Event, now: int, language: str = "en") -> Turn:
        """Take one turn.

        Args:
            session: The session as stored; None for a person who is new.
            event: What the person did.
            now: The time, in seconds since 1970 (UTC).
            language: The language in which to speak to a person who is new.
        """
        before = landed(session) if session else Session(language=language)
        move = self._move(before, event, now, new=session is None)
        if move.session is None:
            return Turn(None, self._farewell(before))
        after = replace(move.session, seen=now)
        if move.show is Show.NOTHING:
            return Turn(after, Reply((), self._note(before, move)))
        if move.show is Show.SAME and before.open:
            return Turn(after, Reply((Change(before.open, self.renderer.message(after)),), self._note(before, move)))
        after = self._brief(after)
        if _ends_here(after):
            after = replace(after, said=(*after.said, ERASED))
        messages = self.renderer.messages(after)
        sends = [Send(before.messages + number, message) for number, message in enumerate(messages, 1)]
        reply = Reply((*self._closing(before, after), *sends), self._note(before, move))
        last = sends[-1].number
        return Turn(replace(_emptied(after), open=last, messages=last), reply)

    def _move(self, session: Session, event: Event, now: int, *, new: bool) -> Move:
        match event:
            case Command("start", argument):
                return self._commands.start(session, argument, new=new)
            case _ if new:
                return Move(ask(session))
            case Tap(data):
                return self._taps.move(session, data)
            case Command(name, argument):
                return self._commands.move(session, name, argument)
            case Text(text):
                return self._texts.move(session, text, now)
            case Edited():
                return Move(ask(session, "edited"))
            case _:
                return Move(ask(session, "unreadable"))

    def _brief(self, session: Session) -> Session:
        """Show guidance on a page of its own when it would make the message too long together with what follows."""
        has_guidance = any(said.startswith("answered:") for said in session.said)
        return replace(session, view="guidance") if has_guidance and self.renderer.is_long(session) else session

    def _closing(self, before: Session, after: Session) -> tuple[Outgoing, ...]:
        """Take the buttons from the message that was open, and keep a choice made there readable in it."""
        if not before.open:
            return ()
        asked_here = not before.view or before.view.startswith("choices:")
        if asked_here and f"answered:{before.place}" in after.said:
            return (Change(before.open, self.renderer.with_answer(before, after)),)
        return (Close(before.open),)

    def _farewell(self, session: Session) -> Reply:
        voice = self.renderer.voice(session)
        closing = (Close(session.open),) if session.open else ()
        words = Message(voice.say(voice.words.shared.views.forgotten.text))
        return Reply((*closing, Send(session.messages + 1, words)))

    def _note(self, session: Session, move: Move) -> str:
        return self.renderer.note(session, move.note, move.detail) if move.note else ""


def _ends_here(session: Session) -> bool:
    """Say whether the person has now seen the summary and wished that nothing is kept after it."""
    return session.place == SUMMARY and not session.view and "until-summary" in session.chosen("opening.consent")


def _emptied(session: Session) -> Session:
    return Session(language=session.language, seen=session.seen) if _ends_here(session) else session
