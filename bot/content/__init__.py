"""Loads the words in every language, or says every fault in them at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from bot.content.date_wording import DateWords
from bot.content.files import Problem, read, shaped
from bot.content.privacy_wording import PrivacyWords
from bot.content.reminder_wording import ReminderWords
from bot.content.review import Review
from bot.content.rules import brief_problems, field_problems, section_problems, template_problems
from bot.content.shared_wording import SharedWords
from bot.content.sharing_wording import SharingWords
from bot.content.visit_pack_wording import VisitPackWords
from bot.content.wording import Piece, QuestionWords, SectionWords
from bot.dates import DateReader
from bot.flows import OPENING, SECTIONS
from bot.garbage_collection import uncollected
from bot.listening.alarm import Listening, load_listening
from bot.listening.phrases import PhraseError
from bot.typed import without_commas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ModelT = TypeVar("ModelT", bound=BaseModel)


class ContentError(Exception):
    """The content has faults; ``problems`` lists all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, eq=False)
class Language:
    """All words of one language; one is the same as another only when it is that very one."""

    code: str
    shared: SharedWords
    visit_pack: VisitPackWords
    privacy: PrivacyWords
    sections: Mapping[str, SectionWords]
    sharing: SharingWords
    dates: DateWords
    reminders: ReminderWords

    def question(self, question: str) -> QuestionWords:
        """Give the words of the question with this id."""
        section, _, name = question.partition(".")
        return self.sections[section].questions[name]

    @cached_property
    def date_reader(self) -> DateReader:
        """What finds dates in texts of this language."""
        return DateReader(self.dates, self.code)

    @cached_property
    def doctor_questions(self) -> Mapping[str, str]:
        """Every question for the doctor, by its id ``section.key``, in reading order."""
        return {
            f"{name}.{key}": words
            for name, section in self.sections.items()
            for asked in (*(piece.ask_doctor for piece in pieces(section)), section.for_every_visit)
            for key, words in asked.items()
        }


@dataclass(frozen=True)
class Content:
    """The words in every language, their review, the facts that they speak from, and what is listened for."""

    languages: Mapping[str, Language]
    facts: Mapping[str, str]
    listening: Listening
    review: Review

    @cached_property
    def language_names(self) -> Mapping[str, str]:
        """The languages by their codes, each under its own name."""
        return {code: one.shared.language_name for code, one in self.languages.items()}

    @cached_property
    def language_asked(self) -> Mapping[str, str]:
        """The codes of the languages by what people type, in any language, to be spoken to in one."""
        return {
            without_commas(words): code
            for code, one in self.languages.items()
            for words in (code, *one.shared.language_asked)
        }

    def prepare(self) -> None:
        """Have ready what takes longer to make than a turn may."""
        self.listening.prepare()
        for words in self.languages.values():
            _ = words.date_reader

    def language(self, code: str) -> Language:
        """Give the words in this language, else in English, else in whichever there is."""
        return self.languages.get(code) or self.languages.get("en") or next(iter(self.languages.values()))


def pieces(section: SectionWords) -> Iterator[Piece]:
    """Give every piece of a section in reading order."""
    for question in section.questions.values():
        yield from question.guidance.values()
        if question.more:
            yield question.more
    if section.closing:
        yield section.closing


def load_content(folder: Path, listening: Listening | None = None) -> Content:
    """Read the content folder.

    Args:
        folder: The folder, with one folder for each language in it.
        listening: What is listened for, when it was read before; reading it takes most of the time.

    Raises:
        ContentError: Something in it is missing or wrong; every problem is named with its cure.
    """
    content, problems = gather(folder, listening)
    if problems or content is None:
        raise ContentError(problems)
    return content


@uncollected()
def gather(folder: Path, listening: Listening | None = None) -> tuple[Content | None, list[Problem]]:
    """Give what could be read of the content folder, and every problem with its shape."""
    problems: list[Problem] = []
    places = sorted(place for place in folder.glob("*") if (place / "shared.yaml").is_file())
    if not places:
        return None, [Problem(folder, 0, "", "holds no language", "name a folder that holds one such as en/")]
    facts = _facts(folder / "facts.yaml", problems)
    review = _words(Review, folder / "review.yaml", problems)
    languages = [_language(place, facts, problems) for place in places]
    listening = listening or _listening(folder, problems)
    problems.sort()
    if listening is None or review is None:
        return None, problems
    return Content({language.code: language for language in languages if language}, facts, listening, review), problems


def _listening(folder: Path, problems: list[Problem]) -> Listening | None:
    try:
        return load_listening(folder)
    except (PhraseError, OSError, KeyError) as fault:
        cure = "see the top of content/en/safety.yaml for how signs are written"
        problems.append(Problem(folder, 0, "safety.yaml", f"cannot be listened for ({fault})", cure))
        return None


def _facts(path: Path, problems: list[Problem]) -> dict[str, str]:
    sections = read(path, problems).data
    return {f"{section}.{name}": words for section, facts in sections.items() for name, words in facts.items()}


def _language(folder: Path, facts: Mapping[str, str], problems: list[Problem]) -> Language | None:
    shared = _words(SharedWords, folder / "shared.yaml", problems)
    visit_pack = _words(VisitPackWords, folder / "visit_pack.yaml", problems)
    dates = _words(DateWords, folder / "dates.yaml", problems)
    reminders = _words(ReminderWords, folder / "reminders.yaml", problems)
    sharing_file = read(folder / "sharing.yaml", problems)
    problems.extend(template_problems(sharing_file))
    sharing = shaped(SharingWords, sharing_file, problems) if sharing_file.data else None
    if sharing:
        problems.extend(brief_problems(sharing.topics, facts, sharing_file))
    privacy_file = read(folder / "privacy.yaml", problems)
    problems.extend(template_problems(privacy_file))
    privacy = shaped(PrivacyWords, privacy_file, problems) if privacy_file.data else None
    if privacy:
        problems.extend(field_problems(privacy, privacy_file))
    sections = {}
    for flow in (OPENING, *SECTIONS):
        file = read(folder / f"{flow.name}.yaml", problems)
        problems.extend(template_problems(file))
        if file.data and (words := shaped(SectionWords, file, problems)):
            problems.extend(section_problems(flow, words, facts, file))
            sections[flow.name] = words
    if not (shared and visit_pack and privacy and sharing and dates and reminders):
        return None
    return Language(folder.name, shared, visit_pack, privacy, sections, sharing, dates, reminders)


def _words(model: type[ModelT], path: Path, problems: list[Problem]) -> ModelT | None:
    file = read(path, problems)
    problems.extend(template_problems(file))
    return shaped(model, file, problems) if file.data else None
