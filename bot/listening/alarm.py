"""The fixed words for a text that sounds like danger, in the language in which it was heard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.listening.listener import Heard, Listener
from bot.listening.medicine_notes import MedicineNotes
from bot.safety import SafetyNet
from bot.signs import Level, levels_of
from bot.telegram_html import escape

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SOURCES = {"safety.yaml", "listening.yaml", "medicines.yaml", "emergency_numbers.yaml"}

_DANGER = {Level.EMERGENCY, Level.CRISIS}


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a text calls for: the most serious level, and the words that maintainers wrote for it, as HTML.

    Attributes:
        level: The level.
        html: The words.
        is_named: Whether a phrase for it stands in the text; otherwise it only sounds so.
    """

    level: Level
    html: str
    is_named: bool = True

    @property
    def is_danger(self) -> bool:
        """Whether nothing else matters now: the text is no answer then, and is not stored."""
        return self.level in _DANGER


class Listening:
    """Reads texts: first with the safety net, then for commands in words and for topics.

    Args:
        net: The safety net; it hears every supported language at once.
        content_dir: Where the words for commands and topics are; they are read at first use.
    """

    def __init__(self, net: SafetyNet, content_dir: Path) -> None:
        self._net = net
        self._content_dir = content_dir

    @cached_property
    def listener(self) -> Listener:
        """What hears commands and topics.

        Raises:
            PhraseError: A phrase is not written as it should be.
        """
        return Listener.load(self._content_dir, self._net.vocabulary)

    @cached_property
    def medicine_notes(self) -> MedicineNotes:
        """What knows a note that reads like taking a medicine.

        Raises:
            PhraseError: A phrase is not written as it should be.
        """
        return MedicineNotes(self._content_dir)

    def prepare(self) -> None:
        """Make what is made once, which would make the first text wait; another thread may listen meanwhile."""
        self.listener.prepare()
        self._net.prepare()

    def alarm(self, text: str, language: str) -> Alarm | None:
        """Give what a text calls for, in the language of the chat unless the text is clearly in another one."""
        hearing = self._net.vocabulary.hear(text)
        signs = self._net.signs(hearing) if text else []
        levels = levels_of(signs)
        if not levels:
            return None
        html = escape(self._net.reply(levels, self._net.language(hearing, language)))
        return Alarm(levels[0], html, any(sign.phrase for sign in signs))

    def heard(self, text: str, language: str) -> Heard:
        """Say which command or topic a text is, in a chat in this language."""
        return self.listener.hear(self._net.vocabulary.hear(text), language)

    def clear_command(self, text: str, language: str) -> str | None:
        """Say which command a whole sentence is beyond doubt: for where any words may be the answer."""
        return self.listener.clear_command(self._net.vocabulary.hear(text), language)

    def is_feeling(self, text: str) -> bool:
        """Say whether words of fear, sadness or the like stand in a text, whatever else it says."""
        return self.listener.is_feeling(self._net.vocabulary.hear(text))

    @property
    def numbers(self) -> Mapping[str, Mapping[str, str]]:
        """The numbers to call in each country, by its ISO 3166 code in small letters."""
        return self._net.numbers

    def safety_line(self, language: str) -> str:
        """Give the one line that says where to call."""
        return self._net.safety_line(language)

    def help_in_public(self, text: str, language: str) -> str | None:
        """Give the words for help in a group, where only danger is answered; None when there is none."""
        alarm = self.alarm(text, language)
        return alarm.html if alarm and alarm.is_danger else None


def is_source(path: Path) -> bool:
    """Say whether listening is made of this file of a content folder; the words of the talk are in all others."""
    return path.name in _SOURCES or path.suffix == ".tsv"


def load_listening(content_dir: Path) -> Listening:
    """Read the signs of danger in every language of a content folder.

    Raises:
        PhraseError: A sign is not written as it should be.
        OSError: A file cannot be read.
        KeyError: A part of a file is missing.
    """
    return Listening(SafetyNet.load(content_dir), content_dir)
