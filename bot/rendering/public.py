"""The words that anyone may read anywhere: each topic, with the source they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.flows import IN_ORDER, QUESTIONS
from bot.rendering.reading import pages
from bot.rendering.voice import Voice, shortened
from bot.search import Search
from bot.session import Session
from bot.telegram_html import to_plain

if TYPE_CHECKING:
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
        self._articles: dict[str, Article] = {}
        fields: dict[str, dict[str, float]] = {}
        for section in IN_ORDER:
            topics = pages(voice, section)
            self._articles[section] = _of_section(voice, section, topics)
            fields[section] = {self._articles[section].title: 4, self._articles[section].html: 1}
            for question in topics:
                self._articles[question] = article = _of_question(voice, question)
                asked = words.question(question)
                choices = " ".join(asked.choices.values())
                fields[question] = {article.title: 4, to_plain(voice.say(asked.ask)): 2, choices: 2, article.html: 1}
        self._search = Search(fields, words.code)

    def find(self, question: str) -> list[Article]:
        """Give the articles that fit, the best first; the six sections when nothing was asked."""
        if not question.strip():
            return [self._articles[section] for section in IN_ORDER]
        return [self._articles[name] for name in self._search.find(question, MOST)]


def _of_section(voice: Voice, section: str, topics: tuple[str, ...]) -> Article:
    sharing = voice.words.sharing
    text = voice.say(sharing.topics[section].text)
    names = "; ".join(voice.say(voice.words.question(topic).name).unescape() for topic in topics)
    return _article(voice, section, voice.title(section), text, voice.say(sharing.inline.covers, topics=names))


def _of_question(voice: Voice, question: str) -> Article:
    asked = voice.words.question(question)
    text = voice.say(asked.more.text) if asked.more else Markup()
    careful = [voice.say(voice.words.shared.careful_line)] if QUESTIONS[question].careful else []
    return _article(voice, question, voice.say(asked.name), text, *careful)


def _article(voice: Voice, name: str, title: Markup, text: Markup, *further: Markup) -> Article:
    heading = Markup("<b>{}</b>").format(title)
    source = Markup("<i>{} {}</i>").format(
        voice.say(voice.words.sharing.inline.source), voice.say(voice.words.shared.disclaimer_line)
    )
    html = Markup("\n\n").join((heading, text, *further, source))
    description = shortened(to_plain(text), DESCRIPTION)
    return Article(name, name.partition(".")[0], title.unescape(), description, html)
