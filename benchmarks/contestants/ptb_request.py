"""PTB's way to the Telegram in this process: what an HTTP client costs is nobody's merit, so none takes part."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from telegram.request import BaseRequest

if TYPE_CHECKING:
    from telegram.request import RequestData

    from benchmarks.talk import Telegram


class Request(BaseRequest):
    """Carries PTB's calls: built and parsed as always, with no network between."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return 5.0

    async def initialize(self) -> None:
        """Begin nothing."""

    async def shutdown(self) -> None:
        """End nothing."""

    async def do_request(  # noqa: D102, PLR0913, PLR0917 - the base class's own
        self,
        url: str,
        method: str,  # noqa: ARG002
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ANN401, ARG002
        write_timeout: Any = None,  # noqa: ANN401, ARG002
        connect_timeout: Any = None,  # noqa: ANN401, ARG002
        pool_timeout: Any = None,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        given = request_data.json_parameters if request_data else {}
        name = url.rpartition("/")[2]
        pause = self._telegram.pause_for(name, given)
        if pause:
            await asyncio.sleep(pause)
        return 200, self._telegram.answer(name, given)
