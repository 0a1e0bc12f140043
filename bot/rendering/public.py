"""The words that anyone may read anywhere: each topic, with the source they come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.flows import IN_ORDER, QUESTIONS
from bot.rendering.markup import bold, in_paragraphs
from bot.rendering.reading import pages
from bot.rendering.voice import Voice, shortened
from bot.search import Search
from bot.session import Session
from bot.telegram_html import to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.content import Language

MOST = 10
"""How many articles are offered at a time."""

DESCRIPTION = 90
"""How many characters of an article are shown under its title."""


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of public words.

    Attributes:
        id: The section or question that it is about.
        section: The section to which its button leads.
        title: Its title.
        description: Its beginning.
        html: All of it, with its source.
    """

    id: str
    section: str
    title: str
    description: str
    html: str


class PublicWords:
    """What there is to read in one language, made once: it is the same for everyone.

    Args:
        words: The words of the language.
    """

    def __init__(self, words: Language) -> None:
        voice = Voice(words, Session(language=words.code), 0)
        self._articles = articles(words)
        findable: dict[str, Mapping[str, float]] = {
            name: _section_words(voice, name) if name == one.section else _question_words(voice, name)
            for name, one in self._articles.items()
        }
        self._search = Search(findable, words.code)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of them, each section followed by its topics."""
        return tuple(self._articles.values())

    def find(self, question: str) -> list[Article]:
        """Give the articles that fit, the best first; the six sections when nothing was asked."""
        if not question.strip():
            return [self._articles[section] for section in IN_ORDER]
        return [self._articles[name] for name in self._search.find(question, MOST)]


@lru_cache(maxsize=16)
def public_words(words: Language) -> PublicWords:
    """Give what there is to read in a language; it is made once, at the first question."""
    return PublicWords(words)


def articles(words: Language) -> dict[str, Article]:
    """Give what there is to read in a language by its id, each section followed by its topics."""
    voice = Voice(words, Session(language=words.code), 0)
    made: dict[str, Article] = {}
    for section in IN_ORDER:
        topics = pages(voice, section)
        made[section] = _of_section(voice, section, topics)
        made.update({question: _of_question(voice, question) for question in topics})
    return made


def _section_words(voice: Voice, section: str) -> dict[str, float]:
    """Weigh them a little less than a topic's own, so that of two that fit the narrower one comes first."""
    return {voice.title(section): 3.9, to_plain(_brief(voice, section)): 1.9}


def _question_words(voice: Voice, question: str) -> dict[str, float]:
    words = voice.words.question(question)
    asked = to_plain(voice.say(words.ask))
    return {
        voice.say(words.name): 4,
        asked: 2,
        " ".join(words.choices.values()): 2,
        to_plain(_more(voice, question)): 1,
    }


def _of_section(voice: Voice, section: str, topics: tuple[str, ...]) -> Article:
    names = "; ".join(voice.plain(voice.words.question(topic).name) for topic in topics)
    covers = voice.say(voice.words.sharing.inline.covers, topics=names)
    return _article(voice, section, voice.title(section), _brief(voice, section), covers)


def _of_question(voice: Voice, question: str) -> Article:
    title = voice.say(voice.words.question(question).name)
    careful = [voice.say(voice.words.shared.careful_line)] if QUESTIONS[question].careful else []
    return _article(voice, question, title, _more(voice, question), *careful)


def _brief(voice: Voice, section: str) -> Markup:
    return voice.say(voice.words.sharing.topics[section].text)


def _more(voice: Voice, question: str) -> Markup:
    more = voice.words.question(question).more
    return voice.say(more.text) if more else Markup()


def _article(voice: Voice, name: str, title: Markup, text: Markup, *further: Markup) -> Article:
    heading = bold(title)
    source = Markup("<i>{} {}</i>").format(
        voice.say(voice.words.sharing.inline.source), voice.say(voice.words.shared.disclaimer_line)
    )
    html = in_paragraphs((heading, text, *further, source))
    description = shortened(to_plain(text), DESCRIPTION)
    return Article(name, name.partition(".")[0], title.unescape(), description, html)
