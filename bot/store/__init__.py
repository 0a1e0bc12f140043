"""Sessions in SQL: one row a session, sealed; nothing personal lies outside the box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """One stored session.

    Attributes:
        id: The keyed hash of the chat.
        key: The session's own key, wrapped; empty once it was destroyed, so that the box can never be read again.
        box: The session, sealed.
        version: How often it was written; a write must name the version that it replaces.
        wake_at: When something has to happen without the person, in seconds since 1970 (UTC).
    """

    id: bytes
    key: bytes
    box: bytes
    version: int
    wake_at: int


class StoreError(Exception):
    """The database cannot be used; the message says the cure."""


class ConflictError(Exception):
    """Another worker wrote the session in the meantime."""


class Store(Protocol):
    """Where rows are kept."""

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably.

        Raises:
            ConflictError: The stored version is another one.
        """

    async def replace(self, old: Row, new: Row) -> None:
        """Put a row under another key or id in the place of an old one, in one commit; the old key is destroyed.

        Raises:
            ConflictError: The old row has another version, or is gone.
        """

    async def erase(self, session_id: bytes, version: int) -> None:
        """Delete the row and destroy its key; a row that is gone already is no fault.

        Raises:
            ConflictError: The stored version is another one.
        """

    async def due(self, now: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come, the longest overdue first."""

    async def rows(self, after: bytes, most: int) -> list[Row]:
        """Give up to ``most`` rows in the order of their ids, those after an id."""

    async def key_marks(self, length: int) -> set[bytes]:
        """Give the different beginnings, of this many bytes, that the keys have."""

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
