"""Sessions in SQL: one row a session, sealed; nothing personal lies outside the box."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class Row(Struct, frozen=True):
    """One stored session.

    Attributes:
        id: The keyed hash of the chat.
        key: The session's own key, wrapped; empty once it was destroyed, so that the box can never be read again.
        box: The session, sealed.
        version: How often it was written; a write must name the version that it replaces.
        wake_at: When something has to happen without the person, in seconds since 1970 (UTC). Until then what is
            pending belongs to the worker that set it.
    """

    id: bytes
    key: bytes
    box: bytes
    version: int
    wake_at: int


class StoreError(Exception):
    """The database cannot be used; the message says the cure."""


class UnreachableError(StoreError):
    """The database server cannot be reached; it may be, later."""


class ConflictError(Exception):
    """Another worker wrote the session in the meantime."""


class Store(Protocol):
    """Where rows are kept, for one worker or for several.

    Every method raises StoreError when the database cannot be used.

    Attributes:
        is_shared: Whether other workers may use it at the same time.
    """

    is_shared: bool

    async def read(self, session_id: bytes) -> Row | None:
        """Give the row with this id."""

    async def write(self, row: Row) -> None:
        """Put a row in the place of the version before it, durably; its key stays the one it was first written with.

        Raises:
            ConflictError: The stored version is another one, or lies under another key.
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

    async def take_due(self, now: int, until: int, most: int) -> list[Row]:
        """Give up to ``most`` rows whose time to wake has come; when there are more, the longest overdue.

        No other worker is given them before ``until``.
        """

    async def hold(self, session_id: bytes, wake_at: int, until: int) -> bool:
        """Wake a row later than it was to; False when it is not to wake at ``wake_at`` any more."""

    async def take_duty(self, duty: str, now: float, until: float) -> bool:
        """Take a duty that one worker at a time has, until then; False while another one has it."""

    async def queue_up(self, duty: str, now: float, seconds: float) -> float:
        """Join the queue of all workers for something that takes so long, and give when one's turn is over."""

    async def note_look(self, now: int) -> None:
        """Note that everything due until now was taken up: durably with the rows, and only then beside the keys."""

    async def last_looks(self) -> tuple[int, int]:
        """Give when everything due was last taken up, as noted with the rows and beside the keys; 0 for never.

        The rows know less than the keys only where an older copy of them was put in their place.
        """

    async def rows(self, after: bytes, most: int) -> list[Row]:
        """Give up to ``most`` rows in the order of their ids, those after an id."""

    async def key_marks(self, length: int) -> set[bytes]:
        """Give the different beginnings, of this many bytes, that the keys have; one that no row names is no key."""

    async def close(self) -> None:
        """Finish what was begun, and let go of the database."""
