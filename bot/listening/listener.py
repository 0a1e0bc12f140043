"""Hears commands in words and topics, when the safety net heard nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.listening.files import flat, languages, medicines, words_of
from bot.listening.hunch import Hunch
from bot.listening.phrases import Notation, Phrase, PhraseError
from bot.listening.vocabulary import Vocabulary
from bot.listening.watchlist import Watchlist

if TYPE_CHECKING:
    from pathlib import Path

    from bot.listening.matching import Hearing

SECTIONS = ("reasons", "treatment", "monitoring", "specialist", "preparation", "decision")

FEELINGS = "feelings"
"""What fear, sadness and the like are heard as: like a command where they are the whole text."""

_LONGEST_COMMAND = 14
_A_SENTENCE = 4  # words; fewer may well be an entry of a list
_LONGEST_QUESTION = 120  # words; what comes later in a text names no topic any more
_WORTH = {"clear": 3, "hint": 1}
_SPARE_WORDS = 1
_LIKELY_ENOUGH = -0.5  # how loud a hunch must be, as its odds against nothing in natural logarithms
_POINT_COUNTS = 0.8  # how much a point of the phrases adds to it


@dataclass(frozen=True)
class Heard:
    """What a text asks for: a command, or the sections that fit best, or nothing that is known."""

    kind: Literal["command", "topic", "nothing"]
    language: str
    command: str | None = None
    topics: tuple[str, ...] = ()

    @property
    def section(self) -> str | None:
        """The section that fits best."""
        return self.topics[0] if self.topics else None


class Listener:
    """Hears in every supported language; the language of the chat decides only between equals."""

    def __init__(self, contents: dict[str, Any], vocabulary: Vocabulary, content_dir: Path) -> None:
        self.vocabulary = vocabulary
        self._contents = contents
        self._commands: dict[str, tuple[Watchlist[str], Watchlist[None]]] = {}
        known = medicines(content_dir, vocabulary)
        topics: list[tuple[Phrase, tuple[str, str, int]]] = []
        problems: list[str] = []
        for language, content in contents.items():
            try:
                notation = Notation(vocabulary, known)
                for name, entries in content["lists"].items():
                    notation.add_list(name, flat(entries))
                topics += _topics(content, notation)
                self._commands[language] = _commands(content, notation)
            except PhraseError as problem:
                problems.append(f"content/{language}/listening.yaml: {problem}")
        if problems:
            raise PhraseError("\n".join(problems))
        self._hunch = Hunch.load(content_dir / "hunches" / "requests.tsv")
        self._topics = Watchlist(topics)

    @classmethod
    def load(cls, content_dir: Path, vocabulary: Vocabulary | None = None) -> Listener:
        """Read listening.yaml of every language; the safety net's vocabulary may be shared."""
        contents = {language: words_of(content_dir, language, "listening") for language in languages(content_dir)}
        return cls(contents, vocabulary or Vocabulary({}), content_dir)

    def prepare(self) -> None:
        """Make what is made once, which would make the first text wait."""
        self._hunch.prepare()
        for watchlist in (self._topics, *(lists for pair in self._commands.values() for lists in pair)):
            watchlist.prepare()

    def hear(self, hearing: Hearing, language: str) -> Heard:
        """Say which command or topic a text is; the language decides between equals."""
        if command := self._command(hearing, language, spare=0):
            return command
        odds = self._hunch.odds(hearing.weighed[:_LONGEST_QUESTION])
        for section, _, worth in {meaning for _, meaning in self._topics.found(hearing)}:
            odds[section] = odds.get(section, 0.0) + worth * _POINT_COUNTS
        likely = sorted((name for name in odds if odds[name] > _LIKELY_ENOUGH), key=lambda name: -odds[name])
        if not likely and (command := self._command(hearing, language, spare=_SPARE_WORDS)):
            return command
        if likely and likely[0] not in SECTIONS:
            return Heard("command", language, likely[0])
        return Heard("topic" if likely else "nothing", language, topics=tuple(filter(SECTIONS.__contains__, likely)))

    def clear_command(self, hearing: Hearing, language: str) -> str | None:
        """Say which command a whole sentence is, by its phrases alone: for where any words may be the answer."""
        if sum(map(bool, hearing.spellings)) < _A_SENTENCE:
            return None
        found = self._command(hearing, language, spare=0)
        return found.command if found else None

    def is_feeling(self, hearing: Hearing) -> bool:
        """Say whether words of fear, sadness or the like stand in a text, whatever else it says."""
        found = (command for commands, _ in self._commands.values() for _, command in commands.found(hearing))
        return FEELINGS in found

    def words(self, language: str) -> dict[str, Any]:
        """The few fixed answers of this language."""
        words: dict[str, Any] = self._contents.get(language) or self._contents["en"]
        return words

    def _command(self, hearing: Hearing, first: str, spare: int) -> Heard | None:
        """The command that, with words of politeness and a few spare words, is the whole text."""
        for language in (
            sorted(self._commands, key=lambda name: name != first) if hearing.size <= _LONGEST_COMMAND else ()
        ):
            commands, filler = self._commands[language]
            wanted = ((1 << hearing.size) - 1) & ~hearing.ends & ~filler.places(hearing)
            said: dict[str, int] = {}
            for places, command in commands.found(hearing):
                said[command] = said.get(command, 0) | places & ~hearing.ends
            fitting = {
                command: places.bit_count()
                for command, places in said.items()
                if places.bit_count() > spare and (wanted & ~places).bit_count() <= spare
            }
            if fitting:
                return Heard("command", language, max(fitting, key=fitting.__getitem__))
        return None


def _commands(content: dict[str, Any], notation: Notation) -> tuple[Watchlist[str], Watchlist[None]]:
    named = {**content["commands"], FEELINGS: content[FEELINGS]}
    return (
        Watchlist((phrase, name) for name, lines in named.items() for phrase in notation.phrases(lines)),
        Watchlist((phrase, None) for phrase in notation.phrases(content["filler"])),
    )


def _topics(content: dict[str, Any], notation: Notation) -> list[tuple[Phrase, tuple[str, str, int]]]:
    return [
        (phrase, (section, phrase.source, worth))
        for section, kinds in content["topics"].items()
        for kind, worth in _WORTH.items()
        for phrase in notation.phrases(kinds[kind])
    ]
