"""What the bot hears in a text, for maintainers who extend the words: second-opinion listen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypedDict

from bot.listening import Listener
from bot.safety import SafetyNet

if TYPE_CHECKING:
    from pathlib import Path


class Answer(TypedDict):
    """One line of the command's output; the reply is for a chat without an open question and of unknown language."""

    heard: str
    section: str | None
    command: str | None
    safety_line: bool
    reply: str


class Ears:
    """The safety net and, under it, commands and topics."""

    def __init__(self, net: SafetyNet, listener: Listener) -> None:
        self._net = net
        self._listener = listener

    @classmethod
    def load(cls, content_dir: Path) -> Ears:
        """Read all words that are listened for."""
        return cls(SafetyNet.load(content_dir), Listener.load(content_dir))

    def listen(self, text: str) -> Answer:
        """Say what is heard in a text and what is answered."""
        if signs := self._net.signs(text):
            levels = self._net.levels(text)
            (language, _), *_ = Counter(sign.language for sign in signs if sign.level is levels[0]).most_common()
            reply = self._net.reply(levels, language)
            return Answer(heard=levels[0].value, section=None, command=None, safety_line=False, reply=reply)
        heard = self._listener.hear(text)
        words = self._listener.words(heard.language)
        if heard.command:
            reply = words["replies"]["command"].format(command=heard.command)
            return Answer(heard="command", section=None, command=heard.command, safety_line=False, reply=reply)
        # A missed sign must never look like reassurance, so a topic carries the safety line as well.
        section = heard.section
        reply = words["replies"][heard.kind].format(section=words["sections"][section] if section else "")
        reply = f"{reply}\n{self._net.safety_line(heard.language)}"
        return Answer(heard=heard.kind, section=section, command=None, safety_line=True, reply=reply)
