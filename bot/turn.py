"""One turn: what the person did comes in, the session after it and the replies come out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.aftercare import CAREFUL, after_alarm, counted, is_meant
from bot.commands import Commands
from bot.consent import asked_again, emptied, ends_here, guarded, must_wait_for_consent
from bot.dialogue import Dialogue, landed
from bot.events import HURRIED, ClockTick, Command, Edited, Event, Failed, Hurried, Tap, Text, Unreadable
from bot.moves import Move, Moves, Show, ask, hold
from bot.reminders import DAY, revived
from bot.reminders.clock import Clock
from bot.reminders.moves import ReminderMoves, left_unset
from bot.rendering import ERASED, Renderer, is_long
from bot.rendering.privacy import documents
from bot.reply import Change, Close, Message, Outgoing, Reply, Send
from bot.session import Session
from bot.taps import Taps
from bot.telegram_html import escape
from bot.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.content import Content
    from bot.listening.alarm import Alarm


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of a turn.

    Attributes:
        session: The session to be stored; None when everything about the person is to be deleted.
        reply: What the person is shown.
        rating: Whether a section helped, written ``section:answer``, when the person has just said so.
        alarm: The most serious level that was heard in what was typed; empty when there was none.
    """

    session: Session | None
    reply: Reply
    rating: str = ""
    alarm: str = ""


