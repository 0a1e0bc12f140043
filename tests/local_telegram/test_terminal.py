"""A chat in plain lines."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.local_telegram.terminal import chat

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.patient import Patient
    from bot.local_telegram.refusals import JSON

ROOT = Path(__file__).parents[2]
PROGRAM = """
import asyncio, sys
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.local_telegram.terminal import chat

telegram = LocalTelegram()
patient = Patient(telegram)

async def settled():
    for update in telegram.updates.take():
        text = "You said " + update["message"]["text"]
        await telegram.call("sendMessage", {"chat_id": patient.chat.id, "text": text})

patient.say("hello")
try:
    asyncio.run(chat(patient, settled, sys.stdin, sys.stdout))
except KeyboardInterrupt:
    pass
"""


def buttons(*labels: str) -> JSON:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


class Bot:
    """Answers from a list: each answer is the calls that follow one update."""

    def __init__(self, telegram: LocalTelegram, patient: Patient, answers: list[list[tuple[str, JSON]]]) -> None:
        self.telegram, self.patient, self.answers = telegram, patient, answers
        self.heard: list[str] = []

    async def settled(self) -> None:
        for update in self.telegram.updates.take():
            query: JSON = update.get("callback_query", {})
            self.heard.append(f"tap {query['data']}" if query else update["message"]["text"])
            for method, given in self.answers.pop(0) if self.answers else []:
                answering = method == "answerCallbackQuery"
                where = {"callback_query_id": query["id"]} if answering else {"chat_id": self.patient.chat.id}
                await self.telegram.call(method, where | given)


async def transcript(bot: Bot, *lines: str) -> str:
    out = io.StringIO()
    await chat(bot.patient, bot.settled, io.StringIO("\n".join(lines)), out)
    return out.getvalue()


@pytest.fixture
def play(telegram: LocalTelegram, anna: Patient) -> Callable[..., Bot]:
    def start(*answers: list[tuple[str, JSON]]) -> Bot:
        anna.start()
        return Bot(telegram, anna, list(answers))

    return start


async def test_a_talk_reads_well(play: Callable[..., Bot]) -> None:
    question = {
        "text": 'Read <a href="https://example.org/a">this</a> <b>first</b>.\n\n• ' + "word " * 16,
        "parse_mode": "HTML",
        "reply_markup": buttons("1 New spots", "No change"),
    }
    bot = play(
        [("sendMessage", question)],
        [("answerCallbackQuery", {"text": "Noted"}), ("sendMessage", {"text": "Thank you."})],
        [("sendMessage", {"text": "I heard you."})],
    )
    assert await transcript(bot, "2", "", "and more") == (
        "\n"
        "Read this (https://example.org/a) first.\n"
        "\n"
        "• word word word word word word word word word word word word word word word\n"
        "  word\n"
        "[1 New spots]  [2 No change]\n"
        "> 2\n"
        "(Noted)\n"
        "\n"
        "Thank you.\n"
        "> \n"
        "> and more\n"
        "\n"
        "I heard you.\n"
    )
    assert bot.heard == ["/start", "tap No change", "and more"]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("1", "tap 1 New spots"),
        ("1 New spots", "tap 1 New spots"),
        ("new SPOTS", "tap 1 New spots"),
        ("2 no change", "tap No change"),
        ("2. No change", "tap No change"),
        ("back", "tap ◀️ Back"),
        ("3", "tap ◀️ Back"),
        ("4", "4"),
        ("0", "0"),
        ("no", "no"),
        ("2 new spots", "2 new spots"),
    ],
)
async def test_a_button_is_chosen_by_its_number_or_its_words(play: Callable[..., Bot], typed: str, heard: str) -> None:
    bot = play([("sendMessage", {"text": "Well?", "reply_markup": buttons("1 New spots", "No change", "◀️ Back")})])
    await transcript(bot, typed)
    assert bot.heard == ["/start", heard]


async def test_links_and_copies_are_printed(play: Callable[..., Bot]) -> None:
    row = [{"text": "Read", "url": "https://example.org"}, {"text": "Copy", "copy_text": {"text": "Say this"}}]
    bot = play([("sendMessage", {"text": "Well?", "reply_markup": {"inline_keyboard": [row]}})])
    text = await transcript(bot, "read", "copy")
    assert text.endswith("> read\nOpen: https://example.org\n> copy\nCopy: Say this\n")
    assert bot.heard == ["/start"]


async def test_an_older_message_changes_in_silence(play: Callable[..., Bot], anna: Patient) -> None:
    number = 3
    bot = play(
        [("sendMessage", {"text": "One?", "reply_markup": buttons("Yes")})],
        [
            ("editMessageText", {"message_id": number, "text": "One?\nYou said yes."}),
            ("sendMessage", {"text": "Two?", "reply_markup": buttons("No")}),
        ],
        [("editMessageReplyMarkup", {"message_id": number + 2})],
    )
    bot.telegram.bell.ring()
    text = await transcript(bot, "yes", "hm")
    assert anna.messages[1].text == "One?\nYou said yes."
    assert "You said yes." not in text
    assert text.endswith("> yes\n\nTwo?\n[1 No]\n> hm\n")


async def test_the_open_message_shows_what_changed(play: Callable[..., Bot]) -> None:
    number = 3
    first = {"text": "Which?", "reply_markup": buttons("Walking", "Done")}
    ticked = {"message_id": number, "reply_markup": buttons("✓ Walking", "Done")}
    bot = play(
        [("sendMessage", first)],
        [("editMessageReplyMarkup", ticked)],
        [("editMessageText", {"message_id": number, "text": "Which?\nWalking."})],
        [("editMessageText", {"message_id": number, "text": "Something else.", "reply_markup": buttons("Again")})],
    )
    text = await transcript(bot, "1", "2", "hm")
    assert text == (
        "\nWhich?\n[1 Walking]  [2 Done]\n"
        "> 1\n\n[1 ✓ Walking]  [2 Done]\n"
        "> 2\n\nWalking.\n"
        "> hm\n\nSomething else.\n[1 Again]\n"
    )


async def test_a_document_is_named_with_its_size(play: Callable[..., Bot], telegram: LocalTelegram) -> None:
    file_id = telegram.keep_file("pack.pdf", b"x" * 34_100, "application/pdf").file_id
    bot = play([("sendDocument", {"document": file_id, "caption": "Your pack"})])
    assert await transcript(bot) == "\nYour pack\n[document: pack.pdf, 34 kB]\n"


async def test_what_comes_by_itself_is_shown(play: Callable[..., Bot], telegram: LocalTelegram, anna: Patient) -> None:
    bot, out = play([("sendMessage", {"text": "Hello"})]), io.StringIO()
    read, write = os.pipe()
    with os.fdopen(read) as lines_in:
        talking = asyncio.ensure_future(chat(anna, bot.settled, lines_in, out))
        await until(lambda: "Hello" in out.getvalue())
        await telegram.call("sendMessage", {"chat_id": anna.chat.id, "text": "A reminder"})
        await until(lambda: "A reminder" in out.getvalue())
        os.write(write, "sí\nlast".encode())
        await until(lambda: "> sí\n" in out.getvalue())
        os.close(write)
        await asyncio.wait_for(talking, 120)
    assert bot.heard == ["/start", "sí", "last"]


async def until(ready: Callable[[], bool]) -> None:
    async def wait() -> None:
        while not ready():  # noqa: ASYNC110 - an output stream rings no bell
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), 120)


async def started(stdin: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
    )


async def within(seconds: float, waiting: Awaitable[tuple[bytes, bytes | None]]) -> str:
    out, _ = await asyncio.wait_for(waiting, seconds)
    return out.decode()


async def test_a_pipe_is_read_to_its_end() -> None:
    program = await started(asyncio.subprocess.PIPE)
    text = await within(10, program.communicate(b"one\r\ntwo"))
    assert text == "\nYou said hello\n> one\n\nYou said one\n> two\n\nYou said two\n"
    assert program.returncode == 0


async def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("one\n")
    with talk.open() as lines:
        program = await started(lines.fileno())
        text = await within(10, program.communicate())
    assert text == "\nYou said hello\n> one\n\nYou said one\n"


async def test_an_interruption_ends_it_at_once() -> None:
    program = await started(asyncio.subprocess.PIPE)
    assert program.stdout
    assert program.stdin
    await asyncio.wait_for(program.stdout.readuntil(b"hello\n"), 120)
    program.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(program.wait(), 120) == 0
    assert await program.stdout.read() == b""
    program.stdin.close()
