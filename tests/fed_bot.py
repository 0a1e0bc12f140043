"""The bot itself on a Telegram of this machine, fed update by update, so that what goes wrong is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.handlers.reading import read_update

if TYPE_CHECKING:
    from bot.app import App
    from bot.local_telegram.api import LocalTelegram


class Bot:
    """The running bot, which answers what its Telegram holds when it is told to."""

    def __init__(self, app: App, telegram: LocalTelegram) -> None:
        self.app = app
        self.telegram = telegram

    async def answers(self) -> None:
        """Let the bot handle everything that was done, and send everything that it says."""
        for update in self.telegram.updates.take():
            await self.handles(update)

    async def handles(self, update: dict[str, Any]) -> None:
        """Let the bot handle one update, as Telegram writes it."""
        if read := read_update(update, self.app.application.bot):
            await self.app._process(read)  # noqa: SLF001 - polling's own way in
        await self.app.delivery.idle()

    def posts(self) -> list[str]:
        """Give every text the bot has sent anywhere."""
        return [call.parameters["text"] for call in self.telegram.called("sendMessage") if call.refusal is None]
