"""Puts every stored session under the newest master secret, while the bot runs."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.record import chat_of
from bot.store import ConflictError, Row
from bot.vault import MARK

if TYPE_CHECKING:
    from bot.store import Store
    from bot.vault import Vault


async def rotate(store: Store, vault: Vault, most: int = 100) -> int:
    """Move every row to the id and key of the newest secret, and give how many were moved.

    Each row moves in a commit of its own; stopped half way, it goes on from there the next time.

    Args:
        store: Where the rows are; the running bot may use it, too.
        vault: Has the secrets, newest first.
        most: How many rows are read at a time.

    Raises:
        VaultError: A row was sealed with a secret that is not at hand; nothing is moved then.
    """
    vault.prove(await store.key_marks(MARK))
    moved, after = 0, b""
    while rows := await store.rows(after, most):
        for row in rows:
            moved += await _moved(row, store, vault)
        after = rows[-1].id
    return moved


async def _moved(row: Row, store: Store, vault: Vault) -> int:
    latest: Row | None = row
    while latest and latest.key and not vault.is_newest(latest.key):
        data = vault.open(latest.key, latest.id, latest.version, latest.box)
        session_id = vault.session_ids(chat_of(data))[0]
        key, version = vault.new_key(session_id), latest.version + 1
        box = vault.seal(key, session_id, version, data)
        try:
            await store.replace(latest, Row(session_id, key, box, version, latest.wake_at))
        except ConflictError:
            # The bot wrote it in the meantime: what it wrote is moved instead.
            latest = await store.read(row.id)
            if latest and await store.read(session_id):
                await _erased(latest, store)
                return 0
        else:
            return 1
    return 0


async def _erased(row: Row, store: Store) -> None:
    """Erase a row in whose place the newest secret has one already; that one is what the bot reads."""
    with suppress(ConflictError):
        await store.erase(row.id, row.version)
