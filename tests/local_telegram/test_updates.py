"""Long polling, confirmation, lifetimes and webhooks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.local_telegram.patient import Patient
from bot.local_telegram.refusals import RefusalError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local_telegram.api import LocalTelegram

    Refusal = Callable[..., Awaitable[tuple[int, str]]]


async def test_two_pollers_get_in_each_others_way(telegram: LocalTelegram) -> None:
    first = asyncio.ensure_future(telegram.call("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(telegram.call("getUpdates", {"timeout": 20}))
    with pytest.raises(RefusalError, match="Conflict: terminated by other getUpdates request"):
        await first
    Patient(telegram).say("hello")
    assert len(await second) == 1


async def test_a_webhook_and_polling_exclude_each_other(refusal: Refusal, telegram: LocalTelegram) -> None:
    polling = asyncio.ensure_future(telegram.call("getUpdates", {"timeout": 20}))
    await asyncio.sleep(0)
    await telegram.call("setWebhook", {"url": "https://example.org/hook", "secret_token": "s", "max_connections": 7})
    with pytest.raises(RefusalError, match="terminated by setWebhook request"):
        await polling
    assert (await refusal("getUpdates"))[0] == 409
    Patient(telegram).say("hello")
    info = await telegram.call("getWebhookInfo", {})
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == ("https://example.org/hook", 1, 7)
    await telegram.call("deleteWebhook", {"drop_pending_updates": True})
    assert await telegram.call("getUpdates", {}) == []
    assert (await refusal("setWebhook", url="http://example.org"))[0] == 400


async def test_updates_come_again_until_the_offset_passes_them(telegram: LocalTelegram, anna: Patient) -> None:
    numbers = [anna.say(text)["update_id"] for text in ("one", "two", "three")]
    drained = asyncio.ensure_future(telegram.drained())

    async def fetch(**given: int) -> list[int]:
        return [update["update_id"] for update in await telegram.call("getUpdates", given)]

    assert await fetch() == numbers
    assert await fetch(limit=1) == numbers[:1]
    assert await fetch(offset=numbers[1]) == numbers[1:]
    assert await fetch(offset=-1) == numbers[2:]
    anna.again(telegram.updates.pending[0])
    assert await fetch(offset=numbers[2] + 1) == numbers[2:]
    assert not drained.done()
    assert await fetch(offset=numbers[2] + 1) == []
    await asyncio.wait_for(drained, 120)


async def test_only_wanted_kinds_are_queued(refusal: Refusal, telegram: LocalTelegram, anna: Patient) -> None:
    await telegram.call("getUpdates", {"allowed_updates": ["callback_query"]})
    anna.say("unheard")
    anna.tap_data("x", 1)
    assert [set(update) for update in await telegram.call("getUpdates", {})] == [{"update_id", "callback_query"}]
    await telegram.call("getUpdates", {"allowed_updates": [], "offset": 9999})
    anna.say("heard")
    assert len(telegram.updates.pending) == 1
    assert (await refusal("getUpdates", allowed_updates=["mesage"]))[0] == 400


async def test_unread_taps_are_thrown_away_after_150_seconds(telegram: LocalTelegram, anna: Patient) -> None:
    anna.say("stays")
    anna.tap_data("goes", 1)
    telegram.advance(151)
    assert [update for update in telegram.updates.pending if "callback_query" in update] == []
    assert len(telegram.updates.pending) == 1
    telegram.advance(86_400)
    assert telegram.updates.pending == []
