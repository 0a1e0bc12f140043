"""Proves the words: every rule they have to keep, one family of rules a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content_check.copying import copying_problems
from bot.content_check.disclaimer import disclaimer_problems
from bot.content_check.emoji import emoji_problems
from bot.content_check.facts import fact_problems
from bot.content_check.folder import Folder
from bot.content_check.house_rules import house_rules
from bot.content_check.labels import label_problems
from bot.content_check.length import length_problems, too_long
from bot.content_check.markup import markup_problems
from bot.content_check.medical_words import medical_word_problems
from bot.content_check.messages import messages
from bot.content_check.reading_grade import reading_grade_problems
from bot.content_check.rendering import rendering_problems
from bot.content_check.review import review_problems
from bot.content_check.texts import texts_of
from bot.content_check.translations import translation_problems
from bot.content_check.unused import unused_problems
from bot.content_check.wording import wording_problems
from bot.flows import IN_ORDER, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from bot.content.files import Problem

__all__ = ["Folder", "proved"]


def proved(path: Path, today: date, source: str = "") -> list[Problem]:
    """Give everything that is wrong in a content folder, by file and line.

    Args:
        path: The folder.
        today: The day on which review dates are past or not.
        source: The text of which nothing may be copied; empty when it is not at hand.
    """
    folder = Folder.read(path)
    problems = {
        *folder.shape,
        *fact_problems(folder),
        *translation_problems(folder),
        *review_problems(folder, today),
    }
    for code in folder.codes:
        problems.update(_of_language(folder, code, source))
    return sorted(problems)


def _of_language(folder: Folder, code: str, source: str) -> Iterator[Problem]:
    texts = list(texts_of(folder, code))
    rules, misshapen = house_rules(folder, code)
    yield from misshapen
    yield from unused_problems(folder, code)
    yield from rendering_problems(texts)
    yield from markup_problems(texts)
    yield from length_problems(texts)
    yield from label_problems(texts)
    yield from emoji_problems(texts)
    yield from reading_grade_problems(texts)
    if rules:
        yield from wording_problems(texts, rules)
        yield from medical_word_problems(texts, rules, (OPENING.name, *IN_ORDER))
    if source:
        yield from copying_problems(texts, source)
    language = folder.content.languages.get(code) if folder.content else None
    if folder.content and language and not any(one.file.parent.name == code for one in folder.shape):
        by_place = {text.place: text for text in texts}
        sent = list(messages(folder.content, language, texts))
        yield from disclaimer_problems(by_place, sent)
        for message in sent:
            if text := by_place.get(message.place):
                yield from too_long(text, message.plain, message.when)
