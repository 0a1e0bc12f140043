"""The canary run: the real program, every question and fault, and then a search for what it let out."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sqlite3
import sys
import time
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import asyncpg
import pytest
import uvicorn
from canary import LAST_NAME, MASTER, NAME, TOKEN, USER, USERNAME, Canary, files_in
from databases import dump
from running_bot import running_bot

from bot.content import load_content
from bot.flows import QUESTIONS
from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient
from bot.questions import Kind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from running_bot import RunningBot

    from bot.local_telegram.seen import Document

CONTENT = Path(__file__).parent.parent / "content"
COMMANDS = [name for name in load_content(CONTENT).language("en").shared.commands if name not in {"forget", "restart"}]

PROGRAM = """from bot import __main__ as program
from bot.command_line import running
from bot.delivery.pace import Limits
running.Limits = lambda: Limits(overall=10_000.0, burst=10_000, backlog=10_000)
program.main()"""
"""The real program, except that it does not wait a second between messages to the one person who says so much."""

QUIET = 0.03
"""Seconds without anything new on the screen after which the bot is taken to have answered."""


@dataclass
class Program:
    """The bot as a process of its own, and what it has said so far."""

    process: asyncio.subprocess.Process
    metrics_port: int
    arguments: bytes
    said: bytes = b""

    def counts(self) -> bytes:
        with urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics") as answer:
            content: bytes = answer.read()
            return content


def arguments_of(process: int) -> bytes:
    """Give what everyone on the machine can see of a process."""
    return Path(f"/proc/{process}/cmdline").read_bytes()


def restore(folder: Path) -> None:
    """Put the backup in the place of the rows, as an operator does; the keys stay what they are."""
    for file in folder.glob("sessions.db*"):
        file.unlink()
    shutil.copy(folder / "backup.db", folder / "sessions.db")


def rows_and_keys(folder: Path) -> tuple[int, int]:
    """Count the stored rows, and the keys that could open one."""
    with (
        closing(sqlite3.connect(folder / "sessions.db")) as rows,
        closing(sqlite3.connect(folder / "sessions-keys.db")) as keys,
    ):
        ((stored,),) = rows.execute("SELECT count(*) FROM session").fetchall()
        ((left,),) = keys.execute("SELECT count(*) FROM session_key").fetchall()
        return stored, left


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def served(telegram: LocalTelegram) -> AsyncIterator[str]:
    """Let another process reach this Telegram, and give its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(telegram.app, port=port, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        telegram.heal()
        server.should_exit = server.force_exit = True
        await task


@asynccontextmanager
async def running(folder: Path, address: str) -> AsyncIterator[Program]:
    """Run the program on the database in a folder, at DEBUG level; it is killed at the end."""
    port = free_port()
    for name in ("home", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        "run",
        cwd=Path(__file__).parent.parent,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "DATABASE_URL": f"sqlite:///{folder / 'sessions.db'}",
            "BOT_TOKEN": TOKEN,
            "SECRET_KEY": MASTER,
            "TELEGRAM_API_URL": address,
            "METRICS_PORT": str(port),
            "LOG_LEVEL": "debug",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    program = Program(process, port, arguments_of(process.pid))
    assert process.stdout
    reading = asyncio.create_task(process.stdout.read())
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        program.said = await reading


class Talk:
    """Talks and waits until the screen is quiet."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient

    async def say(self, text: str) -> None:
        self.patient.say(text)
        await self.quiet()

    async def data(self, data: str) -> None:
        self.patient.tap_data(data, self.patient.messages[-1].id)
        await self.quiet()

    def files(self) -> int:
        return sum(1 for seen in self.patient.messages if seen.document)

    async def quiet(self) -> None:
        async with asyncio.timeout(120):
            await self.patient.telegram.drained()
            mark = -1
            while mark != self.patient.mark():
                mark = self.patient.mark()
                await asyncio.sleep(QUIET)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(120):
        while not is_so():  # noqa: ASYNC110 - what another process does rings no bell
            await asyncio.sleep(0.05)


async def exported(talk: Talk) -> Document:
    """Ask for everything that is stored, and give the newer of the two files; what failed is tried again first."""
    before = talk.files()
    await talk.say("/export")
    await until(lambda: talk.files() == before + 2)
    return next(seen.document for seen in reversed(talk.patient.messages) if seen.document)


async def answer_everything(talk: Talk, canary: Canary) -> list[str]:
    """Answer each question there is, and give what was typed."""
    before = len(canary.words)
    await talk.say("/start")
    await talk.data("w~pick:opening.welcome:start")
    await talk.data("c~pick:opening.consent:remember")
    for question in [one for one in QUESTIONS.values() if one.section != "opening"]:
        # What one person does is handled in its order, so only the last of it has to be waited for.
        message = talk.patient.messages[-1].id
        talk.patient.tap_data(f"change:{question.id}", message)
        if question.kind in {Kind.TEXT, Kind.ENTRIES}:
            talk.patient.say(canary.text(question.id))
        for choice in question.choices[-2:] if question.kind in {Kind.ONE, Kind.SEVERAL} else ():
            talk.patient.tap_data(f"pick:{question.id}:{choice}", message)
        await talk.data(f"done:{question.id}")
    return canary.words[before:]


async def meet_faults(talk: Talk, canary: Canary) -> None:
    """Let sends fail, and send what is no answer."""
    for fault in (400, 403, 500):
        talk.patient.telegram.fail("sendMessage", fault, f"Bad Request: {canary.text('refusal')}")
        await talk.say(canary.text("failing"))
    talk.patient.send("photo", canary.text("caption"))
    talk.patient.edit(next(seen for seen in talk.patient.messages if seen.author == "person"), canary.text("edited"))
    await talk.quiet()
    await talk.data(f"pick:{canary.text('forged')}:x")


def back_up_and_break(folder: Path) -> None:
    """Copy the database as an administrator would, and then spoil every box in it."""
    with closing(sqlite3.connect(folder / "sessions.db")) as database:
        database.execute("VACUUM INTO ?", (str(folder / "backup.db"),))
        database.execute("UPDATE session SET box = ?, version = version + 1", (b"broken" * 9,))
        database.commit()


@pytest.mark.fault(83)
@pytest.mark.fault(84)
@pytest.mark.fault(94)
@pytest.mark.fault(95)
async def test_canary_run_leaves_no_trace(tmp_path: Path) -> None:
    canary = Canary()
    telegram = LocalTelegram(token=TOKEN)
    patient = Patient(telegram, user_id=USER, name=NAME, last_name=LAST_NAME, username=USERNAME)
    talk = Talk(patient)
    said = []
    async with served(telegram) as address:
        async with running(tmp_path, address) as program:
            answers = await answer_everything(talk, canary)
            for command in [*COMMANDS, canary.text("command")]:
                await talk.say(f"/{command} {canary.text('argument')}")
            await talk.say("/export")
            await until(lambda: talk.files() > 0)
            await meet_faults(talk, canary)
            copy = await exported(talk)
            assert [word for word in answers if word.encode() not in copy.content] == []
            counts = program.counts()
            telegram.hang("sendMessage")
            patient.say(canary.text("lost"))
            await telegram.drained()
        said += [program.said, program.arguments, counts]
        crashed = list(files_in(tmp_path))
        assert any(name.endswith("-wal") and content for name, content in crashed)
        telegram.heal()
        back_up_and_break(tmp_path)
        async with running(tmp_path, address) as program:
            await talk.say(canary.text("unreadable"))
            counts = program.counts()
        said += [program.said, program.arguments, counts]
        restore(tmp_path)
        async with running(tmp_path, address) as program:
            await talk.say("/forget")
            await talk.data("yes:forget")
            for _ in range(2):
                patient.again()
                await talk.quiet()
            await until(lambda: rows_and_keys(tmp_path) == (0, 0))
        said.append(program.said)
    assert rows_and_keys(tmp_path) == (0, 0)
    assert canary.found_in(files_in(tmp_path)) == []
    restore(tmp_path)
    assert rows_and_keys(tmp_path) == (1, 0)
    assert b"update.failed" in said[3]
    assert b"VaultError" in counts
    assert b"library.spoke" in said[0] or b"send.refused" in said[0]
    assert canary.found_in((f"output {number}", content) for number, content in enumerate(said)) == []
    assert canary.found_in(crashed) == []
    assert canary.found_in(files_in(tmp_path)) == []
    choices = {f"{one.id}:{choice}".encode() for one in QUESTIONS.values() for choice in one.choices}
    assert [choice for choice in choices if any(choice in content for content in said)] == []
    assert [name for name, _ in files_in(tmp_path / "tmp")] == []


class Near(Talk):
    """Talks to a bot in this process, which tells when it has answered."""

    def __init__(self, bot: RunningBot) -> None:
        super().__init__(bot.patient)
        self._bot = bot

    async def quiet(self) -> None:
        await self._bot.settle()


@pytest.mark.fault(84)
@pytest.mark.fault(95)
async def test_canary_run_leaves_no_trace_in_a_postgresql_server(postgresql_server: str, postgresql: str) -> None:
    canary, folder, begun = Canary(), Path(postgresql_server), time.time() - 1
    patient = Patient(LocalTelegram(token=TOKEN), user_id=USER, name=NAME, last_name=LAST_NAME, username=USERNAME)
    server = await asyncpg.connect(postgresql)
    # The most talkative server there is: each statement stands in its log, with its values.
    for setting in ("log_statement = 'all'", "log_parameter_max_length = -1"):
        await server.execute(f"ALTER ROLE postgres SET {setting}")
    async with running_bot(postgresql, patient=patient, secrets=(MASTER,)) as bot:
        talk = Near(bot)
        answers = await answer_everything(talk, canary)
        for command in [*COMMANDS, canary.text("command")]:
            await talk.say(f"/{command} {canary.text('argument')}")
        await talk.say(f"/remind 2027-03-10 10:30 {canary.text('note')}")
        copy = await exported(talk)
        assert [word for word in answers if word.encode() not in copy.content] == []
        await meet_faults(talk, canary)
        assert (await bot.record()).pending
        (row,) = await bot.store.rows(b"", 10)
        dumps = [await dump(postgresql), await dump(postgresql, "--format=custom")]
    await server.execute("CREATE TABLE planted (word TEXT)")
    await server.execute("INSERT INTO planted VALUES ('Zq7')")
    await server.execute("ALTER ROLE postgres RESET ALL")
    await server.execute("CHECKPOINT")
    await server.close()
    assert canary.found_in(files_in(folder, begun)) == []
    assert canary.found_in((f"dump {number}", content) for number, content in enumerate(dumps)) == []
    # What was searched is where the record lies: a table's file, the log of changes, the server's own log, the dump.
    parts = [row.box[at : at + 40] for at in range(0, 400, 40)]
    for place in ("base", "pg_wal"):
        assert any(part in content for _, content in files_in(folder / place, begun) for part in parts), place
        assert any(b"Zq7" in content for _, content in files_in(folder / place, begun)), place
    for content in ((folder / "log").read_bytes(), dumps[0]):
        assert row.box[:500].hex().encode() in content


async def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    canary = Canary()
    word = canary.text("planted")
    for number, content in enumerate((f"x{word}y".encode(), f"id={USER}".encode(), word.encode("utf-16-le"))):
        (tmp_path / f"{number}").write_bytes(content)
    assert len({name for name, _ in canary.found_in(files_in(tmp_path))}) == 3
