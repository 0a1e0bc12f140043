"""What is stored of one chat: the session, the replies still to be sent, the updates already applied."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.reply import Button, Change, Close, Message, Outgoing, Send
from bot.session import Session, from_json
from bot.store import Row

if TYPE_CHECKING:
    from bot.store import Store
    from bot.vault import Vault

REMEMBER_UPDATES = 48 * 60 * 60
"""For how many seconds an update is known to have been applied; Telegram repeats them for up to 24 hours."""

_OUTGOING: dict[str, type[Outgoing]] = {kind.__name__: kind for kind in (Send, Change, Close)}


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

    def message_of(self, number: int) -> int | None:
        """Give Telegram's number of the message that a reply became."""
        return dict(self.sent).get(number)


class Records:
    """Reads and writes records, sealed.

    Args:
        store: Where the rows are kept.
        vault: What seals them.
        retention: After how many seconds without use a record is erased.
    """

    def __init__(self, store: Store, vault: Vault, retention: int) -> None:
        self._store = store
        self._vault = vault
        self._retention = retention

    async def load(self, chat: int) -> Record:
        """Give what is stored of a chat; an empty record when there is nothing."""
        for session_id in self._vault.session_ids(chat):
            row = await self._store.read(session_id)
            if row:
                return self.opened(row)
        return Record(chat)

    async def save(self, record: Record, now: int) -> Record:
        """Write a record in one commit, and give it as it is stored now; one with nothing left in it is erased.

        Raises:
            ConflictError: Another worker wrote it in the meantime.
        """
        old = record.row
        if record.session is None and not record.pending:
            if old:
                await self._store.erase(old.id, old.version)
            return Record(record.chat)
        session_id = old.id if old else self._vault.session_ids(record.chat)[0]
        key = old.key if old else self._vault.new_key(session_id)
        version = old.version + 1 if old else 1
        wake_at = now if record.pending else (record.session.seen if record.session else now) + self._retention
        row = Row(session_id, key, self._vault.seal(key, session_id, version, _to_json(record)), version, wake_at)
        await self._store.write(row)
        return replace(record, row=row)

    async def due(self, now: int, most: int = 100) -> list[Record]:
        """Give the records whose time to wake has come: a reply is pending, or the retention is over."""
        return [self.opened(row) for row in await self._store.due(now, most)]

    async def prove_key(self) -> None:
        """Try the key on what is stored.

        Raises:
            VaultError: It does not open it.
        """
        row = await self._store.any_row()
        if row:
            self.opened(row)

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
