"""What is known of one chat: the session, the replies still to be sent, the updates already applied."""

from __future__ import annotations

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from bot.reply import Change, Document, Outgoing, Send
from bot.session import FORMAT as SESSION_FORMAT
from bot.session import Session
from bot.store import Row, StoreError
from bot.store.schema import NEWER, ODD

FORMAT = 1
"""The number of the present form of a stored record; one with a higher number is left to the release that wrote it."""

REMEMBER_UPDATES = 48 * 60 * 60
"""For how many seconds an update is known to have been applied; Telegram repeats them for up to 24 hours."""

MOST_UPDATES = 5000
"""How many of them are known at the most: more than a person does in that time.

Who floods the bot with more is safe, too: Telegram repeats what was not acknowledged, and of a chat that is the newest.
"""

FAREWELL = 60
"""For how many seconds the last words to a person who deleted everything may wait to be sent."""


class Record(msgspec.Struct, frozen=True):
    """All that is stored of one chat.

    Attributes:
        chat: The number by which Telegram knows the chat.
        session: The talk; None once everything is to be deleted.
        pending: The replies still to be sent, oldest first.
        applied: The updates that took effect lately, and when.
        sent: Which message of Telegram's the newest reply with buttons became, and the open one if that is another.
        tries: How often the oldest pending reply was tried in vain.
        in_doubt: Whether the last of these tries may have arrived all the same.
        paced: Until when the limit of the chat is used up by what was sent, in seconds since 1970 (UTC).
        row: The row it was read from; None when it is new, or that of a visitor.
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
        recent = [one for one in self.applied if one[1] > now - REMEMBER_UPDATES]
        return replace(self, applied=(*recent[-MOST_UPDATES + 1 :], (update_id, now)))

    def has_applied(self, update_id: int) -> bool:
        """Say whether an update took effect already."""
        return any(known == update_id for known, _ in self.applied)

    @property
    def waiting(self) -> tuple[Send | Document, ...]:
        """The messages among what is pending."""
        return tuple(one for one in self.pending if isinstance(one, Send | Document))

    @property
    def farewell_ends(self) -> int | None:
        """When the last words to a person who deleted everything are given up; None for everyone else."""
        return None if self.session else max((at for _, at in self.applied), default=0) + FAREWELL

    def is_overdue_farewell(self, now: int) -> bool:
        """Say whether everything was to be deleted and the last words could not be sent in time."""
        return self.farewell_ends is not None and self.farewell_ends <= now

    def message_of(self, number: int) -> int | None:
        """Give Telegram's number of the message that a reply became."""
        return dict(self.sent).get(number)

    def without_oldest(self, message_id: int | None) -> Record:
        """Take the oldest reply from what is pending, and remember which message it became."""
        done, sent = self.pending[0], self.sent
        if message_id and isinstance(done, Send | Change) and done.message.rows:
            # A reminder has buttons of its own, and leaves the open message its own.
            still_open = (one for one in sent if self.session and one[0] == self.session.open != done.number)
            sent = (*still_open, (done.number, message_id))
        return replace(self, pending=self.pending[1:], sent=sent, tries=0, in_doubt=False)

    def from_reply(self, outgoing: Outgoing) -> Record:
        """Give the record without what is pending before a reply; what was sent before it was done already."""
        before = self.pending.index(outgoing)
        return replace(self, pending=self.pending[before:]) if before else self


class _Stored(msgspec.Struct, frozen=True):
    """A record in the form in which it is sealed; new fields have a value for those that were sealed before."""

    format: int
    chat: int
    session: Session | None
    pending: tuple[Outgoing, ...]
    applied: tuple[tuple[int, int], ...]
    sent: tuple[tuple[int, int], ...]
    tries: int = 0
    in_doubt: bool = False
    paced: float = 0.0


def _unmarked(words: object) -> str:
    """Give words that came out of a template without the mark that they are safe."""
    if isinstance(words, Markup):
        return str(words)
    raise TypeError(f"{type(words).__name__} cannot be stored")


_encoded = msgspec.json.Encoder(enc_hook=_unmarked).encode
_decoded = msgspec.json.Decoder(_Stored).decode


def as_json(record: Record) -> bytes:
    """Give a record as it is sealed."""
    one = record
    return _encoded(
        _Stored(FORMAT, one.chat, one.session, one.pending, one.applied, one.sent, one.tries, one.in_doubt, one.paced)
    )


def from_json(data: bytes, row: Row) -> Record:
    """Read a record from what was sealed.

    Raises:
        StoreError: A later release wrote it, or it has a form that no release wrote.
    """
    try:
        one = _decoded(data)
    except msgspec.ValidationError as error:
        raise StoreError(NEWER if _is_later(data) else ODD) from error
    if one.format > FORMAT:
        raise StoreError(NEWER)
    return Record(one.chat, one.session, one.pending, one.applied, one.sent, one.tries, one.in_doubt, one.paced, row)


def chat_of(data: bytes) -> int:
    """Give the chat whose record was sealed, whatever release wrote it."""
    return msgspec.json.decode(data, type=_Whose).chat


class _Whose(msgspec.Struct):
    chat: int


class _Form(msgspec.Struct):
    """The numbers of the form of a record and of its session, whatever else is in them."""

    format: int = FORMAT
    session: _Form | None = None


def _is_later(data: bytes) -> bool:
    """Say whether a later release sealed a record, by its number or by its session's."""
    form = msgspec.json.decode(data, type=_Form)
    return form.format > FORMAT or (form.session is not None and form.session.format > SESSION_FORMAT)
