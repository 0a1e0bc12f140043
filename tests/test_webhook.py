"""The webhook: only Telegram gets in, and it is answered 200 only for what is committed."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest
from talking import SECRET, shipped
from walks import TO_A_LIST

from bot.app import App
from bot.handlers.calling import Caller
from bot.handlers.incoming import ALLOWED_UPDATES
from bot.handlers.registration import Registration
from bot.handlers.webhook import LARGEST, Webhook
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.operating.health import Health
from bot.serving import Address, ServingError
from bot.store import StoreError
from bot.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Message

    from bot.store import Store

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRETS = ("the-newest-secret-of-the-webhook", "the-one-before")


class Hook:
    """A bot behind its webhook, and a person whose updates are posted to it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.telegram = LocalTelegram()
        self.patient = Patient(self.telegram)
        self.app = App(shipped(), store, secrets=[SECRET], token=self.telegram.token, transport=self.telegram.transport)
        webhook = Webhook("/hook", SECRETS, self.app.application.bot, self.app.intake)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(webhook.app), base_url="https://bot.example")

    async def post(self, content: object, secret: str | None = SECRETS[0]) -> httpx.Response:
        """Post an update, or any other content."""
        headers = {HEADER: secret} if secret is not None else {}
        body = content if isinstance(content, bytes | str) else json.dumps(content)
        return await self.client.post("/hook", content=body, headers=headers)

    async def entries(self) -> list[str]:
        """Give the entries of the list that the person is at."""
        session = (await self.app.records.load(self.patient.chat.id)).session
        assert session
        return list(session.entries("preparation.timeline").values())

    async def walk(self) -> None:
        """Go to the list."""
        await self.post(self.patient.start())
        for data in TO_A_LIST:
            await self.post(self.patient.tap_data(data, 1))
        self.telegram.updates.take()


@pytest.fixture
async def hook(database: str) -> AsyncIterator[Hook]:
    store = await open_store(database)
    hook = Hook(store)
    async with hook.client, hook.app.application:
        yield hook
        await hook.app.delivery.idle()
    await store.close()


@pytest.mark.fault(96)
async def test_an_update_is_answered_200_with_nothing_in_it(hook: Hook) -> None:
    answer = await hook.post(hook.patient.start())
    assert (answer.status_code, answer.content) == (200, b"")
    await hook.app.delivery.idle()
    assert hook.patient.messages[-1].labels


@pytest.mark.fault(14)
@pytest.mark.parametrize("secret", [None, "", "wrong", SECRETS[0][:-1], SECRETS[0] + "x", "é"])
async def test_who_does_not_know_the_secret_is_refused_unread(hook: Hook, secret: str | None) -> None:
    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        raise AssertionError("the body was read")

    headers = {} if secret is None else {HEADER.encode(): secret.encode()}
    answer = await hook.client.post("/hook", content=never(), headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.fault(14)
@pytest.mark.parametrize("secret", SECRETS)
async def test_while_the_secret_is_changed_the_old_one_and_the_new_one_are_accepted(hook: Hook, secret: str) -> None:
    assert (await hook.post(hook.patient.start(), secret)).status_code == 200


@pytest.mark.fault(15)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * (LARGEST + 1), 413),
        (b"[" * 200_000, 400),
        (b'{"update_id": 1, "a": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, 400),
        (b'{"update_id": 1, "message": "\xff\xfe"}', 400),
        (b'{"update_id": NaN}', 400),
        (b'{"update_id": 1, "x": Infinity}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": "1"}', 400),
        (b"[]", 400),
        (b"", 400),
    ],
)
async def test_a_body_that_is_no_update_is_refused(hook: Hook, body: bytes, status: int) -> None:
    answer = await hook.post(body)
    assert (answer.status_code, answer.content) == (status, b"")


@pytest.mark.fault(15)
async def test_a_body_without_a_length_is_read_no_further_than_the_limit(hook: Hook) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50 * LARGEST:
            sent += 65536
            yield b" " * 65536

    answer = await hook.client.post("/hook", content=endless(), headers={HEADER: SECRETS[0]})
    assert answer.status_code == 413


@pytest.mark.fault(17)
async def test_an_update_of_a_later_telegram_is_acknowledged_and_passed_over(hook: Hook) -> None:
    for update in (
        {"update_id": 1, "telepathy": {"chat": {"id": 1}}},
        {"update_id": 2, "message": {"message_id": "a word", "date": {}, "chat": 5}},
        {"update_id": 3},
    ):
        assert (await hook.post(update)).status_code == 200


