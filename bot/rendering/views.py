"""The pages held over a question: topics, answers, pause, recap, and what is asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.dialogue import ENDS, READING, order, plan
from bot.entries import in_order, said_line
from bot.flows import QUESTIONS
from bot.rendering.asking import A_PAGE, LABEL
from bot.rendering.letters import requests_page
from bot.rendering.markup import bullet, in_lines, in_one_line, in_paragraphs, numbered
from bot.rendering.opinions import opinions_page, visit_row
from bot.rendering.pack_page import VIEWS as PACK_VIEWS
from bot.rendering.pack_page import pack_page
from bot.rendering.privacy import VIEWS as PRIVACY_VIEWS
from bot.rendering.privacy import privacy_view
from bot.rendering.reading import reading_view
from bot.rendering.reminders import VIEWS as REMINDER_VIEWS
from bot.rendering.reminders import reminder_view
from bot.rendering.sharing import share_page
from bot.rendering.voice import shortened
from bot.reply import Button, Message
from bot.typed import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rendering.voice import Voice
    from bot.reply import Rows

RECALLED = 3
"""How many answers the recap names."""


_MADE_ELSEWHERE = {
    **dict.fromkeys(PACK_VIEWS, pack_page),
    **dict.fromkeys(PRIVACY_VIEWS, privacy_view),
    **dict.fromkeys(REMINDER_VIEWS, reminder_view),
}


def view(voice: Voice, name: str) -> Message:
    """Give the page with this name, written ``kind`` or ``kind:detail``."""
    kind, _, detail = name.partition(":")
    shared = voice.words.shared
    if made_elsewhere := _MADE_ELSEWHERE.get(name) or _MADE_ELSEWHERE.get(kind):
        return made_elsewhere(voice, name)
    if kind in WHOLE:
        return WHOLE[kind](voice)
    match kind:
        case "answers":
            return _answers(voice, int(detail))
        case "paused":
            kept = "remember" in voice.session.chosen("opening.consent")
            return Message(voice.say(shared.views.paused.text, kept=kept), _onward(voice))
        case "recap":
            return Message(_recap(voice), (*_onward(voice), *visit_row(voice)))
        case "restart" | "restart_sure" | "forget":
            return _asked_again(voice, kind)
        case "more" | "read" | "did_you_mean" | "lost":
            return reading_view(voice, kind, detail)
        case "entries":
            return _entries(voice, int(detail))
        case "entry":
            return _entry(voice, detail)
        case "rewrite":
            entry = shortened(voice.session.entries(voice.session.place).get(detail, ""))
            return Message(voice.say(shared.lines.rewrite, answer=entry), (voice.row("leave", "go"),))
        case "page" if detail == "language":
            return _languages(voice)
        case "page" if detail == "feelings":
            ways = (voice.row("human", "show:page:human"), voice.row("helplines", "show:helplines"))
            return Message(
                voice.say(shared.pages.feelings), (*ways, voice.row("pause", "show:paused"), voice.row("go_on", "go"))
            )
        case "words":
            return Message(_medical_words(voice, detail), (voice.row("go_on", "go"),))
        case _:
            text = voice.say(getattr(shared.pages, detail), steps=len(plan(voice.session)))
            return Message(text, (voice.row("go_on", "go"),))


def menu(voice: Voice) -> Message:
    """Give the list of topics."""
    words, session = voice.words.shared.views.menu, voice.session
    reading = "read-only" in session.chosen("opening.consent")
    lines, rows = [], []
    for number, section in enumerate(order(session), 1):
        title = voice.title(section)
        done = Markup(" {}").format(voice.say(words.done)) if section in session.finished else ""
        lines.append(Markup("{} {}{}").format(number, title, done))
        rows.append((Button(title.unescape(), f"show:read:{section}:0" if reading else f"open:{section}", number),))
    text = voice.words.shared.views.reading.text if reading else words.text
    if reading:
        rows.append(voice.row("ask_me", f"next:{READING}"))
    else:
        rows += [voice.row("summary", "show:summary"), voice.row("answers", "show:answers:0"), voice.row("go_on", "go")]
    return Message(in_paragraphs((voice.say(text), in_lines(lines))), tuple(rows))


def _languages(voice: Voice) -> Message:
    """Give every language under its own name, as whoever reads it calls it."""
    text = voice.say(voice.words.shared.pages.language)
    named = list(enumerate(voice.languages.items(), 1))
    lines = in_lines(numbered(number, name) for number, (_, name) in named)
    rows = tuple((Button(name, f"language:{code}", number),) for number, (code, name) in named)
    return Message(in_paragraphs((text, lines)), (*rows, voice.row("go_on", "go")))


WHOLE = {"menu": menu, "share": share_page, "requests": requests_page, "opinions": opinions_page}
"""Pages that need nothing but their name."""


def _onward(voice: Voice) -> Rows:
    return (voice.row("go_on", "go"), voice.row("answers", "show:answers:0"), voice.row("menu", "show:menu"))


def _answers(voice: Voice, page: int) -> Message:
    session, words = voice.session, voice.words.shared.views.answers
    answered = [one.id for one in plan(session) if one.id in session.answers and one.id != "opening.consent"]
    pages = max(1, -(-len(answered) // A_PAGE))
    page %= pages
    lines: list[Markup] = []
    rows: list[tuple[Button, ...]] = []
    for number, question in enumerate(answered[page * A_PAGE :][:A_PAGE], 1):
        name = voice.say(voice.words.question(question).name)
        lines.append(Markup("{} {}: {}").format(number, name, shortened(voice.answer(question).unescape())))
        rows.append((Button(name.unescape(), f"change:{question}", number),))
    if pages > 1:
        rows.append(voice.row("more_answers", f"show:answers:{(page + 1) % pages}"))
    rows.append(voice.row("go_on", "go"))
    text = voice.say(words.text if answered else words.empty)
    return Message(in_paragraphs((text, in_lines(lines))).strip(), tuple(rows))


def _recap(voice: Voice) -> Markup:
    session, words = voice.session, voice.words.shared.views.recap
    place = session.place
    question = QUESTIONS.get(place)
    questions = [one.id for one in plan(session)]
    at = questions.index(place) + 1 if place in questions else 0
    title = (
        voice.words.visit_pack.title
        if place not in questions and place not in ENDS
        else voice.title(place.partition(".")[0])
    )
    blocks = [voice.say(words.text, title=title, step=at, steps=len(questions))]
    recent = [one for one in questions if one in session.answers and not one.startswith("opening.")][-RECALLED:]
    if recent:
        named = (
            Markup("{}: {}").format(voice.say(voice.words.question(one).name), shortened(voice.answer(one).unescape()))
            for one in recent
        )
        blocks.append(voice.say(words.so_far, answers=in_one_line(named)))
    if question and at:
        blocks.append(voice.say(words.next, name=voice.say(voice.words.question(place).name)))
    return in_lines(blocks)


def _asked_again(voice: Voice, kind: str) -> Message:
    words = getattr(voice.words.shared.views, kind)
    label = {"restart": "restart_yes", "restart_sure": "restart_sure", "forget": "forget_yes"}[kind]
    return Message(
        voice.say(words.text, count=len(voice.session.answers), reminders=bool(voice.session.reminders)),
        (voice.row(label, f"yes:{kind}"), voice.row("keep", "go")),
    )


def _entries(voice: Voice, page: int) -> Message:
    session, shared = voice.session, voice.words.shared
    entries = [(line.number, said_line(voice, line)) for line in in_order(voice, session.place)]
    pages = max(1, -(-len(entries) // A_PAGE))
    page %= pages
    shown = list(enumerate(entries[page * A_PAGE :][:A_PAGE], 1))
    lines = [
        voice.say(shared.lines.which_entry),
        *(numbered(at, shortened(text)) for at, (_, text) in shown),
    ]
    rows = [(Button(shortened(text, LABEL), f"entry:{session.place}:{number}", at),) for at, (number, text) in shown]
    if pages > 1:
        rows.append(voice.row("more_answers", f"show:entries:{(page + 1) % pages}"))
    return Message(in_lines(lines), (*rows, voice.row("go_on", "go")))


def _entry(voice: Voice, number: str) -> Message:
    place = voice.session.place
    text = voice.say(voice.words.shared.lines.one_entry, answer=voice.session.entries(place).get(number, ""))
    return Message(
        text,
        (
            voice.row("rewrite", f"rewrite:{place}:{number}"),
            voice.row("remove", f"remove:{place}:{number}"),
            voice.row("leave", "go"),
        ),
    )


def _medical_words(voice: Voice, wanted: str) -> Markup:
    words = voice.words.shared.medical_words
    found = next((name for name in words if name.casefold() == wanted.casefold()), None)
    if found:
        return Markup("<b>{}</b>\n{}").format(found, voice.say(words[found]))
    if wanted:
        return voice.say(voice.words.shared.pages.not_known)
    return in_lines((voice.say(voice.words.shared.pages.words), *_listed(words)))


def _listed(words: dict[str, str]) -> Iterator[Markup]:
    for name in sorted(words, key=normalised):
        yield bullet(name)
