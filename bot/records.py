"""Where records are kept: sealed in the store once the person agreed, in memory until then."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from msgspec.structs import replace

from bot.consent import allows_keeping
from bot.recent import Recent
from bot.record import Record, as_json, from_json
from bot.reminders import ends_at, wakes_at
from bot.store import ConflictError, Row, StoreError
from bot.vault import MARK, VaultError

if TYPE_CHECKING:
    from bot.store import Store
    from bot.vault import Vault

log = structlog.get_logger()

MOST_DUE = 100
"""How many records are taken up at a time because something is due."""

PUT_OFF = 24 * 60 * 60
"""After how many seconds a row is looked at again that could not be opened, or whose turn of the clock failed."""

MOST_VISITORS = 10_000
"""Of how many visitors the place is known at a time."""

VISITORS_REMEMBERED = 60 * 60
"""For how many seconds after their last update."""

JUST_STORED = 60
"""For how many seconds a record that was just stored is also in memory, so that the next turn need not read it."""

MOST_JUST_STORED = 1000
"""How many of these there are at a time."""

LONGEST_JUST_STORED = 16 * 1024
"""How many bytes each of them may take as it is sealed: a few people write much more than all others."""


class Records:
    """Reads and writes records, sealed; those of people who have not agreed to be remembered stay in memory.

    Args:
        store: Where the rows are kept.
        vault: What seals them.
        retention: After how many seconds without use a record is erased.
    """

    def __init__(self, store: Store, vault: Vault, retention: int) -> None:
        self._store = store
        self._vault = vault
        self._retention = retention
        self._visitors = Recent(MOST_VISITORS, VISITORS_REMEMBERED)
        self._just_stored = Recent(MOST_JUST_STORED, JUST_STORED)

    async def load(self, chat: int) -> Record:
        """Give what is known of a chat; an empty record when there is nothing.

        What this worker has just stored is not read again: should it have changed since, then writing it says so.
        """
        if just_stored := self._just_stored.find(chat):
            return just_stored
        ids = self._vault.session_ids(chat)
        # The newest once more: rotate-keys may have moved the row there while the older ones were looked at.
        for session_id in (*ids, ids[0]) if len(ids) > 1 else ids:
            row = await self._store.read(session_id)
            if row and row.key:
                return self.opened(row)
            if row:
                await self._erase_locked(row)
        return self._visitors.find(chat) or Record(chat)

    async def newest(self, record: Record) -> Record:
        """Give the record of a visitor as it is now; when the person agreed meanwhile, it is the stored one.

        A record that was read from a row is given back: writing it proves whether it is still the newest.
        """
        if record.row:
            return record
        return self._visitors.find(record.chat) or await self.load(record.chat)

    async def save(self, record: Record, now: int, until: int = 0) -> Record:
        """Write a record in one commit, and give it as it is stored now.

        Only a session whose person agreed is stored. Once there is none, the old key is destroyed in the commit that
        says so; the replies that are still to be sent then wait under a new key, and the row goes with the last one.

        Args:
            record: What is to be stored in the place of the row that it was read from.
            now: The time, in seconds since 1970 (UTC).
            until: When the next one may take over what is pending; at once by default.

        Raises:
            ConflictError: Another worker wrote it in the meantime.
        """
        old = record.row
        was_just_stored = self._just_stored.find(record.chat) is not None
        # Until it is surely stored, and again for as long as replies are on their way, the row alone knows how it is.
        self._just_stored.drop(record.chat)
        if record.session and allows_keeping(record.session):
            row = self._sealed(record, self._wake_at(record, now, until), old.key if old else None)
            await self._store.write(row)
            self._visitors.drop(record.chat)
            stored = replace(record, row=row)
            if not (record.pending or self._store.is_shared) and len(row.box) <= LONGEST_JUST_STORED:
                self._just_stored.keep(stored, now)
            return stored
        if old and record.pending:
            row = self._sealed(record, self._wake_at(record, now, until), None)
            await self._store.replace(old, row)
            return replace(record, row=row)
        if old:
            if was_just_stored and (await self.load(record.chat)).row != old:
                # To erase what is not there is no fault, so nothing would say that it stands elsewhere by now.
                raise ConflictError
            await self._store.erase(old.id, old.version)
        visitor = replace(record, row=None)
        if visitor.session or visitor.pending:
            self._visitors.keep(visitor, now)
        else:
            self._visitors.drop(record.chat)
        return visitor

    def described(self, record: Record, now: int) -> Row:
        """Give the row that the record will be stored as, with neither key nor box; times in seconds since 1970."""
        session_id = record.row.id if record.row else self._vault.session_ids(record.chat)[0]
        version = record.row.version + 1 if record.row else 1
        return Row(session_id, b"", b"", version, self._wake_at(record, now))

    def _wake_at(self, record: Record, now: int, until: int = 0) -> int:
        if not record.pending:
            return wakes_at(record.session, self._retention) if record.session else now + self._retention
        wake_at = max(until, now)
        return wake_at if record.farewell_ends is None else min(wake_at, record.farewell_ends)

    def _sealed(self, record: Record, wake_at: int, key: bytes | None) -> Row:
        old = record.row
        session_id = old.id if old else self._vault.session_ids(record.chat)[0]
        key = key or self._vault.new_key(session_id)
        version = old.version + 1 if old else 1
        box = self._vault.seal(key, session_id, version, as_json(record), brief=bool(record.pending))
        return Row(session_id, key, box, version, wake_at)

    async def _erase_locked(self, row: Row) -> None:
        """Erase a row whose key was destroyed; another worker may have been faster."""
        with suppress(ConflictError):
            await self._store.erase(row.id, row.version)

    async def take_due(self, now: int, until: int, most: int = MOST_DUE) -> list[Record]:
        """Take the records whose time to wake has come, and keep them from other workers until then.

        What was in memory for long enough is let go of.
        """
        self._visitors.let_go(now)
        self._just_stored.let_go(now)
        due = []
        for row in await self._store.take_due(now, until, most):
            if not row.key:
                await self._erase_locked(row)
                continue
            try:
                due.append(self.opened(row))
            except (VaultError, StoreError):
                # One row that cannot be read must not stand in the way of the others.
                log.error("record.unreadable")
                await self._store.hold(row.id, until, until + PUT_OFF)
        return due

    async def gap(self) -> range:
        """Give the moments of which the rows know nothing, as an older copy of them was put in their place.

        The bot was at work then, and did what was due; moments are in seconds since 1970 (UTC).
        """
        rows, keys = await self._store.last_looks()
        return range(rows + 1, keys + 1)

    async def note_look(self, now: int) -> None:
        """Note that everything due until now was taken up."""
        await self._store.note_look(now)

    async def hold(self, record: Record, until: int) -> Record | None:
        """Keep what is pending from other workers for longer; None when another one has it already."""
        row = record.row
        if row is None:
            # No other worker knows of a visitor.
            return record
        until = until if record.farewell_ends is None else min(until, record.farewell_ends)
        if not await self._store.hold(row.id, row.wake_at, until):
            return None
        return replace(record, row=replace(row, wake_at=until))

    def is_over(self, record: Record, now: int) -> bool:
        """Say whether the record was not used for so long that it is to be erased."""
        if record.session is None:
            return record.is_overdue_farewell(now)
        return ends_at(record.session, self._retention) <= now

    async def prove_key(self) -> None:
        """Try the master secrets on every stored key, and the form on some session.

        Raises:
            StoreError: A later release wrote it.
            VaultError: The secrets do not open all of them.
        """
        self._vault.prove(await self._store.key_marks(MARK))
        for row in await self._store.rows(b"", 1):
            # One that was changed or swapped is met where it is read; the others must not wait for that.
            with suppress(VaultError):
                self.opened(row)

    def opened(self, row: Row) -> Record:
        """Open a row.

        Raises:
            StoreError: A later release wrote it.
            VaultError: The secret does not open it.
        """
        return from_json(self._vault.open(row.key, row.id, row.version, row.box), row)
