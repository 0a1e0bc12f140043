"""The command as its user starts it, and ends it."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from typing import TYPE_CHECKING

import httpx
from test_command_line import environment, second_opinion

if TYPE_CHECKING:
    from pathlib import Path


async def test_ctrl_c_ends_it_with_a_browser_still_listening_and_leaves_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    settings = environment(tmp_path, TMPDIR=str(temporary), PYTHONUNBUFFERED="1")
    preview = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "preview", env=settings, cwd=tmp_path, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert preview.stdout
    async with asyncio.timeout(60):
        while "http://" not in (line := (await preview.stdout.readline()).decode()):
            pass
        async with httpx.AsyncClient() as browser, browser.stream("GET", f"{line.strip()}news") as news:
            assert (await anext(news.aiter_lines())) == "event: screen"
            preview.send_signal(signal.SIGINT)
            _, errors = await preview.communicate()
    assert preview.returncode == 0
    assert not errors
    assert not list(temporary.iterdir())
    assert not list(tmp_path.rglob("*.db"))


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = second_opinion(tmp_path, "preview", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == f"--port: cannot listen at 127.0.0.1:{port} (Address already in use); name another\n"
