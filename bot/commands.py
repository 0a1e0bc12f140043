"""What each command does, whether sent as /command or typed in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.consent import allows_keeping
from bot.dialogue import READING
from bot.flows import QUESTIONS
from bot.links import entry_of
from bot.moves import Move, ask, hold, spoken_in
from bot.taps import PAGES
from bot.typed import normalised, without_commas

if TYPE_CHECKING:
    from bot.moves import Moves
    from bot.rendering import Renderer
    from bot.session import Session

VIEWS = {
    "menu": "menu",
    "pause": "paused",
    "restart": "restart",
    "answers": "answers:0",
    "pack": "pack",
    "share": "share",
    "remind": "reminders",
}
"""The page that a command opens."""

SAME_AS = {"resume": "repeat", "change": "answers", "stop": "pause"}
"""Commands in words for something that another command does."""

SURE = ("forget", "restart", "restart_sure")
"""The pages that ask whether something is really wanted; they stay until that is answered."""


class Commands:
    """Makes the move of a command."""

    def __init__(self, moves: Moves, renderer: Renderer) -> None:
        self._moves = moves
        self._renderer = renderer

    def start(self, session: Session, argument: str, *, new: bool) -> Move:
        """Begin, or say where the person is; the argument of a deep link may name a language and a section."""
        entry = entry_of(argument, self._renderer.content.languages)
        section = entry.section
        session = replace(session, language=entry.language or session.language)
        if session.place == READING:
            return Move(hold(session, f"read:{section}:0") if section else ask(session))
        if "opening.stage" not in session.answers:
            begun = replace(session, wanted=section or session.wanted)
            fresh = new or session.place == "opening.welcome"
            return Move(ask(begun) if fresh or section else hold(begun, "recap"))
        if section:
            return Move(self._moves.open(session, section))
        return Move(hold(session, "recap"))

    def move(self, session: Session, name: str, argument: str = "") -> Move:
        """Give the session after a command."""
        match name:
            case "start" | "secondopinion":
                return self.start(session, argument, new=False)
            case "back" | "visited":
                moved = self._moves.back if name == "back" else self._moves.visited
                return Move(moved(session))
            case "skip":
                return Move(ask(session) if session.view else self._moves.skip(session))
            case "repeat":
                return Move(hold(session, session.view) if session.view in SURE else ask(session))
            case "explain":
                return Move(hold(session, f"more:{session.place}") if session.place in QUESTIONS else ask(session))
            case "words":
                wanted = argument.strip()[:40]
                return Move(hold(session, f"words:{wanted}" if wanted else "words"))
            case "language":
                return self._language(session, argument)
            case "privacy":
                return Move(hold(session, "page:privacy"), files="policy")
            case "export" | "forget" if not allows_keeping(session):
                return Move(hold(session, "nothing_stored"))
            case "export":
                return Move(hold(session, "export"), files="export")
            case "forget":
                return Move(hold(session, "forget"))
            case _ if name in VIEWS:
                return Move(hold(session, VIEWS[name]))
            case _ if name in PAGES:
                return Move(hold(session, f"page:{name}"))
            case _:
                return Move(ask(session, "unknown_command"))

    def heard(self, session: Session, name: str, text: str) -> Move:
        """Give the session after a command that was heard in a sentence, with what the sentence is about."""
        words = self._renderer.voice(session).words
        said = normalised(text)
        if name == "change":
            named = (
                one for one in session.answers if one in QUESTIONS and normalised(words.question(one).name) in said
            )
            if question := next(named, None):
                return Move(self._moves.change(session, question))
        known = words.shared.medical_words if name == "words" else ()
        argument = text if name == "language" else next((word for word in known if normalised(word) in said), "")
        return self.move(session, SAME_AS.get(name, name), argument)

    def language_asked(self, text: str) -> str | None:
        """Give the language that the text asks for, when it says nothing else."""
        return self._renderer.content.language_asked.get(without_commas(text))

    def _language(self, session: Session, named: str) -> Move:
        """Speak the language that is named, in any language's words for it; show which there are when none is."""
        asked = self._renderer.content.language_asked
        code = next((asked[word] for word in without_commas(named).split() if word in asked), None)
        return Move(spoken_in(session, code) if code else hold(session, "page:language"))
