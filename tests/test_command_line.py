"""The program as its user starts it: in the terminal, over HTTP, and with everything set wrong."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from talking import SECRET

from bot.local_telegram.api import LocalTelegram
from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parent.parent
TOKEN = "123456:a-token-for-tests"


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Give an environment in which nothing is set but this."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), **settings}


def second_opinion(home: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the program in an empty folder."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *words],
        input=typed,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=home,
        env=environment(home, **settings),
        check=False,
    )


WHOLE = """
    start 1 1 1
    none none none 3 in_May go_on
    1 2 1 4 go_on go_on
    3 4 1 go_on
    1 4 nothing 4 2 go_on
    done 2019_first_symptoms done skip 1 done 4 go_on
    1 done 3 1 4 go_on
"""


def test_listen_says_what_it_hears_one_line_of_json_for_each(tmp_path: Path) -> None:
    texts = ["my husband can't breathe", "go back", "qué muestra una resonancia", "asdf\nqwer 🙂", ""]
    done = second_opinion(tmp_path, "listen", "--json", typed="".join(f"{json.dumps(text)}\n" for text in texts))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(one) == ["heard", "section", "command", "safety_line", "reply"] for one in answers)
    assert [(one["heard"], one["section"], one["command"], one["safety_line"]) for one in answers] == [
        ("emergency", None, None, False),
        ("command", None, "back", False),
        ("topic", "monitoring", None, True),
        ("nothing", None, None, True),
        ("nothing", None, None, True),
    ]
    assert "Which type of MS" in answers[1]["reply"]  # what the bot really says
    assert all("112" in one["reply"] for one in answers if one["safety_line"])


def test_listen_names_a_line_that_is_no_json(tmp_path: Path) -> None:
    done = second_opinion(tmp_path, "listen", "--json", typed="help\n")
    assert done.returncode == 2
    assert done.stderr.startswith("Line 1 is no JSON string")


def test_a_whole_conversation_through_a_pipe(tmp_path: Path) -> None:
    done = second_opinion(tmp_path, "run", typed="\n".join(WHOLE.split()).replace("_", " ") + "\n")
    assert done.returncode == 0
    assert not done.stderr
    assert "Your summary" in done.stdout
    assert "2019: first symptoms" in done.stdout.split("Your summary")[-1]


def test_each_chat_is_a_new_person_unless_a_name_says_who_comes_back(tmp_path: Path) -> None:
    second_opinion(tmp_path, "chat", "--as", "Anna", typed="start\n1\n1\n1\nnone\n")
    anna = second_opinion(tmp_path, "chat", "--as", "Anna", typed="go on\n").stdout
    assert "Welcome back. You are at Reasons, step 5" in anna
    assert "Has something you were told left you unsure?" in anna
    for stranger in (["--as", "Ben"], []):
        assert "Hello. I help you think" in second_opinion(tmp_path, "chat", *stranger).stdout


def test_a_stranger_leaves_no_file_behind(tmp_path: Path) -> None:
    second_opinion(tmp_path, "chat", typed="start\n1\n")
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.fault(102)
@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"BOT_TOKEN": "nonsense"}, "BOT_TOKEN: is no token; copy the whole line from BotFather"),
        ({"TELEGRAM_API_URL": "nonsense"}, "TELEGRAM_API_URL: input should be a valid URL"),
        ({"RETENTION_DAYS": "soon"}, "RETENTION_DAYS: input should be a valid integer"),
        ({"RETENTION_DAYS": "0"}, "RETENTION_DAYS: input should be greater than or equal to 1"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: must be sqlite:///PATH"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY: must have 32 characters or more"),
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE: cannot be read (No such file or directory)"),
        ({"CONTENT_DIR": "/nowhere"}, "/nowhere: holds no language; name a folder that holds one"),
        ({"BOT_TOKN": "x"}, "BOT_TOKN: unknown setting; did you mean BOT_TOKEN?"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(tmp_path: Path, settings: dict[str, str], line: str) -> None:
    done = second_opinion(tmp_path, "run", **settings)
    assert done.returncode == 2
    assert line in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "nonsense" not in done.stderr.replace(line, "")


@pytest.mark.parametrize("left", ["", "cut short"])
def test_a_secret_of_which_not_all_is_left_is_refused(tmp_path: Path, left: str) -> None:
    second_opinion(tmp_path, "chat", "--as", "Anna", typed="start\n")
    (secret,) = tmp_path.rglob("secret.key")
    assert len(secret.read_text(encoding="utf-8")) >= 32
    secret.write_text(left, encoding="utf-8")
    done = second_opinion(tmp_path, "chat", "--as", "Anna", typed="start\n")
    assert done.returncode == 2
    assert "is empty or cut short; restore it from a backup" in done.stderr


async def test_a_port_for_the_counts_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with served(LocalTelegram(token=TOKEN)) as address:
            settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": address, "SECRET_KEY": SECRET}
            done = await asyncio.to_thread(second_opinion, tmp_path, "run", METRICS_PORT=str(port), **settings)
    assert done.returncode == 2
    assert f"METRICS_PORT: cannot listen at {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_server_that_is_not_there_may_be_there_later(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:9/none"
    done = second_opinion(tmp_path, "run", BOT_TOKEN=TOKEN, SECRET_KEY=SECRET, DATABASE_URL=url)
    assert done.returncode == 75
    assert "DATABASE_URL: the PostgreSQL server cannot be used" in done.stderr


def test_all_wrong_settings_are_said_at_once(tmp_path: Path) -> None:
    done = second_opinion(tmp_path, "run", BOT_TOKEN="x", RETENTION_DAYS="x", CONTENT_DIRS="x")  # noqa: S106 - no token
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["CONTENT_DIRS", "BOT_TOKEN", "RETENTION_DAYS"]


def test_the_words_are_checked_and_the_map_is_drawn(tmp_path: Path) -> None:
    assert "The content is sound: en" in second_opinion(tmp_path, "check").stdout
    assert second_opinion(tmp_path, "map").stdout.startswith("stateDiagram-v2")


@asynccontextmanager
async def served(telegram: LocalTelegram) -> AsyncIterator[str]:
    """Serve a Telegram on this machine, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(telegram.app, log_level="critical", timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve(sockets=[door]))
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        await serving


