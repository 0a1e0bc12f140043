"""People of whom nothing is stored: their place and language stand in their buttons."""

from __future__ import annotations

import re

from msgspec.structs import replace

from bot.consent import QUESTION, READ_ONLY, allows_keeping
from bot.dialogue import READING, SUMMARY
from bot.events import Event, Tap
from bot.flows import IN_ORDER
from bot.reply import Change, Message, Outgoing, Send
from bot.session import Session

_PLACES = {"w": "opening.welcome", "c": QUESTION, "r": READING, "s": SUMMARY}
_LETTERS = {place: letter for letter, place in _PLACES.items()}
_MARK = "~"
_SPOKEN = "."
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")


def bookmarked(outgoing: tuple[Outgoing, ...], session: Session | None) -> tuple[Outgoing, ...]:
    """Give the replies with the visitor's place and language in each button, so that any worker can go on from it."""
    if session is None or allows_keeping(session):
        return outgoing
    mark = f"{_LETTERS[session.place]}{session.wanted}{_SPOKEN}{session.language}{_MARK}"
    return tuple(
        replace(one, message=_marked(one.message, mark)) if isinstance(one, Send | Change) else one for one in outgoing
    )


def arrived(session: Session | None, event: Event, language: str) -> tuple[Session | None, Event]:
    """Give the session and the event of a tap, without the bookmark; for a visitor it says where and in what language.

    Args:
        session: The session as known; None when nothing is.
        event: What the person did.
        language: The language in which to speak to someone of whom nothing is known.
    """
    if not isinstance(event, Tap):
        return session, event
    mark, found, data = event.data.partition(_MARK)
    place, (wanted, _, spoken) = _PLACES.get(mark[:1]), mark[1:].partition(_SPOKEN)
    if not found or place is None or wanted not in {"", "menu", *IN_ORDER}:
        return session, event
    if session and allows_keeping(session):
        return session, Tap(data)
    known = session or Session(language=spoken if _LANGUAGE.fullmatch(spoken) else language)
    return _at(known, place, wanted, data), Tap(data)


def _at(known: Session, place: str, wanted: str, data: str) -> Session:
    """Give a visitor's session at a place; a button that returns, or confirms, stands on a page held over it."""
    verb, _, subject = data.partition(":")
    view = "page:about" if verb == "go" else subject if verb == "yes" else ""
    return Session(
        language=known.language,
        place=place,
        view=view,
        answers={QUESTION: READ_ONLY} if place == READING else {},
        path=("opening.welcome",) if place == QUESTION else (),
        wanted=wanted,
        open=known.open,
        messages=known.messages,
    )


def _marked(message: Message, mark: str) -> Message:
    rows = tuple(tuple(replace(button, data=f"{mark}{button.data}") for button in row) for row in message.rows)
    return replace(message, rows=rows)
