"""What the bot hears in a text, for maintainers who extend the words: second-opinion listen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from bot.listening.listener import Listener
from bot.safety import SafetyNet
from bot.signs import levels_of

if TYPE_CHECKING:
    from pathlib import Path


class Answer(TypedDict):
    """One line of the command's output; the reply is for a chat without an open question and of unknown language.

    Of an emergency and a crisis heard together, ``heard`` is the louder, and the reply begins with the emergency.
    """

    heard: str
    section: str | None
    command: str | None
    safety_line: bool
    reply: str


class Ears:
    """The safety net and, under it, commands and topics."""

    def __init__(self, net: SafetyNet, listener: Listener) -> None:
        self.net = net
        self.listener = listener

    @classmethod
    def load(cls, content_dir: Path) -> Ears:
        """Read all words that are listened for."""
        net = SafetyNet.load(content_dir)
        listener = Listener.load(content_dir, net.vocabulary)
        net.prepare()
        listener.prepare()
        return cls(net, listener)

    def listen(self, text: str) -> Answer:
        """Say what is heard in a text and what is answered."""
        hearing = self.net.vocabulary.hear(text)
        if signs := self.net.signs(hearing):
            levels = levels_of(signs)
            reply = self.net.reply(levels, self.net.language(hearing))
            return Answer(heard=signs[0].level.value, section=None, command=None, safety_line=False, reply=reply)
        heard = self.listener.hear(hearing, self.net.language(hearing))
        words = self.listener.words(heard.language)
        if heard.command:
            reply = words["replies"]["command"].format(command=heard.command)
            return Answer(heard="command", section=None, command=heard.command, safety_line=False, reply=reply)
        # A missed sign must never look like reassurance, so a topic carries the safety line as well.
        section = heard.section
        reply = words["replies"][heard.kind].format(section=words["sections"][section] if section else "")
        reply = f"{reply}\n{self.net.safety_line(heard.language)}"
        return Answer(heard=heard.kind, section=section, command=None, safety_line=True, reply=reply)
