"""The summary: everything a person has gathered, to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.flows import QUESTIONS, SECTIONS
from bot.rendering.doctor_questions import fitting
from bot.telegram_html import to_plain, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rendering.voice import Voice

LONGEST = 3500
"""How many UTF-16 units a part may have; Telegram takes 4096."""

ABOUT = ("treatment", "monitoring")
MATTERS = ("decision.values", "reasons.life", "reasons.life-other", "specialist.life")
PRACTICAL = ("specialist.now", "specialist.practical", "specialist.format", "specialist.trials", "preparation.help")
REASONS = ("reasons.health", "reasons.advice", "reasons.outcome", "reasons.review-date")
NEXT = ("decision.result", "decision.followup", "decision.followup-date", "decision.unsure", "decision.open-question")


def summary_parts(voice: Voice) -> tuple[Markup, ...]:
    """Give the summary in parts that each fit into one message."""
    words = voice.words
    lines: list[Markup] = []
    for heading, content in _chapters(voice):
        if content:
            lines += [Markup(""), Markup("<b>{}</b>").format(voice.say(heading)), *content]
    title = Markup("<b>{}</b>").format(voice.say(words.summary.title))
    if not lines:
        return (Markup("\n").join((title, voice.say(words.summary.empty))),)
    top = [title, voice.say(words.summary.intro)]
    if "someone" in voice.session.chosen("opening.who"):
        top.append(voice.say(words.summary.companion))
    end = [Markup(""), voice.say(words.shared.careful_line), voice.say(words.shared.safety_line)]
    return tuple(_packed([*top, *lines, *end, Markup("<i>{}</i>").format(voice.say(words.shared.disclaimer))]))


def _chapters(voice: Voice) -> Iterator[tuple[str, list[Markup]]]:
    session, headings = voice.session, voice.words.summary.headings
    bank = voice.words.doctor_questions
    top = [one for one in session.chosen("preparation.questions") if one in bank]
    yield (
        headings.top,
        _numbered([*(voice.say(bank[one]) for one in top), *_entries(voice, "preparation.own-questions")]),
    )
    others = [one for one in fitting(voice) if one not in top] if _has_answers(voice) else []
    yield headings.others, [_bullet(voice.say(bank[one])) for one in others]
    yield headings.timeline, [_bullet(entry) for entry in _entries(voice, "preparation.timeline")]
    yield headings.medicines, [_bullet(entry) for entry in _entries(voice, "preparation.medicines")]
    yield headings.records, list(_records(voice))
    yield headings.matters, _answers(voice, MATTERS)
    yield headings.practical, _answers(voice, PRACTICAL)
    yield headings.about, _answers(voice, tuple(one.id for part in SECTIONS if part.name in ABOUT for one in part))
    yield headings.reasons, _answers(voice, REASONS)
    yield headings.next, _answers(voice, NEXT)
    yield headings.words, list(_words_for_the_doctor(voice))


def _has_answers(voice: Voice) -> bool:
    return any(QUESTIONS[question].section != "opening" for question in voice.session.answers if question in QUESTIONS)


def _entries(voice: Voice, question: str) -> list[Markup]:
    if not QUESTIONS[question].is_asked(voice.session):
        return []
    return [Markup.escape(" ".join(entry.split())) for entry in voice.session.entries(question).values()]


def _answers(voice: Voice, questions: tuple[str, ...]) -> list[Markup]:
    return [
        Markup("• {}: {}").format(voice.say(voice.words.question(question).name), voice.answer(question))
        for question in questions
        if question in voice.session.answers and QUESTIONS[question].is_asked(voice.session)
    ]


def _records(voice: Voice) -> Iterator[Markup]:
    question = "preparation.records"
    if question in voice.session.answers:
        there, missing = voice.session.chosen(question), voice.missing(question)
        if there:
            yield _bullet(voice.say(voice.words.summary.records_there, items=voice.choices(question, there)))
        if missing:
            yield _bullet(voice.say(voice.words.summary.records_missing, items=voice.choices(question, missing)))


def _words_for_the_doctor(voice: Voice) -> Iterator[Markup]:
    told = voice.session.chosen("decision.tell")
    for choice in ("asking", "telling"):
        if choice in told or "both" in told:
            yield Markup("<blockquote>{}</blockquote>").format(voice.context[f"words_{choice}"])


def _bullet(words: Markup) -> Markup:
    return Markup("• {}").format(words)


def _numbered(lines: list[Markup]) -> list[Markup]:
    return [Markup("{}. {}").format(number, line) for number, line in enumerate(lines, 1)]


def _packed(lines: list[Markup]) -> Iterator[Markup]:
    """Pack lines, whose markup is closed within each, into as few parts as hold them."""
    part: list[Markup] = []
    length = 0
    for line in lines:
        units = utf16_length(to_plain(line)) + 1
        if part and length + units > LONGEST:
            yield Markup("\n").join(part).strip()
            part, length = [], 0
        part.append(line)
        length += units
    yield Markup("\n").join(part).strip()
