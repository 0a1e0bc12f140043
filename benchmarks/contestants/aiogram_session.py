"""aiogram's way to the Telegram in this process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiogram.client.session.base import BaseSession

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from aiogram import Bot
    from aiogram.methods import TelegramMethod

    from benchmarks.talk import Telegram


class Session(BaseSession):
    """Carries aiogram's calls: built and parsed as by its own session, with no network between."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self._telegram = telegram

    async def close(self) -> None:
        """Close nothing."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ANN401, ARG002, ASYNC109 - the base class's own
        """Answer one call."""
        files: dict[str, Any] = {}
        given = {
            name: prepared
            for name, value in method.model_dump(warnings=False).items()
            if (prepared := self.prepare_value(value, bot=bot, files=files)) is not None
        }
        name = method.__api_method__
        pause = self._telegram.pause_for(name, given)
        if pause:
            await asyncio.sleep(pause)
        content = self._telegram.answer(name, given).decode()
        return self.check_response(bot=bot, method=method, status_code=200, content=content).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:  # noqa: ANN401 - the base class's own
        """Give nothing: no file is fetched here."""
        yield b""
