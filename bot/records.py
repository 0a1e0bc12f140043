"""What is stored of one chat: the session, the replies still to be sent, the updates already applied."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.reply import Button, Change, Close, Message, Outgoing, Send
from bot.session import Session, from_json
from bot.store import Row, StoreError
from bot.store.schema import NEWER
from bot.vault import VaultError

if TYPE_CHECKING:
    from bot.store import Store
    from bot.vault import Vault

log = structlog.get_logger()

FORMAT = 1
"""The number of the present form of a stored record; one with a higher number is left to the release that wrote it."""

REMEMBER_UPDATES = 48 * 60 * 60
"""For how many seconds an update is known to have been applied; Telegram repeats them for up to 24 hours."""

UNREADABLE = 24 * 60 * 60
"""After how many seconds a row that cannot be opened is looked at again."""

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
        tries: How often the oldest pending reply was tried in vain.
        in_doubt: Whether the last of these tries may have arrived all the same.
        paced: Until when the limit of the chat is used up by what was sent, in seconds since 1970 (UTC).
        row: The row it was read from; None when it is new.
    """

    chat: int
    session: Session | None = None
    pending: tuple[Outgoing, ...] = ()
    applied: tuple[tuple[int, int], ...] = ()
    sent: tuple[tuple[int, int], ...] = ()
    tries: int = 0
    in_doubt: bool = False
    paced: float = 0.0
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

    def without_oldest(self, message_id: int | None) -> Record:
        """Take the oldest reply from what is pending, and remember which message it became."""
        done, sent = self.pending[0], self.sent
        if message_id and not isinstance(done, Close) and done.message.rows:
            sent = ((done.number, message_id),)
        return replace(self, pending=self.pending[1:], sent=sent, tries=0, in_doubt=False)


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

    async def save(self, record: Record, now: int, until: int = 0) -> Record:
        """Write a record in one commit, and give it as it is stored now; one with nothing left in it is erased.

        Args:
            record: What is to be stored in the place of the row that it was read from.
            now: The time, in seconds since 1970 (UTC).
            until: When the next one may take over what is pending; at once by default.

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
        if record.pending:
            wake_at = max(until, now)
        else:
            wake_at = (record.session.seen if record.session else now) + self._retention
        row = Row(session_id, key, self._vault.seal(key, session_id, version, as_json(record)), version, wake_at)
        await self._store.write(row)
        return replace(record, row=row)

    async def take_due(self, now: int, until: int, most: int = 100) -> list[Record]:
        """Take the records whose time to wake has come, and keep them from other workers until then."""
        due = []
        for row in await self._store.take_due(now, until, most):
            try:
                due.append(self.opened(row))
            except (VaultError, StoreError):
                # One row that cannot be read must not stand in the way of the others.
                log.error("record.unreadable")
                await self._store.hold(row.id, until, until + UNREADABLE)
        return due

    async def hold(self, record: Record, until: int) -> Record | None:
        """Keep what is pending from other workers for longer; None when another one has it already."""
        row = record.row
        if row is None or not await self._store.hold(row.id, row.wake_at, until):
            return None
        return replace(record, row=replace(row, wake_at=until))

    def is_over(self, record: Record, now: int) -> bool:
        """Say whether the record was not used for so long that it is to be erased."""
        return record.session is not None and record.session.seen + self._retention <= now

    async def prove_key(self) -> None:
        """Try the key on what is stored.

        Raises:
            VaultError: It does not open it.
        """
        row = await self._store.any_row()
        if row:
            self.opened(row)

    def opened(self, row: Row) -> Record:
        """Open a row.

        Raises:
            StoreError: A later release wrote it.
            VaultError: The secret does not open it.
        """
        return _from_json(self._vault.open(row.key, row.id, row.version, row.box), row)


def as_json(record: Record) -> dict[str, Any]:
    """Give a record as the plain data that is sealed."""
    return {
        "format": FORMAT,
        "chat": record.chat,
        "session": record.session.to_json() if record.session else None,
        "pending": [{"kind": type(one).__name__, **asdict(one)} for one in record.pending],
        "applied": record.applied,
        "sent": record.sent,
        "tries": record.tries,
        "in_doubt": record.in_doubt,
        "paced": record.paced,
    }


def _from_json(data: dict[str, Any], row: Row) -> Record:
    if data.get("format", FORMAT) > FORMAT:
        raise StoreError(NEWER)
    return Record(
        data["chat"],
        from_json(data["session"]) if data["session"] else None,
        tuple(_outgoing(one) for one in data["pending"]),
        tuple((update, at) for update, at in data["applied"]),
        tuple((number, message) for number, message in data["sent"]),
        data.get("tries", 0),
        data.get("in_doubt", False),
        data.get("paced", 0.0),
        row,
    )


def _outgoing(data: dict[str, Any]) -> Outgoing:
    values = {name: value for name, value in data.items() if name != "kind"}
    if "message" in values:
        rows = tuple(tuple(Button(**button) for button in row) for row in values["message"]["rows"])
        values["message"] = Message(values["message"]["html"], rows)
    return _OUTGOING[data["kind"]](**values)
