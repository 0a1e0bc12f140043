"""A rehearsal: the very bot and one sample person, on a Telegram of this process that leaves nothing behind."""

from __future__ import annotations

import time
from secrets import token_hex
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.app import App
from bot.handlers.profile import set_profile
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.browser.phone import Phone
from bot.local_telegram.patient import Patient
from bot.preview.samples import session_at
from bot.session import Session

if TYPE_CHECKING:
    from bot.content import Content
    from bot.store import Store


class Rehearsal:
    """The bot, and the person who holds the phone.

    Args:
        content: The words.
        store: Where the session is kept for as long as this lasts.
        retention_days: What the bot says of how long it keeps a session.
    """

    def __init__(self, content: Content, store: Store, retention_days: int) -> None:
        self.content = content
        self.retention_days = retention_days
        self._telegram = LocalTelegram(record=0)
        self.app = App(
            content,
            store,
            secrets=[token_hex()],
            token=self._telegram.token,
            retention_days=retention_days,
            transport=self._telegram.transport,
        )
        self.phone = Phone(self._someone("en"))

    async def run(self) -> None:
        """Run the bot until cancelled."""
        await self.app.run()

    def begin(self, language: str) -> None:
        """Hand the phone to someone new, who has not yet written to the bot."""
        self.phone.hand_to(self._someone(language))

    async def jump(self, place: str, language: str, writer: str) -> None:
        """Hand the phone to someone who has come to a place with sample answers.

        Raises:
            NoWayError: There is no such place.
            TemplateError: Words on the way cannot be filled in.
        """
        session = session_at(self.app.turns, place, language, writer, int(time.time()))
        person = self._someone(language)
        person.chat.started = True
        await self.app.private.show(person.chat.id, replace(session, open=0, messages=0))
        self.phone.hand_to(person)

    async def speak(self, content: Content) -> None:
        """Go on with other words at the present place.

        Raises:
            Exception: They cannot be said there; the words before go on.
        """
        try:
            self.app.speak(content)
            await self.app.private.show(self.phone.patient.chat.id)
        except Exception:
            self.app.speak(self.content)
            raise
        self.content = content
        await set_profile(self.app.application.bot, content)

    async def session(self) -> Session:
        """Give where the person is and what they answered; for someone new, the beginning."""
        record = await self.app.records.load(self.phone.patient.chat.id)
        return record.session or Session(language=self.content.language(self.phone.patient.user["language_code"]).code)

    def _someone(self, language: str) -> Patient:
        return Patient(self._telegram, name="You", language_code=language)
