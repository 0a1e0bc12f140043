"""A rehearsal: the very bot and one sample person, on a Telegram of this process that leaves nothing behind."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from bot.app import App
from bot.content.files import Problem
from bot.handlers.profile import set_profile
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.browser.phone import Phone
from bot.local_telegram.patient import Patient
from bot.preview.route_map import route_map
from bot.preview.samples import session_at
from bot.preview.watching import changes
from bot.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from bot.content import Content
    from bot.store import Store

LONGEST_LIST = 50
"""How many faults are shown at a time."""


class Rehearsal:
    """The bot, the person, and the words that they have at hand.

    Args:
        folder: Where the words are.
        content: The words as read from it.
        store: Where the session is kept for as long as this lasts.
        retention_days: What the bot says of how long it keeps a session.
    """

    def __init__(self, folder: Path, content: Content, store: Store, retention_days: int) -> None:
        self.folder = folder
        self.content = content
        self._days = retention_days
        self._spoken = 0
        self._problems: list[Problem] = []
        self._telegram = LocalTelegram(record=0)
        self.app = App(
            content,
            store,
            secrets=[token_hex()],
            token=self._telegram.token,
            retention_days=retention_days,
            transport=self._telegram.transport,
        )
        self.phone = Phone(self._someone("en"), {"panel": self._panel})

    async def run(self) -> None:
        """Run the bot, and follow what is saved in the folder, until cancelled."""
        running = asyncio.create_task(self.app.run(), name="bot")
        following = asyncio.create_task(self._follow(), name="follower")
        try:
            for ended in (await asyncio.wait({running, following}, return_when=asyncio.FIRST_COMPLETED))[0]:
                ended.result()
        finally:
            following.cancel()
            running.cancel()
            await asyncio.gather(following, running, return_exceptions=True)

    def begin(self, language: str) -> None:
        """Hand the phone to someone new, who has not yet written to the bot."""
        self.phone.patient = self._someone(language)
        self._telegram.bell.ring()

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
        self.phone.patient = person
        self._telegram.bell.ring()

    async def _follow(self) -> None:
        async for news in changes(self.folder, self.content):
            if isinstance(news, list):
                self._problems = news
            else:
                await self._speak(news)
            self._telegram.bell.ring()

    async def _speak(self, content: Content) -> None:
        """Go on with other words at the present place; where they cannot be said, the ones before go on."""
        before = self.content
        try:
            self.app.speak(content)
            await self.app.private.show(self.phone.patient.chat.id)
        except TemplateError as fault:
            self.app.speak(before)
            cure = "see the names that docs/words.md lists"
            self._problems = [Problem(self.folder, 0, "", f"words cannot be filled in ({fault.message})", cure)]
            return
        self.content, self._problems = content, []
        self._spoken += 1
        await set_profile(self.app.application.bot, content)

    async def _panel(self) -> dict[str, object]:
        record = await self.app.records.load(self.phone.patient.chat.id)
        language = self.content.language(self.phone.patient.user["language_code"])
        session = record.session or Session(language=language.code)
        words = self.content.language(session.language)
        return {
            "language": words.code,
            "languages": {code: one.shared.language_name for code, one in self.content.languages.items()},
            "problems": [self._card(problem) for problem in self._problems[:LONGEST_LIST]],
            "more": max(0, len(self._problems) - LONGEST_LIST),
            "spoken": self._spoken,
            "map": route_map(words, session, self._days),
        }

    def _card(self, problem: Problem) -> dict[str, object]:
        file = problem.file
        name = file.relative_to(self.folder).as_posix() if file.is_relative_to(self.folder) else str(file)
        return {
            "file": name,
            "line": problem.line,
            "place": problem.place,
            "fault": problem.fault,
            "cure": problem.cure,
        }

    def _someone(self, language: str) -> Patient:
        return Patient(self._telegram, name="You", language_code=language)
