"""Where Telegram posts updates, when it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram posts updates.

    Attributes:
        url: The public address.
        secrets: What Telegram proves itself with, newest first.
        host: The address to listen at.
        port: The port to listen at.
    """

    url: str
    secrets: tuple[str, ...] = field(repr=False)
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path of the public address, which is served."""
        return urlsplit(self.url).path or "/"
