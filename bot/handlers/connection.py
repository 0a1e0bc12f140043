"""Telegram's library, made ready to reach one Bot API server."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
from telegram.ext import Application
from telegram.request import BaseRequest, HTTPXRequest

if TYPE_CHECKING:
    import ssl

MOST_AT_ONCE = 256
"""Calls on their way at the same time."""

LONGEST_POLL = 40.0
"""Seconds to wait for the answer to a poll."""


class QuickReader(BaseRequest):
    """Reads what Telegram wrote in a fraction of the time that the standard library takes."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer.

        Raises:
            TelegramError: It is no JSON.
        """
        try:
            read: dict[str, Any] = msgspec.json.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError):
            # Half of a character alone, which Telegram may pass on from someone's phone, is read by the slower way.
            return BaseRequest.parse_json_payload(payload)
        return read


class _Request(QuickReader, HTTPXRequest):
    """Carries the calls over the network."""


class _Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """Notes nobody who writes: for a persistence not used here, the library would keep every id for ever."""

    __slots__ = ()

    def _mark_for_persistence_update(self, **_: object) -> None:
        pass


def application(
    token: str, api_url: str | None, transport: httpx.AsyncBaseTransport | None
) -> tuple[Application[Any, Any, Any, Any, Any, Any], HTTPXRequest]:
    """Give the application of a bot, and the way on which it polls.

    Args:
        token: The bot's token.
        api_url: Another Bot API server; None for Telegram's own.
        transport: Another way to the server than the network.
    """
    polls = _request(transport, connection_pool_size=1, read_timeout=LONGEST_POLL)
    calls = _request(transport, connection_pool_size=MOST_AT_ONCE)
    builder = Application.builder().application_class(_Forgetful)
    builder.token(token).updater(None).request(calls).get_updates_request(polls)
    if api_url:
        builder.base_url(f"{api_url.rstrip('/')}/bot")
    return builder.build(), polls


@cache
def trusted() -> ssl.SSLContext:
    """Give the authorities that may vouch for a server, read once: that takes as long as many turns."""
    return httpx.create_ssl_context()


def _request(transport: httpx.AsyncBaseTransport | None, **options: Any) -> HTTPXRequest:  # noqa: ANN401 - HTTPXRequest's own
    way: dict[str, Any] = {"transport": transport} if transport else {"verify": trusted()}
    return _Request(httpx_kwargs=way, **options)
