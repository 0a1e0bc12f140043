"""What has changed on a phone's screen since a browser was last told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local_telegram import profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local_telegram.patient import Patient
    from bot.local_telegram.refusals import JSON
    from bot.local_telegram.seen import Button


class Screen:
    """One browser's view of a person's chat.

    Args:
        holder: Gives the person who holds the phone now; when it is another one, the screen begins anew.
    """

    def __init__(self, holder: Callable[[], Patient]) -> None:
        self._holder = holder
        self._patient: Patient | None = None
        self._mark = self._toasts = 0
        self._about: JSON = {}

    def news(self) -> JSON:
        """Give what is new, as plain data; nothing when all was told."""
        patient, news = self._holder(), dict[str, object]()
        if patient is not self._patient:
            self._patient, self._mark, self._toasts, self._about = patient, 0, 0, {}
            news["begins"] = True
        changed = dict.fromkeys(patient.chat.changes[self._mark :])
        there = patient.chat.messages
        if changed:
            news["messages"] = [_message(patient, number) for number in sorted(changed) if number in there]
            news["gone"] = [number for number in changed if number not in there]
        if toasts := [toast.text for toast in patient.toasts[self._toasts :] if toast.text]:
            news["toasts"] = toasts
        self._mark, self._toasts = patient.mark(), len(patient.toasts)
        about = _about(patient)
        if about != self._about:
            self._about = news["about"] = about
        return news


def _message(patient: Patient, number: int) -> JSON:
    seen, written = patient.look(number), patient.message(number)
    shown: JSON = {
        "id": seen.id,
        "by": seen.author,
        "html": seen.html,
        "at": written["date"],
        "edited": seen.edited,
        "rows": [[_button(button) for button in row] for row in seen.buttons],
    }
    if seen.document:
        shown["file"] = {"name": seen.document.name, "size": len(seen.document.content)}
    return shown


def _button(button: Button) -> JSON:
    fields = {"label": button.label, "data": button.data, "url": button.url, "copy": button.copy_text}
    return {name: value for name, value in fields.items() if value is not None}


def _about(patient: Patient) -> JSON:
    """Give what Telegram shows around a chat: the bot's name and description, and its commands."""
    telegram, language = patient.telegram, patient.user.get("language_code", "")[:2]
    own, private = {"language_code": language}, {"scope": {"type": "all_private_chats"}}
    return {
        "language": patient.user.get("language_code", ""),
        "username": telegram.bot["username"],
        **profile.get_name(telegram, own),
        **profile.get_description(telegram, own),
        "commands": profile.get_commands(telegram, private | own) or profile.get_commands(telegram, private),
    }
