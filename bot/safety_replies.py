"""The fixed words of the safety net, with the numbers of the person's country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.listening.files import languages, read_yaml, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DEFAULT = "en"


class SafetyReplies:
    """One fixed text for each level; nothing in it depends on what was typed."""

    def __init__(self, contents: dict[str, Any], numbers: dict[str, dict[str, str]]) -> None:
        self._contents = contents
        self.numbers = numbers

    @classmethod
    def load(cls, content_dir: Path) -> SafetyReplies:
        """Read the replies of every language and the numbers of every country."""
        contents = {language: words_of(content_dir, language, "safety") for language in languages(content_dir)}
        return cls(contents, read_yaml(content_dir / "emergency_numbers.yaml"))

    def reply(self, levels: Sequence[str], language: str, country: str | None) -> str:
        """The words for these levels, most serious first."""
        content = self._contents.get(language) or self._contents[_DEFAULT]
        name = "emergency_and_crisis" if {"emergency", "crisis"} <= set(levels) else levels[0]
        numbers = self.numbers.get((country or "").lower()) or content["unknown_country"]
        text: str = content["replies"][name]["text"]
        return text.format_map(numbers)

    def safety_line(self, language: str) -> str:
        """The one line for texts that were not understood."""
        content = self._contents.get(language) or self._contents[_DEFAULT]
        line: str = content["replies"]["safety_line"]["text"]
        return line