@pytest.mark.fault(1)
@pytest.mark.fault(23)
async def test_the_same_update_posted_many_times_at_once_takes_effect_once(hook: Hook) -> None:
    await hook.walk()
    update = hook.patient.say("first scan")
    answers = await asyncio.gather(*(hook.post(update) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert await hook.entries() == ["first scan"]


@pytest.mark.fault(54)
@pytest.mark.fault(56)
async def test_while_the_database_is_away_telegram_is_asked_to_come_again(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hook.walk()
    update = hook.patient.say("first scan")

    async def away(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(hook.store, "write", away)
        assert (await hook.post(update)).status_code == 503
    assert (await hook.post(update)).status_code == 200
    assert await hook.entries() == ["first scan"]


@pytest.mark.fault(10)
@pytest.mark.fault(11)
async def test_of_three_workers_that_start_together_one_sets_the_webhook(hook: Hook, database: str) -> None:
    stores = [await open_store(database) for _ in range(3)]
    caller = Caller(hook.app.application.bot)
    hook.telegram.updates.allow(["message"])
    hook.telegram.fail("setWebhook", retry_after=1)
    watches = [
        asyncio.create_task(Registration(caller, store, "https://bot.example/hook", SECRETS[0], Health()).run())
        for store in stores
    ]
    await hook.telegram.bell.until(lambda: hook.telegram.updates.webhook is not None)
    await asyncio.sleep(0.2)
    for watch in watches:
        watch.cancel()
    await asyncio.gather(*watches, return_exceptions=True)
    calls = hook.telegram.called("setWebhook")
    assert len(calls) <= 2
    assert calls[-1].parameters["secret_token"] == SECRETS[0]
    assert "drop_pending_updates" not in calls[-1].parameters
    assert hook.telegram.updates.allowed == list(ALLOWED_UPDATES)
    for store in stores:
        await store.close()


async def test_a_new_secret_is_set_at_once_also_while_the_old_one_s_worker_has_the_duty(
    hook: Hook, database: str
) -> None:
    caller, url = Caller(hook.app.application.bot), "https://bot.example/hook"
    for secret in (SECRETS[1], SECRETS[0]):
        store = await open_store(database)
        watch = asyncio.create_task(Registration(caller, store, url, secret, Health()).run())
        await asyncio.sleep(0.2)
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await store.close()
    assert [call.parameters["secret_token"] for call in hook.telegram.called("setWebhook")] == [SECRETS[1], SECRETS[0]]


async def test_who_hangs_up_in_the_middle_ends_nothing(hook: Hook) -> None:
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answers.append(message)

    headers = [(HEADER.lower().encode(), SECRETS[0].encode()), (b"content-length", b"50")]
    scope = {"type": "http", "method": "POST", "path": "/hook", "headers": headers, "query_string": b""}
    await Webhook("/hook", SECRETS, hook.app.application.bot, hook.app.intake).app(scope, receive, send)
    assert answers[0]["status"] == 400


@pytest.mark.fault(16)
async def test_it_serves_while_others_send_nothing_or_slowly(database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    telegram = LocalTelegram()
    patient = Patient(telegram)
    store = await open_store(database)
    address = Address("https://bot.example/hook", SECRETS, "127.0.0.1", port)
    app = App(shipped(), store, secrets=[SECRET], token=telegram.token, transport=telegram.transport, webhook=address)
    running = asyncio.create_task(app.run())
    await telegram.bell.until(lambda: telegram.updates.webhook is not None)
    idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
    for _, writer in idle[:100]:
        writer.write(b"POST /hook HTTP/1.1\r\nHost: bot\r\nContent-Length: 50\r\n\r\n{")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.post("/hook", json=patient.start(), headers={HEADER: SECRETS[0]})
        assert (answer.status_code, answer.content) == (200, b"")
        assert (await client.get("/hook", headers={HEADER: SECRETS[0]})).status_code == 405
        assert (await client.get("/")).status_code == 404
    other = App(shipped(), store, secrets=[SECRET], token=telegram.token, transport=telegram.transport, webhook=address)
    with pytest.raises(ServingError, match="HOST, PORT"):
        await other.run()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    for _, writer in idle:
        writer.close()
    await store.close()
