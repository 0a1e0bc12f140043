"""Session and content become what the person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec.structs import replace

from bot.dialogue import ENDS, READING, SUMMARY, next_section
from bot.flows import OPENING, QUESTIONS
from bot.rendering.asking import question_blocks, question_rows
from bot.rendering.helplines import helplines_page
from bot.rendering.letters import copies_offered
from bot.rendering.markup import bold, in_paragraphs
from bot.rendering.opinions import opinions_row, visit_row
from bot.rendering.pack_page import pack_row
from bot.rendering.public import public_words
from bot.rendering.reading import pages
from bot.rendering.reminders import date_rows, reminder_row
from bot.rendering.saying import said_blocks
from bot.rendering.sharing import feedback_row
from bot.rendering.summary import summary_parts
from bot.rendering.views import menu, view
from bot.rendering.voice import Voice, shortened
from bot.reply import Button, Message
from bot.session import marked
from bot.visit_pack.gathering import has_answers, visit_pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.content import Content
    from bot.content.review import Review
    from bot.reply import Rows
    from bot.session import Session

__all__ = ["Renderer", "Voice", "is_long"]

MOST_PIECES = 3
"""How many pieces are offered on what was typed."""

MOST_WORDS = 120
"""How many words one message should have at the most."""

ERASED = "erased"
"""Is said when the answers are deleted after the summary, as the person wished."""

LATELY = 256
"""How many of the messages that were shown last are kept in memory."""

LONGEST_ANSWER = 200
"""How many characters of an answer are repeated in the message that asked for it."""


class Renderer:
    """Renders sessions; what is shown is a function of the session and the content alone.

    Args:
        content: The words in every language.
        retention_days: After how many days without use a session is erased.
        bot_name: Gives the bot's username, which Telegram tells only once the bot has started.
    """

    def __init__(self, content: Content, retention_days: int, bot_name: Callable[[], str] = str) -> None:
        self.content = content
        self._days = retention_days
        self._bot_name = bot_name
        self._lately: dict[bytes, str] = {}

    def speak(self, content: Content) -> None:
        """Speak these words from now on."""
        self.content = content
        self.let_go()

    def let_go(self) -> None:
        """Keep nothing of what was rendered."""
        self._lately.clear()

    @property
    def remembers_anything(self) -> bool:
        """Whether anything of what was rendered is kept."""
        return bool(self._lately)

    def voice(self, session: Session) -> Voice:
        """Give the voice that speaks to the person of this session."""
        words = self.content.language(session.language)
        return Voice(words, session, self._days, self._bot_name(), self.content.language_names)

    def messages(self, session: Session) -> tuple[Message, ...]:
        """Give what is open: one message, or several when the summary needs more; only the last has buttons."""
        messages = self._rendered(session)
        # What is shown is needed once more a turn later, to keep the answer readable in it.
        self._lately[_mark(session)] = messages[-1].html
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]
        return messages

    def _rendered(self, session: Session) -> tuple[Message, ...]:
        voice = self.voice(session)
        said = [block for one in session.said for block in said_blocks(voice, one)]
        if session.view == "summary" or (session.place == SUMMARY and session.view in {"", "guidance"}):
            return _summary(voice, said, self.content.review)
        body = self._body(voice)
        html = in_paragraphs((*said, body.html))
        return (Message(str(html), (*copies_offered(voice), *body.rows, *_offered(voice))),)

    def message(self, session: Session) -> Message:
        """Give the open message."""
        return self.messages(session)[-1]

    def about(self, session: Session, text: str, section: str) -> tuple[str, ...]:
        """Give the questions of a section behind which there is something to read on what was typed, the best first.

        What the section begins with is always among them, because it says most about the section as a whole.
        """
        found = public_words(self.content.language(session.language)).find(text)
        best = [one.id for one in found if one.section == section and one.id in QUESTIONS][: MOST_PIECES - 1]
        return tuple(dict.fromkeys((*best, pages(self.voice(session), section)[0])))

    def with_answer(self, before: Session, after: Session) -> Message:
        """Give the message that was open, without its buttons and with the answer that was given to it."""
        answer = shortened(self.voice(after).answer(before.place).unescape(), LONGEST_ANSWER)
        voice = self.voice(before)
        line = bold(voice.say(voice.words.shared.lines.your_answer, answer=answer))
        shown = self._lately.get(_mark(before)) or self.message(before).html
        return Message(f"{shown}\n\n{line}")

    def note(self, session: Session, name: str, detail: str) -> str:
        """Give the note that is shown for a moment after a tap."""
        voice = self.voice(session)
        if name == "rated":
            return voice.plain(voice.words.sharing.feedback.thanks)
        if name == "too_many":
            return voice.plain(voice.words.shared.notices.too_many, most=detail)
        return voice.plain(getattr(voice.words.shared.notes, name))

    def _body(self, voice: Voice) -> Message:
        session = voice.session
        kind, _, detail = session.view.partition(":")
        if kind == "guidance":
            return Message("", (voice.row("go_on", "go"),))
        if kind == "safety":
            again = voice.say(voice.words.shared.safety_line) if "language" in session.said else Markup()
            return Message(again, (voice.row("continue_safe", "go"), voice.row("helplines", "show:helplines")))
        if kind == "helplines":
            return helplines_page(voice, self.content.listening.numbers)
        if kind and kind != "choices":
            return view(voice, session.view)
        if session.place == READING:
            return menu(voice)
        if session.place in ENDS:
            return _section_end(voice)
        return _question(voice, int(detail or 0))


def _mark(session: Session) -> bytes:
    """Give the mark of what is shown: the numbers of the messages are given when they are sent."""
    return marked(replace(session, open=0, messages=0))


def is_long(message: Message) -> bool:
    """Say whether it has more words than a tired person should be given at once."""
    may_be = len(message.html.split()) > MOST_WORDS
    return may_be and len(Markup(message.html).striptags().split()) > MOST_WORDS  # noqa: S704 - rendered here


def _offered(voice: Voice) -> Rows:
    """Offer to change the answer to which an old button belonged, and to make something of a date just given."""
    old = [said.partition(":")[2] for said in voice.session.said if said.startswith("old_button:")]
    return (*(voice.row("change_that", f"change:{question}") for question in old), *date_rows(voice))


def _question(voice: Voice, page: int) -> Message:
    session = voice.session
    question = QUESTIONS[session.place]
    blocks = question_blocks(voice, question, page)
    rows = question_rows(voice, question, page)
    html = in_paragraphs(blocks)
    return Message(html, rows if question is OPENING.questions[0] else (*rows, *_more(voice), _navigation(voice)))


def _more(voice: Voice) -> Rows:
    """Give the button to read more: on what was just answered, else on the question asked."""
    answered = [said.partition(":")[2] for said in voice.session.said if said.startswith("answered:")]
    subject = (*answered, voice.session.place)[0]
    words = voice.words.question(subject)
    if not words.more:
        return ()
    label = voice.say_cached(voice.words.shared.buttons.more, name=voice.say(words.name)).unescape()
    return ((Button(label, f"show:more:{subject}"),),)


def _navigation(voice: Voice) -> tuple[Button, ...]:
    place = voice.session.place
    back, skip = voice.row("back", f"back:{place}"), voice.row("skip", f"skip:{place}")
    return (*back, *(skip if place in QUESTIONS else ()), *voice.row("pause", "show:paused"))


def _section_end(voice: Voice) -> Message:
    place = voice.session.place
    section = ENDS[place].name
    following = next_section(voice.session)
    title = voice.title(following) if following else voice.say(voice.words.visit_pack.title)
    closing = voice.words.sections[section].closing
    html = Markup("<b>{}</b>\n\n{}\n\n<i>{}</i>").format(
        voice.title(section), voice.say(closing.text) if closing else "", voice.say(voice.words.shared.disclaimer)
    )
    rows = (
        *(opinions_row(voice) if section == "decision" else ()),
        voice.row("next_topic", f"next:{place}", title=title),
        voice.row("menu", "show:menu"),
        voice.row("answers", "show:answers:0"),
        _navigation(voice),
        feedback_row(voice, section),
    )
    return Message(html, rows)


def _summary(voice: Voice, said: list[Markup], review: Review) -> tuple[Message, ...]:
    over = voice.session.place == SUMMARY
    rows: Rows = (
        *((pack_row(voice),) if has_answers(voice) else ()),
        voice.row("change", "show:answers:0"),
        reminder_row(voice),
        voice.row("menu", "show:menu"),
        voice.row("pause", "show:paused") if over else voice.row("go_on", "go"),
        *opinions_row(voice),
        *visit_row(voice),
    )
    if ERASED in voice.session.said:
        rows = (voice.row("start_again", "skip:opening.welcome"),)
    else:
        said = [*said, voice.say(voice.words.visit_pack.after)]
    parts = summary_parts(voice, visit_pack(voice, review))
    return (*(Message(part) for part in parts), Message(in_paragraphs(said), rows))
