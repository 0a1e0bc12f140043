"""The pages that are only read: more on a question, and a topic page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.dialogue import READING
from bot.flows import QUESTIONS
from bot.rendering.markup import bold, in_lines, in_paragraphs, italic, numbered
from bot.rendering.saying import to_ask
from bot.rendering.sharing import feedback_row
from bot.reply import Button, Message

if TYPE_CHECKING:
    from bot.content.wording import QuestionWords
    from bot.rendering.voice import Voice


def reading_view(voice: Voice, kind: str, detail: str) -> Message:
    """Give a page that is only read: more on a question, a page of a topic, what there is on a text, or ways out."""
    match kind:
        case "more":
            return more_page(voice, detail)
        case "read":
            return reading_page(voice, detail)
        case "lost":
            return _lost(voice)
        case _:
            return _did_you_mean(voice, detail.split("+"))


def more_page(voice: Voice, question: str) -> Message:
    """Give what there is to know behind a question."""
    words = voice.words.question(question)
    blocks = [bold(voice.say(words.name)), _text(voice, words), _disclaimer_line(voice)]
    return Message(in_paragraphs(blocks), (voice.row("go_on", "go"),))


def reading_page(voice: Voice, name: str) -> Message:
    """Give one page of a topic, named ``section:page``."""
    section, _, number = name.partition(":")
    readable = pages(voice, section)
    page = min(int(number), len(readable) - 1)
    words = voice.words.question(readable[page])
    last = page == len(readable) - 1
    heading = Markup("<i>{} · {}/{}</i>\n<b>{}</b>").format(
        voice.title(section), page + 1, len(readable), voice.say(words.name)
    )
    asks = [one for piece in words.guidance.values() for one in piece.ask_doctor.values()]
    end = voice.say(voice.words.shared.disclaimer) if last else _disclaimer_line(voice)
    blocks = [heading, _text(voice, words), *to_ask(voice, asks[:1]), end]
    onward = [] if last else [voice.row("next_page", f"show:read:{section}:{page + 1}")]
    rating = [feedback_row(voice, section)] if last else []
    return Message(
        in_paragraphs(blocks),
        (*onward, voice.row("menu", "show:menu"), voice.row("ask_me", f"next:{READING}"), *rating),
    )


def _did_you_mean(voice: Voice, questions: list[str]) -> Message:
    names = [voice.say(voice.words.question(question).name) for question in questions]
    section = QUESTIONS[questions[0]].section
    lines = [numbered(number, name) for number, name in enumerate(names, 1)]
    rows = [
        (Button(name.unescape(), f"show:more:{question}", number),)
        for number, (name, question) in enumerate(zip(names, questions, strict=True), 1)
    ]
    text = voice.say(voice.words.shared.views.did_you_mean.text, title=voice.title(section))
    blocks = (text, in_lines(lines), voice.say(voice.words.shared.safety_line))
    return Message(in_paragraphs(blocks), (*rows, voice.row("go_on", "go")))


def _lost(voice: Voice) -> Message:
    """Give the ways out for someone who was not understood several times."""
    text = in_paragraphs((voice.say(voice.words.shared.views.lost.text), voice.say(voice.words.shared.safety_line)))
    return Message(
        text, (voice.row("menu", "show:menu"), voice.row("human", "show:page:human"), voice.row("go_on", "go"))
    )


def pages(voice: Voice, section: str) -> tuple[str, ...]:
    """Give the questions of a topic that have something to read behind them."""
    return tuple(
        one.id
        for one in QUESTIONS.values()
        if one.section == section and (more := voice.words.question(one.id).more) and more.facts
    )


def _text(voice: Voice, words: QuestionWords) -> Markup:
    return voice.say(words.more.text) if words.more else voice.say(words.why)


def _disclaimer_line(voice: Voice) -> Markup:
    return italic(voice.say(voice.words.shared.disclaimer_line))
