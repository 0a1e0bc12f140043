"""The queue of updates: long polling, confirmation by offset, lifetimes, the webhook's settings."""

from __future__ import annotations

import asyncio
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local_telegram.refusals import bad_request, conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.bell import Bell
    from bot.local_telegram.refusals import JSON

_KINDS = (
    "message edited_message channel_post edited_channel_post inline_query chosen_inline_result callback_query "
    "shipping_query pre_checkout_query poll poll_answer my_chat_member chat_member message_reaction "
    "message_reaction_count chat_join_request chat_boost removed_chat_boost business_connection business_message "
    "edited_business_message deleted_business_messages purchased_paid_media"
)
KINDS = frozenset(_KINDS.split())
"""Every kind of update that a bot can ask for."""

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""The kinds that only come when they are named."""

LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0}
"""Seconds after which Telegram throws an unread update away, where it is less than a day."""

_DAY = 86400.0
_MOST_UPDATES = 100
_LONGEST_POLL = 50


@dataclass
class _Pending:
    update: JSON
    expires: float
    again: bool = False
    delivered: bool = False


class UpdateQueue:
    """What waits for the bot."""

    def __init__(self, now: Callable[[], float], bell: Bell, first_id: int) -> None:
        self._now, self._bell = now, bell
        self._pending: list[_Pending] = []
        self._soonest = math.inf
        self._next_id = first_id
        self._poller: object = None
        self.allowed: list[str] = []
        self.webhook: JSON | None = None

    @property
    def pending(self) -> list[JSON]:
        """Give the updates that are not confirmed yet."""
        self._expire()
        return [each.update for each in self._pending]

    def put(self, kind: str, body: JSON, *, heard: bool = True) -> JSON:
        """Make an update, and queue it if the bot can hear it and wants its kind."""
        update: JSON = {"update_id": self._next_id, kind: body}
        self._next_id += 1
        if heard and (kind in self.allowed or (not self.allowed and kind not in ON_REQUEST)):
            self._append(_Pending(update, self._now() + LIFETIMES.get(kind, _DAY)))
        return update

    def put_again(self, update: JSON) -> None:
        """Deliver an update a second time, under the same number."""
        self._append(_Pending(update, self._now() + _DAY, again=True))

    def take(self) -> list[JSON]:
        """Hand over everything at once, for someone who feeds the bot without polling."""
        updates = self.pending
        self._pending.clear()
        self._bell.ring()
        return updates

    async def drained(self) -> None:
        """Wait until every update has been confirmed."""
        await self._bell.until(lambda: not self._waiting())

    async def poll(self, given: JSON) -> list[JSON]:
        """Answer getUpdates."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if given.get("allowed_updates") is not None:
            self.allow(given["allowed_updates"])
        self._confirm(given.get("offset", 0))
        mine = self._poller = object()
        self._bell.ring()
        try:
            async with asyncio.timeout(min(given.get("timeout", 0), _LONGEST_POLL)):
                await self._bell.until(lambda: self._waiting() or self._poller is not mine)
        except TimeoutError:
            pass
        if self._poller is not mine:
            words = "setWebhook" if self.webhook else "other getUpdates"
            only = "" if self.webhook else "; make sure that only one bot instance is running"
            raise conflict(f"terminated by {words} request{only}")
        limit = given.get("limit", _MOST_UPDATES)
        self._expire()
        handed = self._pending[: limit if 0 < limit <= _MOST_UPDATES else _MOST_UPDATES]
        for each in handed:
            each.delivered = True
        return [each.update for each in handed]

    def set_webhook(self, given: JSON) -> bool:
        """Answer setWebhook."""
        url = given.get("url", "")
        if not url:
            return self.delete_webhook(given)
        if not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
            raise bad_request("secret token contains unallowed characters")
        if given.get("allowed_updates") is not None:
            self.allow(given["allowed_updates"])
        self._drop(given)
        self.webhook = {"url": url, "max_connections": given.get("max_connections", 40)}
        self._poller = None
        self._bell.ring()
        return True

    def delete_webhook(self, given: JSON) -> bool:
        """Answer deleteWebhook."""
        self.webhook = None
        self._drop(given)
        return True

    def webhook_info(self) -> JSON:
        """Answer getWebhookInfo."""
        info: JSON = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        if self.allowed:
            info["allowed_updates"] = self.allowed
        return info | (self.webhook or {})

    def allow(self, kinds: object) -> None:
        """Remember which kinds the bot wants; an empty list means the usual ones."""
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed updates: Expected an Array of Strings")
        if strange := [kind for kind in kinds if kind not in KINDS]:
            raise bad_request(f"unknown kind of update {strange[0]!r}")
        self.allowed = kinds

    def _append(self, pending: _Pending) -> None:
        self._pending.append(pending)
        self._soonest = min(self._soonest, pending.expires)
        self._bell.ring()

    def _confirm(self, offset: int) -> None:
        before = len(self._pending)
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            # A repeated update carries an old number: only reading it confirms it.
            self._pending = [
                each
                for each in self._pending
                if each.update["update_id"] >= offset or (each.again and not each.delivered)
            ]
        if len(self._pending) != before:
            self._bell.ring()

    def _waiting(self) -> bool:
        self._expire()
        return bool(self._pending)

    def _expire(self) -> None:
        now = self._now()
        if self._soonest < now:
            self._pending = [each for each in self._pending if each.expires >= now]
            self._soonest = min((each.expires for each in self._pending), default=math.inf)

    def _drop(self, given: JSON) -> None:
        if given.get("drop_pending_updates"):
            self._pending.clear()
            self._bell.ring()


async def get_updates(telegram: LocalTelegram, given: JSON) -> list[JSON]:
    """Answer getUpdates."""
    return await telegram.updates.poll(given)


def set_webhook(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer setWebhook."""
    return telegram.updates.set_webhook(given)


def delete_webhook(telegram: LocalTelegram, given: JSON) -> bool:
    """Answer deleteWebhook."""
    return telegram.updates.delete_webhook(given)


def get_webhook_info(telegram: LocalTelegram, _given: JSON) -> JSON:
    """Answer getWebhookInfo."""
    return telegram.updates.webhook_info()
