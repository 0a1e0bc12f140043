"""What is stored of one chat: the session, the replies still to be sent, the updates already applied."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.consent import allows_keeping
from bot.reply import Button, Change, Close, Document, Message, Outgoing, Send
from bot.session import Session, from_json
from bot.store import Row
from bot.vault import MARK, VaultError
from bot.visitors import Visitors

if TYPE_CHECKING:
    from bot.store import Store
    from bot.vault import Vault

log = structlog.get_logger()

REMEMBER_UPDATES = 48 * 60 * 60
"""For how many seconds an update is known to have been applied; Telegram repeats them for up to 24 hours."""

FAREWELL = 60
"""For how many seconds the last words to a person who deleted everything may wait to be sent."""

_OUTGOING: dict[str, type[Outgoing]] = {kind.__name__: kind for kind in (Send, Change, Close, Document)}


@dataclass(frozen=True, slots=True)
class Record:
    """All that is stored of one chat.

    Attributes:
        chat: The number by which Telegram knows the chat.
        session: The talk; None once everything is to be deleted.
        pending: The replies still to be sent, oldest first.
        applied: The updates that took effect lately, and when.
        sent: Which message of Telegram's each reply with buttons became.
        row: The row it was read from; None when it is new.
    """

    chat: int
    session: Session | None = None
    pending: tuple[Outgoing, ...] = ()
    applied: tuple[tuple[int, int], ...] = ()
    sent: tuple[tuple[int, int], ...] = ()
    row: Row | None = None

    def with_applied(self, update_id: int, now: int) -> Record:
        """Remember that an update took effect, and let go of those long past."""
        recent = (one for one in self.applied if one[1] > now - REMEMBER_UPDATES)
        return replace(self, applied=(*recent, (update_id, now)))

    def has_applied(self, update_id: int) -> bool:
        """Say whether an update took effect already."""
        return any(known == update_id for known, _ in self.applied)

    def is_overdue_farewell(self, now: int) -> bool:
        """Say whether everything was to be deleted and the last words could not be sent in time."""
        return self.session is None and self.row is not None and self.row.wake_at <= now - FAREWELL

    def message_of(self, number: int) -> int | None:
        """Give Telegram's number of the message that a reply became."""
        return dict(self.sent).get(number)


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
        self._visitors = Visitors()

    async def load(self, chat: int) -> Record:
        """Give what is known of a chat; an empty record when there is nothing."""
        ids = self._vault.session_ids(chat)
        # The newest once more: rotate-keys may have moved the row there while the older ones were looked at.
        for session_id in (*ids, ids[0]) if len(ids) > 1 else ids:
            row = await self._store.read(session_id)
            if row and row.key:
                return self.opened(row)
            if row:
                await self._store.erase(row.id, row.version)
        return self._visitors.find(chat) or Record(chat)

    async def save(self, record: Record, now: int) -> Record:
        """Write a record in one commit, and give it as it is stored now.

        Only a session whose person agreed is stored. Once there is none, the old key is destroyed in the commit that
        says so; the replies that are still to be sent then wait under a new key, and the row goes with the last one.

        Raises:
            ConflictError: Another worker wrote it in the meantime.
        """
        old = record.row
        if record.session and allows_keeping(record.session):
            row = self._sealed(record, now, old.id if old else None, old.key if old else None)
            await self._store.write(row)
            self._visitors.drop(record.chat)
            return replace(record, row=row)
        if old and record.pending:
            row = self._sealed(record, now, old.id, None)
            await self._store.replace(old, row)
            return replace(record, row=row)
        if old:
            await self._store.erase(old.id, old.version)
        return self._visitors.keep(replace(record, row=None), now)

    def described(self, record: Record, now: int) -> Row:
        """Give the row that the record will be stored as, with neither key nor box; times in seconds since 1970."""
        session_id = record.row.id if record.row else self._vault.session_ids(record.chat)[0]
        version = record.row.version + 1 if record.row else 1
        return Row(session_id, b"", b"", version, self._wake_at(record, now))

    def _wake_at(self, record: Record, now: int) -> int:
        return now if record.pending else (record.session.seen if record.session else now) + self._retention

    def _sealed(self, record: Record, now: int, session_id: bytes | None, key: bytes | None) -> Row:
        session_id = session_id or self._vault.session_ids(record.chat)[0]
        key = key or self._vault.new_key(session_id)
        version = record.row.version + 1 if record.row else 1
        box = self._vault.seal(key, session_id, version, _to_json(record))
        return Row(session_id, key, box, version, self._wake_at(record, now))

    async def due(self, now: int, most: int = 100) -> list[Record]:
        """Give the records whose time to wake has come: a reply is pending, or the retention is over."""
        found = []
        for row in await self._store.due(now, most):
            if not row.key:
                await self._store.erase(row.id, row.version)
                continue
            try:
                found.append(self.opened(row))
            except VaultError:
                # It is left as it is, for a person to look at; the others must not wait for that.
                log.error("record.unreadable")
        return found

    async def prove_key(self) -> None:
        """Try the master secrets on every stored key.

        Raises:
            VaultError: They do not open all of them.
        """
        self._vault.prove(await self._store.key_marks(MARK))

    def opened(self, row: Row) -> Record:
        """Open a row."""
        return _from_json(self._vault.open(row.key, row.id, row.version, row.box), row)


def _to_json(record: Record) -> dict[str, Any]:
    return {
        "chat": record.chat,
        "session": record.session.to_json() if record.session else None,
        "pending": [{"kind": type(one).__name__, **asdict(one)} for one in record.pending],
        "applied": record.applied,
        "sent": record.sent,
    }


def _from_json(data: dict[str, Any], row: Row) -> Record:
    return Record(
        data["chat"],
        from_json(data["session"]) if data["session"] else None,
        tuple(_outgoing(one) for one in data["pending"]),
        tuple((update, at) for update, at in data["applied"]),
        tuple((number, message) for number, message in data["sent"]),
        row,
    )


def _outgoing(data: dict[str, Any]) -> Outgoing:
    values = {name: value for name, value in data.items() if name != "kind"}
    if "message" in values:
        rows = tuple(tuple(Button(**button) for button in row) for row in values["message"]["rows"])
        values["message"] = Message(values["message"]["html"], rows)
    return _OUTGOING[data["kind"]](**values)
