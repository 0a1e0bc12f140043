"""Opens the database that an address names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from bot.store import Store

SCHEMES = ("sqlite:///", "postgresql://", "postgres://")
"""How an address may begin."""


async def open_store(url: str) -> Store:
    """Open a database, in its present form.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://...``.

    Raises:
        StoreError: It cannot be used; the message says the cure.
    """
    if url.startswith(SCHEMES[0]):
        return SqliteStore(Path(url.removeprefix(SCHEMES[0])))
    from bot.store.postgresql import PostgresqlStore  # noqa: PLC0415 - only those who use it wait for its library
    from bot.store.postgresql_server import connect  # noqa: PLC0415

    return PostgresqlStore(await connect(url))
