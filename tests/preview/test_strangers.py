"""Nobody from another origin, host name or machine can read or drive the preview."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from previewed import TOKEN
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.preview.web import pages
from bot.serving import listen, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser
    from previewed import Preview

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "http://127.0.0.1:8000"
OWN = {"host": "127.0.0.1:8000"}
READ = ("", "news", "sheets/en/reasons", "files/1", "phone/phone.js", "preview/page.js")
DRIVE = ("say", "tap", "jump", "begin")

STRANGE_HOSTS = [
    {"host": "evil.example:8000"},
    {"host": "127.0.0.1.nip.io:8000"},
    {"host": "127.0.0.1:9999"},
    {"host": "127.0.0.1"},
    {"host": "192.168.1.5:8000"},
    {"host": "localhost.evil.example:8000"},
]
STRANGE_PAGES = [
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "https://127.0.0.1:8000"},
    {"origin": "http://localhost:8000"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": HERE, "sec-fetch-site": "cross-site"},
]


def visitor(preview: Preview) -> httpx.AsyncClient:
    """Give someone who asks the preview whatever they like."""
    transport = httpx.ASGITransport(pages(preview.rehearsal, preview.words, TOKEN))
    return httpx.AsyncClient(transport=transport, base_url=HERE)


@pytest.mark.fault(90)
@pytest.mark.parametrize("headers", STRANGE_HOSTS + STRANGE_PAGES)
async def test_strange_names_and_pages_are_refused_though_they_know_the_token(
    preview: Preview, headers: dict[str, str]
) -> None:
    async with visitor(preview) as stranger:
        for path in READ:
            answer = await stranger.get(f"/{TOKEN}/{path}", headers=OWN | headers)
            assert answer.status_code == 403, path
            assert "Not allowed" in answer.text
        for path in DRIVE:
            answer = await stranger.post(f"/{TOKEN}/{path}", headers={"origin": HERE} | OWN | headers, json=ALL_AT_ONCE)
            assert answer.status_code == 403, path
    assert not preview.rehearsal.phone.patient.messages


ALL_AT_ONCE = {"text": "/start", "message": 1, "data": "go", "place": "summary", "language": "en", "writer": "me"}


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "%00", "tökén"])
async def test_without_the_token_nothing_is_answered(preview: Preview, token: str) -> None:
    async with visitor(preview) as stranger:
        for path in READ:
            assert (await stranger.get(f"/{token}/{path}", headers=OWN)).status_code == 403
            assert (await stranger.get(f"/{path}?token={TOKEN}", headers=OWN)).status_code == 403
        for path in DRIVE:
            answer = await stranger.post(f"/{token}/{path}", headers=OWN | {"origin": HERE}, json=ALL_AT_ONCE)
            assert answer.status_code == 403
    assert not preview.rehearsal.phone.patient.messages


@pytest.mark.fault(91)
async def test_a_page_must_say_where_it_is_from_before_it_drives(preview: Preview) -> None:
    async with visitor(preview) as unknown:
        assert (await unknown.post(f"/{TOKEN}/say", headers=OWN, json=ALL_AT_ONCE)).status_code == 403
        assert (await unknown.request("OPTIONS", f"/{TOKEN}/say", headers=OWN)).status_code == 403
        assert (await unknown.post(f"/{TOKEN}/say", headers=OWN | {"origin": HERE}, json={})).status_code == 400


async def test_two_hosts_at_once_are_refused(preview: Preview) -> None:
    async with visitor(preview) as stranger:
        answer = await stranger.get(f"/{TOKEN}/", headers=[("host", "127.0.0.1:8000"), ("host", "evil.example")])
    assert answer.status_code == 403


async def test_every_answer_forbids_others_to_load_frame_or_keep_it(preview: Preview) -> None:
    async with visitor(preview) as own:
        answers = [await own.get(f"/{TOKEN}/{path}", headers=OWN) for path in READ if path != "news"]
        answers.append(await own.get("/", headers=OWN))
    assert {answer.status_code for answer in answers} == {200, 403, 404}
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in answer.headers if name.startswith(("access-control", "set-cookie"))]


@pytest.mark.fault(91)
async def test_there_are_no_websockets(preview: Preview) -> None:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": f"/{TOKEN}/news", "headers": [(b"host", b"127.0.0.1:8000")]}
    await pages(preview.rehearsal, preview.words, TOKEN)(scope, receive, send)  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1008}]


async def test_only_this_machine_can_connect(preview: Preview) -> None:
    port = httpx.URL(preview.address).port
    assert port
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.2", port), timeout=2):
        pass


@asynccontextmanager
async def evil_page(script: str) -> AsyncIterator[str]:
    """Serve a page of someone else at another port of this machine, as near as another origin can be."""
    body = f"<!doctype html><p id=done></p><script type=module>{script}</script>"
    app = Starlette(routes=[Route("/", lambda _: HTMLResponse(body))])
    listening = listen("127.0.0.1", 0)
    serving = asyncio.create_task(serve(app, listening, patience=1))
    yield f"http://localhost:{listening.getsockname()[1]}/"
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


ATTACK = """
const got = [];
const preview = "ADDRESS";
const tried = async (name, work) => {
  got.push(`${name}: ${await Promise.resolve().then(work).catch(() => "nothing")}`);
};
for (const at of [preview, preview.replace("127.0.0.1", "localhost")]) {
  await tried("read", async () => (await fetch(at)).text());
  await tried("news", async () => (await fetch(at + "news")).text());
  await tried("write", async () => (await fetch(at + "say", { method: "POST", body: '{"text":"/start"}' })).status);
  await fetch(at + "say", { method: "POST", mode: "no-cors", body: '{"text":"/start"}' }).catch(() => null);
  await tried("module", async () => Object.keys(await import(at + "phone/phone.js")));
  await tried("stream", () => new Promise((heard, lost) => {
    const source = new EventSource(at + "news");
    source.addEventListener("screen", heard);
    source.onerror = lost;
  }));
  const frame = Object.assign(document.createElement("iframe"), { src: at });
  document.body.append(frame);
  await new Promise((loaded) => (frame.onload = loaded));
  await tried("frame", () => frame.contentWindow.document.body.innerText);
  const form = Object.assign(document.createElement("form"), { action: at + "say", method: "post", target: "there" });
  document.body.append(Object.assign(document.createElement("iframe"), { name: "there" }), form);
  form.submit();
}
await new Promise((later) => setTimeout(later, 500));
document.getElementById("done").textContent = got.join("; ");
"""


async def test_a_page_from_another_origin_reads_and_drives_nothing(preview: Preview, browser: Browser) -> None:
    async with evil_page(ATTACK.replace("ADDRESS", preview.address)) as address:
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(address)
        await page.locator("#done:not(:empty)").wait_for(timeout=10_000)
        got = (await page.locator("#done").inner_text()).split("; ")
        await context.close()
    assert len(got) == 12
    assert {one.partition(": ")[2] for one in got} <= {"nothing", ""}
    assert not preview.rehearsal.phone.patient.messages


@pytest.mark.fault(89)
@pytest.mark.parametrize("folder", ["phone", "preview", "sheets/en", "files"])
@pytest.mark.parametrize(
    "name",
    [
        "../page.html",
        "..%2fweb.py",
        "%2e%2e/web.py",
        "%2e%2e%2fweb.py",
        "..%5cweb.py",
        "%252e%252e/web.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "page.js%00.txt",
        "a" * 5000,
    ],
)
async def test_no_name_leads_out_of_what_is_shown(preview: Preview, folder: str, name: str) -> None:
    async with visitor(preview) as own:
        path = f"/{TOKEN}/{folder}/{name}".encode()
        answer = await own.get(httpx.URL(HERE).copy_with(raw_path=path), headers=OWN)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text
