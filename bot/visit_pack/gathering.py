"""Gathers the visit pack from what a person answered and the words of the content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.content.formats import date as day_in_words
from bot.doctor_questions import fitting, for_every_visit
from bot.flows import QUESTIONS, SECTIONS
from bot.paper.inert import inert
from bot.visit_pack import Part, Row, VisitPack
from bot.visit_pack.entries import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.content.review import Review
    from bot.rendering.voice import Voice

ABOUT = ("treatment", "monitoring")
MATTERS = ("decision.values", "reasons.life", "reasons.life-other", "specialist.life")
PRACTICAL = ("specialist.now", "specialist.format", "specialist.practical", "specialist.trials", "preparation.help")
REASONS = ("reasons.health", "reasons.advice", "reasons.outcome", "reasons.review-date")
NEXT = ("decision.result", "decision.followup", "decision.followup-date", "decision.unsure", "decision.open-question")
OPINIONS = ("same", "different", "still-open")

MOST_ON_TOP = 3
"""How many questions stand first."""

RECORDS = "preparation.records"


def visit_pack(voice: Voice, review: Review) -> VisitPack:
    """Give the pack of a session, made on the day on which the person was last seen."""
    return VisitPack(
        language=voice.words.code,
        title=_said(voice, voice.words.visit_pack.title),
        made_on=_made_on(voice),
        companion=_said(voice, voice.words.visit_pack.companion) if _by_companion(voice) else "",
        parts=tuple(_parts(voice)),
        careful=_said(voice, voice.words.shared.careful_line),
        safety=_said(voice, voice.words.shared.safety_line),
        disclaimer=_said(voice, voice.words.shared.disclaimer),
        ending=tuple(_ending(voice, review)),
        is_blank=not has_answers(voice),
    )


def _parts(voice: Voice) -> Iterator[Part]:
    headings, words = voice.words.visit_pack.headings, voice.words.visit_pack
    asked = [*_chosen(voice), *(Row(one.text) for one in entries(voice, "preparation.own-questions"))]
    top, later = asked[:MOST_ON_TOP], asked[MOST_ON_TOP:]
    had_one = "had-one" in voice.session.chosen("opening.stage")
    yield Part("top", headings.top, tuple(top))
    if had_one:
        yield Part("opinions", headings.opinions, tuple(_opinions(voice)), is_grouped=True)
    for name, questions in (
        ("about", tuple(one.id for part in SECTIONS if part.name in ABOUT for one in part)),
        ("reasons", REASONS),
        ("matters", MATTERS),
    ):
        yield Part(name, getattr(headings, name), tuple(_answers(voice, questions)))
    for name in ("timeline", "medicines"):
        yield Part(name, getattr(headings, name), entries(voice, f"preparation.{name}"))
    yield Part("records", headings.records, tuple(_records(voice)))
    yield Part("practical", headings.practical, tuple(_answers(voice, PRACTICAL)))
    yield Part("next", headings.next, tuple(_answers(voice, NEXT)))
    own = (Row(one.text, words.groups.own) for one in later)
    yield Part("others", headings.others, (*own, *_others(voice)), is_grouped=True)
    if not had_one or "yes" in voice.session.chosen("decision.unsure"):
        yield Part("compare", headings.compare, tuple(_to_compare(voice)))
    yield Part("words", headings.words, tuple(_words_for_the_doctor(voice)))


def _chosen(voice: Voice) -> Iterator[Row]:
    bank = voice.words.doctor_questions
    yield from (Row(_said(voice, bank[one])) for one in voice.session.chosen("preparation.questions") if one in bank)


def _others(voice: Voice) -> Iterator[Row]:
    """Give the questions that fit and were not put first, by the topic that they came from."""
    bank, first = voice.words.doctor_questions, voice.session.chosen("preparation.questions")
    every_visit = for_every_visit(voice)
    for one in fitting(voice):
        if one not in first:
            section = one.partition(".")[0]
            name = (
                voice.words.visit_pack.groups.every_visit
                if one in every_visit
                else voice.plain(voice.words.sections[section].title)
            )
            yield Row(_said(voice, bank[one]), name)


def _opinions(voice: Voice) -> Iterator[Row]:
    names = voice.words.visit_pack.opinions
    for name in OPINIONS:
        said = entries(voice, f"decision.{name}")
        yield from (Row(one.text, names[name]) for one in (said or (Row(""),)))


def _answers(voice: Voice, questions: tuple[str, ...]) -> Iterator[Row]:
    for question in questions:
        if _says_something(voice, question):
            name = _said(voice, voice.words.question(question).name)
            yield Row(inert(voice.answer(question).unescape()), name)


def _says_something(voice: Voice, question: str) -> bool:
    """Say whether there is an answer and it tells a doctor more than that nothing applies."""
    asked, session = QUESTIONS[question], voice.session
    nothing = () if question in NEXT else (*asked.alone, "no")
    return asked.is_asked(session) and any(one not in nothing for one in session.chosen(question))


def _records(voice: Voice) -> Iterator[Row]:
    words, there = voice.words.visit_pack.records, voice.given(RECORDS)
    for choice in QUESTIONS[RECORDS].choices:
        ticked = choice in there if RECORDS in voice.session.answers else None
        state = {True: words.there, False: words.missing, None: words.unknown}[ticked]
        whom = _said(voice, words.whom[choice])
        text = voice.plain(state, whom=whom)
        yield Row(text, voice.label(RECORDS, choice), ticked)


def _to_compare(voice: Voice) -> Iterator[Row]:
    at_a_stage = bool({"pregnancy", "older-age", "other-condition"} & set(voice.session.chosen("specialist.life")))
    for name, criterion in voice.words.visit_pack.compare.items():
        if name != "life" or at_a_stage:
            yield Row(_said(voice, criterion))


def _words_for_the_doctor(voice: Voice) -> Iterator[Row]:
    told = voice.session.chosen("decision.tell")
    for choice in ("asking", "telling"):
        if choice in told or "both" in told:
            yield Row(str(voice.context[f"words_{choice}"]))


def _ending(voice: Voice, review: Review) -> Iterator[str]:
    words = voice.words.visit_pack.ending
    unreviewed = "no clinician" in review.reviewed_by.casefold()
    reviewed_by = _said(voice, words.unreviewed) if unreviewed else review.reviewed_by
    yield voice.plain(words.made, date=_made_on(voice))
    yield _said(voice, words.source)
    yield voice.plain(
        words.review,
        version=review.version,
        words_of=day_in_words(review.words_of, voice.words.code),
        review_due=day_in_words(review.review_due, voice.words.code),
        reviewed_by=reviewed_by,
    )
    yield _said(voice, words.funding)


def _made_on(voice: Voice) -> str:
    return day_in_words(datetime.fromtimestamp(voice.session.seen, UTC).date(), voice.words.code)


def _by_companion(voice: Voice) -> bool:
    return "someone" in voice.session.chosen("opening.who")


def has_answers(voice: Voice) -> bool:
    """Say whether anything but the opening was answered."""
    return any(QUESTIONS[question].section != "opening" for question in voice.session.answers if question in QUESTIONS)


def _said(voice: Voice, source: str) -> str:
    return voice.plain(source)
