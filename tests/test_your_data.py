"""What is stored can be read, copied and explained, field by field."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import fields, replace
from running_bot import CONTENT, running_bot

from bot.delivery import LEASE
from bot.export import paper_of
from bot.inventory import STORED, as_markdown
from bot.record import Record, as_json
from bot.session import Session, from_json
from bot.store import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from running_bot import RunningBot

PAGE = Path(__file__).parent.parent / "docs" / "privacy.md"


def stored_names() -> Iterator[str]:
    """Give the name of every field that the code stores, as the code has it."""
    yield from (f"row.{one.name}" for one in fields(Row))
    yield from (f"record.{name}" for name in json.loads(as_json(Record(1))))
    yield from (f"session.{name}" for name in Session().to_json())


def files_of(bot: RunningBot) -> dict[str, bytes]:
    """Give the newest files in the chat, by name."""
    return {seen.document.name: seen.document.content for seen in bot.patient.messages if seen.document}


def plain(pdf: bytes) -> str:
    """Give the text of a PDF, read by another program."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed here")
    return subprocess.run([reader, "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()  # noqa: S603


async def exported(bot: RunningBot) -> tuple[dict[str, Any], str]:
    await bot.say("/export")
    files = files_of(bot)
    return json.loads(files["my-data.json"]), plain(files["my-data.pdf"])


def test_every_stored_field_is_in_the_inventory() -> None:
    assert [one.name for one in STORED] == list(stored_names())


def test_page_is_what_the_command_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run: second-opinion inventory > docs/privacy.md"


def test_every_field_has_words_in_every_language() -> None:
    for language in CONTENT.languages.values():
        assert set(language.privacy.export.fields) == {one.name for one in STORED}


async def test_export_holds_every_field_of_the_inventory(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me")
        stored = await bot.record()
        data, sheet = await exported(bot)
        labels = CONTENT.language("en").privacy.export.fields
        missing = [
            one.name
            for one in STORED
            if one.name.partition(".")[2] not in data[one.name.partition(".")[0]]
            or " ".join(labels[one.name].split()) not in " ".join(sheet.split())
        ]
        assert missing == []
        assert stored.session
        again = from_json(data["session"])
        assert replace(again, view="", open=0, messages=0) == replace(
            stored.session, said=(), view="", open=0, messages=0
        )
        assert data["record"]["chat"] == bot.patient.chat.id
        assert {"question": "Who is this for?", "answer": "For me"} in data["in_words"]


async def test_export_shows_texts_as_typed_in_both_files(tmp_path: Path) -> None:
    typed = '2019 <b>first</b> {{7*7}} #read("/etc/hostname") \u2713 \u65e5'
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        record = await bot.record()
        assert record.session
        answers = {**record.session.answers, "preparation.timeline": {"1": typed}, "gone.question": "kept"}
        await bot.app.records.save(replace(record, session=replace(record.session, answers=answers)), bot.clock())
        data, sheet = await exported(bot)
        assert data["session"]["answers"]["preparation.timeline"] == {"1": typed}
        assert {"question": "gone.question", "answer": "kept"} in data["in_words"]
        assert '2019 <b>first</b> {{7*7}} #read("/etc/hostname")' in " ".join(sheet.split())


async def test_export_is_gone_from_the_record_once_sent(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/export")
        assert (await bot.record()).pending == ()


async def test_policy_comes_whole_as_a_file_and_short_in_the_chat(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        for way in ("/privacy", "/start", "3"):
            shown = await bot.say(way)
        assert "Privacy" in shown.text
        assert len([seen for seen in bot.patient.messages if seen.document]) == 2
        policy = files_of(bot)["privacy.txt"].decode()
        for chapter in CONTENT.language("en").privacy.policy.chapters:
            assert chapter.heading in policy
        assert "{{" not in policy
        assert "90 days" in policy


@pytest.mark.fault(88)
@pytest.mark.parametrize(
    "payload",
    [
        '#read("/etc/hostname")',
        '#image("file:///etc/hostname")',
        '#import "@preview/cetz:0.3.0"',
        '<img src="https://example.org/x.png">',
        "#panic()",
        "$ sum $ ] #let x = (",
        '[[[getattr(pow,Word("__globals__"))["os"]]]]',
        "\udc80 lone \x00 nul \u202e turned",
    ],
)
def test_pdf_shows_a_payload_as_text(payload: str) -> None:
    part = {"heading": "H", "rows": [[payload, payload]]}
    pdf = paper_of({"language": "en", "title": payload, "intro": payload, "parts": [part]})
    assert pdf.startswith(b"%PDF")
    shown = plain(pdf)
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in shown.replace("/etc/hostname", "")
    if payload.isprintable():
        assert "".join(payload.split()) in "".join(shown.replace("\u200b", "").split())


@pytest.mark.fault(94)
async def test_making_files_leaves_nothing_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setenv("TMPDIR", str(empty))
    monkeypatch.chdir(empty)
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        bot.telegram.fail("sendDocument", 500, times=1)
        bot.telegram.fail("sendDocument", 400, "wrong file", times=1, skip=1)
        await bot.say("/export")
        await bot.later(LEASE)
        assert files_of(bot)
        assert list(empty.rglob("*")) == []
        assert {path.stat().st_mode & 0o077 for path in bot.files} == {0}


async def test_making_a_pdf_holds_nobody_up(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        record = await bot.record()
        assert record.session
        entries = {str(number): "long text " * 90 for number in range(1, 31)}
        answers = {**record.session.answers, "preparation.timeline": entries, "preparation.medicines": entries}
        await bot.app.records.save(replace(record, session=replace(record.session, answers=answers)), bot.clock())
        longest, done = 0.0, asyncio.Event()

        async def watch() -> None:
            nonlocal longest
            loop = asyncio.get_running_loop()
            while not done.is_set():
                before = loop.time()
                await asyncio.sleep(0.005)
                longest = max(longest, loop.time() - before)

        watcher = asyncio.create_task(watch())
        await bot.say("/export")
        done.set()
        await watcher
        assert longest < 0.5