class Turns:
    """Takes turns; pure and synchronous, with no clock and no chance in it.

    Args:
        content: The words in every language.
        retention_days: After how many days without use a session is erased.
        bot_name: Gives the bot's username.
    """

    def __init__(self, content: Content, retention_days: int, bot_name: Callable[[], str] = str) -> None:
        self.renderer = Renderer(content, retention_days, bot_name)
        moves = Moves(Dialogue())
        self._clock = Clock(self.renderer, retention_days * DAY)
        self._reminders = ReminderMoves(self.renderer)
        self._taps = Taps(moves, self.renderer, self._reminders)
        self._commands = Commands(moves, self.renderer)
        self._texts = Texts(moves, self._taps, self._commands, self._reminders, self.renderer)

    def take(self, session: Session | None, event: Event, now: int, language: str = "en") -> Turn:
        """Take one turn.

        Args:
            session: The session as stored; None for a person who is new.
            event: What the person did.
            now: The time, in seconds since 1970 (UTC).
            language: The language in which to speak to a person who is new.
        """
        if session and isinstance(event, ClockTick):
            return self._struck(session, now)
        before = landed(session) if session else Session(language=language)
        alarm = self.alarm(event, before.language)
        if alarm and isinstance(event, Text) and self._texts.is_offered(before, event.text):
            alarm = None
        asking = self.renderer.voice(before).words.shared.typed_loosely.asking
        if alarm and not is_meant(before, event, alarm, asking):
            alarm = None
        if alarm and alarm.is_danger:
            return self._in_danger(before, alarm, now)
        as_answer = partial(self._move, before, event, now, new=session is None)
        move = after_alarm(before, event, alarm, asking, as_answer) if alarm else as_answer()
        if move.session is None:
            return Turn(None, self._farewell(before))
        after = left_unset(before, guarded(replace(counted(before, move.session, event), seen=now)))
        if after.reminders_off == "blocked" and move.show is Show.NEW:
            after = _reachable_again(after, now)
        if move.show is Show.NOTHING:
            return Turn(replace(after, careful=before.careful), Reply((), self._note(before, move)), _rating(move))
        if move.show is Show.SAME and before.open:
            after = replace(after, careful=before.careful)
            return Turn(after, Reply((Change(before.open, self.renderer.message(after)),), self._note(before, move)))
        after, shown = self._shown(after)
        if before.careful:
            shown = (self._careful(before, shown[0]), *shown[1:])
        messages = (*([Message(alarm.html)] if alarm else []), *shown)
        voice = self.renderer.voice(after)
        # Who wants nothing kept after the summary gets the pack with it: later there is nothing to make it from.
        wanted = "pack" if ends_here(after) and ERASED in after.said else move.files
        files = documents(voice, wanted, before.messages + 1) if wanted else ()
        sends = [Send(number, message) for number, message in enumerate(messages, before.messages + len(files) + 1)]
        reply = Reply((*self._closing(before, after), *files, *sends), self._note(before, move))
        last = sends[-1].number
        level = alarm.level if alarm else ""
        return Turn(replace(emptied(after), open=last, messages=last), reply, _rating(move), level)

    def _struck(self, session: Session, now: int) -> Turn:
        """Let come what is due; it takes neither the place nor the buttons of what is open."""
        after, message = self._clock.strike(session, now)
        if after is None:
            self.renderer.let_go()
        if after is None or message is None:
            return Turn(after, Reply())
        number = session.messages + 1
        return Turn(replace(after, messages=number), Reply((Send(number, message),)))

    def again(self, session: Session) -> Turn:
        """Show a place once more in the words as they are now: in the open message, or anew where one is not enough.

        Words of help are not said again: a button of their own leads back from them.
        """
        after, shown = self._shown(landed(session))
        if not shown[-1].html:
            return Turn(session, Reply())
        if session.open and len(shown) == 1:
            return Turn(after, Reply((Change(session.open, shown[0]),)))
        sends = tuple(Send(number, message) for number, message in enumerate(shown, session.messages + 1))
        closing = (Close(session.open),) if session.open else ()
        last = sends[-1].number
        return Turn(replace(emptied(after), open=last, messages=last), Reply((*closing, *sends)))

    def alarm(self, event: Event, language: str) -> Alarm | None:
        """Give what the words of an event call for, if they sound like danger or ask for a decision."""
        match event:
            case Text(words) | Edited(words) | Unreadable(words):
                return self.renderer.content.listening.alarm(words, language)
            case Command(name, "") if name in self.renderer.content.language(language).shared.commands:
                # Nobody put this in words of their own.
                return None
            case Command(name, argument):
                return self.renderer.content.listening.alarm(f"{name} {argument}", language)
            case _:
                return None

    def _in_danger(self, before: Session, alarm: Alarm, now: int) -> Turn:
        """Show the words for help and the way back to the question; what was typed is kept nowhere."""
        after = guarded(replace(hold(before, "safety"), careful=CAREFUL, misses=0, seen=now))
        number = before.messages + 1
        voice = self.renderer.voice(after)
        html = f"{alarm.html}\n{voice.say(voice.words.shared.notices.not_kept)}"
        send = Send(number, Message(html, self.renderer.message(after).rows))
        closing = (Close(before.open),) if before.open else ()
        return Turn(replace(after, open=number, messages=number), Reply((*closing, send)), alarm=alarm.level)

    def _careful(self, session: Session, message: Message) -> Message:
        """Say once more where to call, before anything else."""
        line = escape(self.renderer.content.listening.safety_line(session.language))
        return replace(message, html=f"{line}\n\n{message.html}")

    def _move(self, session: Session, event: Event, now: int, *, new: bool) -> Move:
        match event:
            case Failed():
                return Move(ask(session, "failed"))
            case Hurried():
                return Move(ask(session, HURRIED))
            case Command("start", argument):
                return self._commands.start(session, argument, new=new)
            case _ if must_wait_for_consent(session, event):
                return Move(ask(asked_again(session), "consent_changed"))
            case Command("remind", argument) if argument.strip():
                return self._reminders.named(session, argument, now)
            case Command(name, argument):
                return self._commands.move(session, name, argument)
            case _ if new:
                return Move(replace(ask(session), album=event.album if isinstance(event, Unreadable) else ""))
            case Tap(data):
                return self._taps.move(session, data, now)
            case Text(text):
                return self._texts.move(session, text, now)
            case Edited() | ClockTick():
                return Move(ask(session, "edited"))
            case Unreadable(_, album) if album and album == session.album:
                return Move(session, Show.NOTHING)
            case Unreadable(_, album):
                return Move(replace(ask(session, "unreadable"), album=album))

    def _shown(self, session: Session) -> tuple[Session, tuple[Message, ...]]:
        """Give the session and its messages; guidance that would make one too long stands on a page of its own."""
        messages = self.renderer.messages(session)
        if any(said.startswith("answered:") for said in session.said) and is_long(messages[-1]):
            session = replace(session, view="guidance")
            messages = self.renderer.messages(session)
        if ends_here(session):
            session = replace(session, said=(*session.said, ERASED))
            messages = self.renderer.messages(session)
        return session, messages

    def _closing(self, before: Session, after: Session) -> tuple[Outgoing, ...]:
        """Take the buttons from the message that was open, and keep a choice made there readable in it."""
        if not before.open:
            return ()
        asked_here = not before.view or before.view.startswith("choices:")
        if asked_here and f"answered:{before.place}" in after.said:
            return (Change(before.open, self.renderer.with_answer(before, after)),)
        return (Close(before.open),)

    def _farewell(self, session: Session) -> Reply:
        self.renderer.let_go()
        voice = self.renderer.voice(session)
        closing = (Close(session.open),) if session.open else ()
        words = Message(voice.say(voice.words.shared.views.forgotten.text))
        return Reply((*closing, Send(session.messages + 1, words)))

    def _note(self, session: Session, move: Move) -> str:
        return self.renderer.note(session, move.note, move.detail) if move.note else ""


def _reachable_again(session: Session, now: int) -> Session:
    """Turn reminders on for a person who had blocked the bot, and say which ones they missed."""
    back = revived(session, now)
    missed = ",".join(str(one.number) for one in back.reminders if one.given == now)
    return replace(back, said=(f"reminder:revived:{missed}", *session.said))


def _rating(move: Move) -> str:
    return move.detail if move.note == "rated" else ""
