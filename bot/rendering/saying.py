"""What is said before the question: the answer saved and what it calls for, or what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dates.said import said_readings
from bot.doctor_questions import spoken
from bot.entries import entry, said_line
from bot.flows import OPENING, QUESTIONS
from bot.questions import Kind
from bot.rendering.markup import bold, bullet, in_lines, italic
from bot.rendering.reminders import reminder_notice
from bot.rendering.voice import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from bot.content import Language
    from bot.rendering.voice import Voice

LONGEST_ENTRY = 160
"""How many characters of an entry are repeated when it is saved."""

QUESTIONS_SHOWN = 3
"""How many questions for the doctor are shown with a piece of guidance; all of them are on the list."""


def said_blocks(voice: Voice, said: str) -> Iterator[Markup]:
    """Give the blocks for one thing that is said, written ``kind:detail``."""
    kind, _, detail = said.partition(":")
    lines, notices = voice.words.shared.lines, voice.words.shared.notices
    match kind:
        case "answered":
            yield from guidance_blocks(voice, detail)
        case "reminder":
            yield reminder_notice(voice, detail)
        case "skipped":
            yield voice.say(lines.kept if detail in voice.session.answers else lines.skipped)
        case "added" | "changed":
            yield from _entry_blocks(voice, kind, *detail.rpartition(":")[::2])
        case "withdrawn" | "consent_changed":
            yield voice.say(getattr(voice.words.privacy, kind))
        case "language" | "visited" | "question_kept" | "removed" | "restarted" | "erased" | "rated":
            yield voice.say(_fixed(voice.words)[kind])
        case "hint":
            yield voice.say(voice.words.question(detail).hint)
            yield voice.say(voice.words.shared.safety_line)
        case "not_understood" | "unknown_command":
            yield voice.say(getattr(notices, kind))
            yield voice.say(voice.words.shared.safety_line)
        case "old_button":
            name = voice.say(voice.words.question(detail).name)
            yield voice.say(notices.old_button, name=name, answer=voice.answer(detail))
        case "too_many" | "too_many_entries":
            yield voice.say(getattr(notices, kind), most=int(detail))
        case "too_long":
            length, _, most = detail.partition(":")
            yield voice.say(notices.too_long, length=int(length), most=int(most))
        case _:
            yield voice.say(getattr(notices, kind))


def _fixed(words: Language) -> dict[str, str]:
    """Give what is always said in the same words."""
    shared = words.shared
    return {
        "language": shared.lines.language,
        "visited": shared.lines.visited,
        "question_kept": shared.lines.question_kept,
        "removed": shared.lines.entry_removed,
        "restarted": shared.views.restarted.text,
        "erased": words.visit_pack.erased,
        "rated": words.sharing.feedback.thanks,
    }


def _entry_blocks(voice: Voice, kind: str, question: str, number: str) -> Iterator[Markup]:
    """Give an entry as it was understood, and what its date leaves open."""
    lines, notices = voice.words.shared.lines, voice.words.shared.notices
    line = entry(voice, question, number)
    said = shortened(said_line(voice, line), LONGEST_ENTRY)
    yield voice.say(lines.entry_added if kind == "added" else lines.entry_changed, answer=said)
    if line.found and line.found.is_ambiguous:
        yield voice.say(notices.date_unclear, date=line.when, readings=said_readings(voice, line.found))
    elif line.found and line.found.year_assumed:
        yield voice.say(notices.date_without_year)


def guidance_blocks(voice: Voice, question: str) -> Iterator[Markup]:
    """Give what the answer to a question calls for: guidance, questions for the doctor and the disclaimer line."""
    asked = QUESTIONS[question]
    shared = voice.words.shared
    pieces = spoken(voice, question)
    named_below = (
        asked.kind is Kind.SEVERAL
        and len(pieces) == len(voice.session.chosen(question))
        and not (set(asked.alone) & set(voice.session.chosen(question)))
    )
    brief = asked.kind is Kind.ENTRIES or asked.fitting or named_below
    yield voice.say(shared.lines.saved_list) if brief else voice.say(shared.lines.saved, answer=_brief(voice, question))
    yield in_lines(voice.say(piece.text) for piece in pieces)
    yield from to_ask(voice, [words for piece in pieces for words in piece.ask_doctor.values()])
    if set(asked.careful) & set(voice.session.chosen(question)):
        yield voice.say(shared.careful_line)
    if pieces and asked.section != OPENING.name:
        yield italic(voice.say(shared.disclaimer_line))


def _brief(voice: Voice, question: str) -> Markup | str:
    answer = voice.answer(question)
    return shortened(answer.unescape()) if QUESTIONS[question].kind is Kind.TEXT else answer


def to_ask(voice: Voice, questions: list[str]) -> Iterator[Markup]:
    """Give the first questions for the doctor, when there are any."""
    if questions:
        heading = bold(voice.say(voice.words.shared.lines.to_ask))
        bullets = (bullet(voice.say(words)) for words in questions[:QUESTIONS_SHOWN])
        yield in_lines((heading, *bullets))
