"""The pages about what is stored, the policy as a file, and a person's data in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import consent
from bot.dialogue import plan
from bot.rendering.pack_page import pack_document
from bot.rendering.reminders import calendar_documents
from bot.reply import Button, Document, Message

if TYPE_CHECKING:
    from bot.rendering.voice import Voice

EXPORT = "my-data"
"""The name of the files with all that is stored of a person, without its ending."""

VIEWS = ("withdraw", "export", "nothing_stored", "page:privacy")
"""The pages that are made here."""


def privacy_view(voice: Voice, name: str) -> Message:
    """Give one of the pages about what is stored."""
    words = voice.words.privacy
    go_on = voice.row("go_on", "go")
    match name:
        case "withdraw":
            text = voice.say(words.withdraw.text, count=len(voice.session.answers))
            return Message(
                text, (_row(voice, words.withdraw.confirm, "yes:withdraw"), _row(voice, words.withdraw.keep, "go"))
            )
        case "export":
            return Message(voice.say(words.export.text), (_row(voice, words.buttons.forget, "show:forget"), go_on))
        case "nothing_stored":
            return Message(voice.say(words.nothing_stored), (go_on,))
    text = voice.say(voice.words.shared.pages.privacy)
    if not consent.allows_keeping(voice.session):
        return Message(text, (go_on,))
    rows = (
        _row(voice, words.buttons.consent, f"change:{consent.QUESTION}"),
        _row(voice, words.buttons.export, "export"),
        _row(voice, words.buttons.forget, "show:forget"),
    )
    return Message(text, (*rows, go_on))


def documents(voice: Voice, kind: str, first: int) -> tuple[Document, ...]:
    """Give the files that come with a page; those of an export are filled when all that is stored is known.

    Args:
        voice: Speaks to the person.
        kind: ``policy``, ``export``, ``pack`` or ``calendar``.
        first: The number of the first file among what is sent.
    """
    words = voice.words.privacy
    if kind == "pack":
        return (pack_document(voice, first),)
    if kind == "calendar":
        return calendar_documents(voice, first)
    if kind == "policy":
        policy = words.policy
        return (Document(first, policy.filename, voice.say(policy.caption), _policy(voice)),)
    return (
        Document(first, f"{EXPORT}.pdf", voice.say(words.export.pdf_caption), ""),
        Document(first + 1, f"{EXPORT}.json", voice.say(words.export.json_caption), ""),
    )


def answers_in_words(voice: Voice) -> list[tuple[str, str]]:
    """Give every answer with the words of its question, those no longer asked for as well."""
    asked = [one.id for one in plan(voice.session)]
    answers = sorted(voice.session.answers, key=lambda one: asked.index(one) if one in asked else len(asked))
    return [(_asked(voice, one), _answered(voice, one)) for one in answers]


def _asked(voice: Voice, question: str) -> str:
    try:
        return voice.plain(voice.words.question(question).ask)
    except KeyError:
        # Of an earlier release: the question is gone, the answer is still the person's.
        return question


def _answered(voice: Voice, question: str) -> str:
    answer = voice.session.answers[question]
    if isinstance(answer, dict):
        return "\n".join(answer.values())
    try:
        return voice.answer(question).unescape()
    except KeyError:
        return answer if isinstance(answer, str) else ", ".join(answer)


def _policy(voice: Voice) -> str:
    policy = voice.words.privacy.policy
    version = voice.plain(policy.version, version=consent.VERSION)
    chapters = (f"{one.heading}\n{voice.plain(one.text)}" for one in policy.chapters)
    return "\n\n".join((policy.title, version, *chapters)) + "\n"


def _row(voice: Voice, words: str, data: str) -> tuple[Button]:
    return (Button(voice.plain(words), data),)
