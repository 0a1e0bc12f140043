"""What a person sees: messages, buttons, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.telegram_html import Entity, unparse

if TYPE_CHECKING:
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.chats import Chat
    from bot.local_telegram.refusals import JSON

_KINDS = (
    "animation audio document photo sticker story video video_note voice contact dice poll location "
    "new_chat_members left_chat_member migrate_to_chat_id migrate_from_chat_id"
)


class ButtonNotFoundError(LookupError):
    """No such button where the person looked; says which ones there are."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message."""

    label: str
    data: str | None = None
    url: str | None = None
    copy_text: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file in a message."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as it stands on the screen; a file's text is its caption."""

    id: int
    author: Literal["bot", "person"]
    kind: str
    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    edited: bool = False
    document: Document | None = None

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """Give the buttons in reading order."""
        return tuple(button for row in self.buttons for button in row)

    @property
    def labels(self) -> list[str]:
        """Give the words on the buttons in reading order."""
        return [button.label for button in self.all_buttons]

    def button(self, which: str | int) -> Button:
        """Find a button by its exact words, or by its position counted from 1."""
        buttons = self.all_buttons
        if isinstance(which, int) and 1 <= which <= len(buttons):
            return buttons[which - 1]
        for button in buttons:
            if button.label == which:
                return button
        raise ButtonNotFoundError(f"no button {which!r} on message {self.id}; there are: {self.labels}")


def see(telegram: LocalTelegram, chat: Chat, message: JSON) -> Seen:
    """Look at a message of the Bot API with a person's eyes."""
    text: str = message.get("text") or message.get("caption") or ""
    entities: list[JSON] = message.get("entities") or message.get("caption_entities") or []
    return Seen(
        id=message["message_id"],
        author="bot" if message["message_id"] in chat.by_bot else "person",
        kind="text" if "text" in message else next((kind for kind in _KINDS.split() if kind in message), "service"),
        text=text,
        html=unparse(text, [_entity(each) for each in entities]),
        buttons=tuple(
            tuple(_button(button) for button in row)
            for row in message.get("reply_markup", {}).get("inline_keyboard", ())
        ),
        edited="edit_date" in message,
        document=_document(telegram, message),
    )


def _entity(each: JSON) -> Entity:
    return Entity(each["type"], each["offset"], each["length"], each.get("url"), each.get("language"))


def _button(button: JSON) -> Button:
    copied = button.get("copy_text")
    return Button(button["text"], button.get("callback_data"), button.get("url"), copied["text"] if copied else None)


def _document(telegram: LocalTelegram, message: JSON) -> Document | None:
    if "document" not in message:
        return None
    stored = telegram.files[message["document"]["file_id"]]
    return Document(stored.name, stored.content, stored.kind)