async def test_the_same_conversation_over_http(tmp_path: Path) -> None:
    telegram = LocalTelegram(token=TOKEN)
    patient = Patient(telegram)
    async with served(telegram) as address:
        settings = environment(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=address, SECRET_KEY=SECRET)
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=settings, cwd=tmp_path, stderr=asyncio.subprocess.PIPE
        )
        patient.start("treatment")
        for label, expected in [
            ("1 Start", "How would you like"),
            ("1 Yes, remember them", "May I remember"),
            ("1 For me", "Who is this for"),
            ("1 Thinking about it", "Where do things stand"),
            ("1 Relapsing", "Which type of MS"),
        ]:
            await until(telegram, patient, expected)
            patient.tap(label)
        await until(telegram, patient, "How do you take")
        bot.terminate()
        _, errors = await bot.communicate()
    assert bot.returncode == 0
    assert TOKEN.encode() not in errors
    assert telegram.called("setMyCommands")
    assert telegram.called("setMyDescription")


async def until(telegram: LocalTelegram, patient: Patient, words: str) -> None:
    """Return when the newest message with buttons holds these words."""
    async with asyncio.timeout(300):
        while True:
            rings = telegram.bell.rings
            keyboard = patient.newest_keyboard
            if keyboard and words in keyboard.text:
                return
            await telegram.changed(rings)


@pytest.mark.fault(102)
async def test_a_token_that_telegram_does_not_know_is_one_clear_line(tmp_path: Path) -> None:
    async with served(LocalTelegram(token=TOKEN)) as address:
        settings = {"BOT_TOKEN": "123456:wrong", "TELEGRAM_API_URL": address, "SECRET_KEY": SECRET}
        done = await asyncio.to_thread(second_opinion, tmp_path, "run", **settings)
    assert done.returncode == 2
    assert "BOT_TOKEN: Telegram does not accept it" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:9", "SECRET_KEY": SECRET}
    done = second_opinion(tmp_path, "run", **settings)
    assert done.returncode == 75
    assert "TELEGRAM_API_URL: the server cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
