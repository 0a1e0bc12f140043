"""Calls Bot API methods with plain data and takes plain data back, for what passes here thousands of times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

import msgspec

if TYPE_CHECKING:
    from telegram import Bot
    from telegram.request import BaseRequest, RequestData


class Caller:
    """Calls methods.

    PTB builds an object for every part of an answer; where only a number in it matters, that is most of the cost.

    Args:
        bot: The bot that calls.
        request: How the calls travel; the bot's own way by default.
    """

    def __init__(self, bot: Bot, request: BaseRequest | None = None) -> None:
        self._bot = bot
        self._request = request or bot.request

    async def call(self, method: str, read_timeout: float | None = None, **given: object) -> Any:  # noqa: ANN401 - each method answers in its own way
        """Call a method, and give the result as Telegram wrote it.

        Args:
            method: Its name as Telegram writes it.
            read_timeout: Seconds to wait for the answer; the request's own time by default.
            given: Its parameters; those that are None are left out.

        Raises:
            TelegramError: The call failed or was refused.
        """
        waiting = {} if read_timeout is None else {"read_timeout": read_timeout}
        data = cast("RequestData", _Plain(given))
        return await self._request.post(f"{self._bot.base_url}/{method}", data, **waiting)


class _Plain:
    """Parameters that are plain data already, in the form that a request reads."""

    contains_files = False
    multipart_data: ClassVar[dict[str, object]] = {}

    def __init__(self, given: dict[str, object]) -> None:
        self.json_parameters = {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in given.items()
            if value is not None
        }
