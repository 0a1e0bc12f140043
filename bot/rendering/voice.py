"""Fills the words in for one person: their answers, and how they are spoken of."""

from __future__ import annotations

from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from bot.content import templates
from bot.entries import in_order, said_line
from bot.flows import QUESTIONS
from bot.questions import Kind
from bot.rendering.markup import in_one_line
from bot.reply import Button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.content import Language
    from bot.session import Session

SHORT = 60
"""How many characters of a long text are shown where it is only named."""

MOST_CACHED = 2000
"""How much of what is nobody's own is kept for the next to whom it is said."""


class Voice:
    """The words of one language, spoken to the person of one session.

    Args:
        words: The words.
        session: The person's answers, and their place in the talk.
        days: After how many days without use a session is erased.
        bot_name: The bot's username.
        languages: The languages there are, by their codes, each under its own name.
    """

    def __init__(
        self,
        words: Language,
        session: Session,
        days: int,
        bot_name: str = "",
        languages: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.words = words
        self.session = session
        self.bot_name = bot_name
        self.languages = languages
        self.days = days
        self.manner = _manner(words, days, someone="someone" in session.chosen("opening.who"))

    def say(self, source: str, **values: object) -> Markup:
        """Fill a template of the content in; the values are escaped."""
        fixed = None if values else self.manner.fixed(source)
        return fixed.words if fixed else templates.render(source, {**self.context, **values})

    def say_cached(self, source: str, **values: Markup | int) -> Markup:
        """Fill in what is nobody's own, such as numbers and titles; it is kept for the next to whom it is said."""
        return self.manner.cached(source, values) or self.say(source, **values)

    def plain(self, source: str, **values: object) -> str:
        """Fill a template of the content in for a place that takes no markup, such as a button or a file."""
        fixed = None if values else self.manner.fixed(source)
        return fixed.plain if fixed else self.say(source, **values).unescape()

    @cached_property
    def context(self) -> Mapping[str, object]:
        """Every name that a template of the content may use."""
        return {
            **self.manner.names,
            "chosen": lambda question, *choices: any(one in choices for one in self.given(question)),
            "missing": self.missing,
        }

    def title(self, section: str) -> Markup:
        """Give the title of a section."""
        return self.say(self.words.sections[section].title)

    def row(self, button: str, data: str, **values: object) -> tuple[Button]:
        """Give a row with one of the buttons that are no choices."""
        return (Button(self.plain(getattr(self.words.shared.buttons, button), **values), data),)

    def given(self, question: str) -> tuple[str, ...]:
        """Give the choices of a question that hold: those chosen, and those that a list has made true since."""
        also = (choice for choice, entries in QUESTIONS[question].also_given if self.session.entries(entries))
        return tuple(dict.fromkeys((*self.session.chosen(question), *also)))

    def missing(self, question: str) -> tuple[str, ...]:
        """Give the choices of a question that do not hold."""
        return tuple(choice for choice in QUESTIONS[question].choices if choice not in self.given(question))

    def choice(self, question: str, choice: str) -> Markup:
        """Give the words of a choice."""
        return self.say(self._choice(question, choice))

    def label(self, question: str, choice: str) -> str:
        """Give the words of a choice for a place that takes no markup."""
        return self.plain(self._choice(question, choice))

    def _choice(self, question: str, choice: str) -> str:
        return self.words.doctor_questions.get(choice) or self.words.question(question).choices.get(choice, choice)

    def choices(self, question: str, choices: tuple[str, ...]) -> Markup:
        """Give the words of several choices, one after the other."""
        return in_one_line(self.choice(question, choice) for choice in choices)

    def answer(self, question: str) -> Markup:
        """Give an answer in words: choices by their labels, texts as typed, nothing when there is none."""
        session = self.session
        if QUESTIONS[question].kind in {Kind.ONE, Kind.SEVERAL}:
            words = self.choices(question, session.chosen(question))
        elif QUESTIONS[question].kind is Kind.TEXT:
            words = Markup.escape("".join(session.chosen(question)))
        else:
            words = in_one_line(shortened(said_line(self, line)) for line in in_order(self, question))
        return words or (self.say(self.words.shared.lines.nothing) if question in session.answers else Markup())


class _Fixed(NamedTuple):
    """Words that no answer changes, with their markup and without."""

    words: Markup
    plain: str


class Manner:
    """How one language speaks to all who are spoken of alike: what no answer changes is filled in once and kept."""

    def __init__(self, words: Language, days: int, *, someone: bool) -> None:
        shared = words.shared
        person = shared.person.someone if someone else shared.person.me
        self.names: Mapping[str, object] = {
            **person.model_dump(),
            "language": words.code,
            "days": days,
            "disclaimer": templates.render(shared.disclaimer, {}),
            "safety_line": templates.render(shared.safety_line, {}),
        }
        self.words = words
        self._fixed: dict[str, _Fixed | None] = {}
        self._cached: dict[tuple[object, ...], Markup] = {}

    def cached(self, source: str, values: Mapping[str, Markup | int]) -> Markup | None:
        """Give a template with values filled in that are nobody's own; None for one that asks of the answers."""
        which = (source, *values.items())
        words = self._cached.get(which)
        if words is None and not templates.asked(source)[1]:
            if len(self._cached) >= MOST_CACHED:
                self._cached.clear()
            words = self._cached[which] = templates.render(source, {**self.names, **values})
        return words

    def fixed(self, source: str) -> _Fixed | None:
        """Give a template filled in; None for one that asks of the answers."""
        if source not in self._fixed:
            words = None if templates.asked(source)[1] else templates.render(source, self.names)
            self._fixed[source] = None if words is None else _Fixed(words, words.unescape())
        return self._fixed[source]


_manner = lru_cache(maxsize=8)(Manner)


def shortened(text: str, length: int = SHORT) -> str:
    """Give the text in one line of at most this many characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    whole_words = cut.rpartition(" ")[0] if line[length - 1] != " " else cut
    return f"{whole_words if len(whole_words) > length // 2 else cut}…"
