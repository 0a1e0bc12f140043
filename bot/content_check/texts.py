"""The texts that a person can read, each with its place and every way in which it can come out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.content.files import ERROR
from bot.content.templates import TemplateError
from bot.content_check.outcomes import Outcome, outcomes
from bot.telegram_html import MarkupError, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.content.files import ContentFile, Problem, Where
    from bot.content_check.folder import Folder

TYPED = {
    "facts",
    "typed",
    "typed_commands",
    "typed_choices",
    "typed_keep",
    "typed_numbers",
    "typed_loosely",
    "may_be_answers",
    "side_effects",
    "corrections",
    "why_ended",
    "moved",
    "cancelled",
    "cancelled_what",
    "living",
    "language_asked",
    "filename",
    "medicine_notes",
    "places",
    "zones",
}
"""Parts that are not shown: what people type, ids and names of files."""

PLAIN = (
    "shared.profile",
    "shared.commands",
    "sharing.leaflet",
    "sharing.group.commands",
    "privacy.policy",
    "privacy.export.fields",
    "reminders.day",
    "reminders.calendar.summary",
    "visit_pack.sheet",
    "visit_pack.compare",
    "visit_pack.copied",
    "visit_pack.file",
)
"""Places whose texts are shown as they stand, without markup."""

LABELS = (
    "choices",
    "buttons",
    "sharing.feedback.answers",
    "sharing.group.button",
    "sharing.inline.button",
    "sharing.inline.open",
    "sharing.share.send",
    "sharing.share.copy_words",
    "privacy.withdraw.confirm",
    "privacy.withdraw.keep",
    "visit_pack.page.pdf",
    "visit_pack.page.text_button",
    "visit_pack.page.copy_",
)
"""Places whose texts stand on buttons, and parts that hold such."""


@dataclass(frozen=True)
class Text:
    """One text of one language.

    Attributes:
        code: The language.
        name: The file without its ending, such as ``reasons``.
        where: The place in the file.
        source: The text as written.
        ways: Every way in which it can come out.
    """

    code: str
    name: str
    file: ContentFile
    where: Where
    source: str
    ways: tuple[Outcome, ...]

    @cached_property
    def place(self) -> str:
        """The place, the file's name before it."""
        return ".".join(map(str, (self.name, *self.where)))

    @cached_property
    def is_label(self) -> bool:
        """Whether it stands on a button."""
        return any(one in self.where or self.place.startswith(one) for one in LABELS)

    @cached_property
    def is_markup(self) -> bool:
        """Whether Telegram reads it as HTML."""
        return not self.place.startswith(PLAIN)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Every way in which it can come out, without its markup."""
        return tuple(_plain(way.html) if self.is_markup else way.html for way in self.ways if not way.fault)

    def problem(self, kind: str, fault: str, cure: str, level: str = ERROR) -> Problem:
        """Name a fault of this text."""
        return self.file.problem(self.where, fault, cure, kind, level)


def texts_of(folder: Folder, code: str) -> Iterator[Text]:
    """Give every text of a language that a person can read, in the order of the files."""
    words = folder.one(f"{code}/shared.yaml").data
    person = words.get("person", {})
    people = {who: said for who, said in person.items() if isinstance(said, dict)} if isinstance(person, dict) else {}
    shared = {name: str(words.get(name, "")) for name in ("disclaimer", "safety_line")} | {"language": code}
    for own, file in folder.spoken(code):
        name = own.removesuffix(".yaml")
        for where, source in file.texts():
            if not TYPED & set(where):
                yield Text(code, name, file, where, source, _ways(source, name, where, people, shared))


def _ways(
    source: str, name: str, where: Where, people: Mapping[str, Mapping[str, str]], shared: Mapping[str, str]
) -> tuple[Outcome, ...]:
    try:
        return tuple(outcomes(source, ".".join(map(str, (name, *where))), people, shared))
    except TemplateError:
        # A broken template is named where the shape is proved.
        return ()


def _plain(html: str) -> str:
    try:
        return to_plain(html)
    except MarkupError:
        return html
