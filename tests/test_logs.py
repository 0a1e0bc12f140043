"""Logs and counts say what happened and where, and nothing else."""

from __future__ import annotations

import ast
import logging
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from canary import TOKEN, USER, Canary

from bot.delivery.outcomes import Fate, Outcome
from bot.events import Tap, Text
from bot.operating import logs
from bot.operating.health import Health
from bot.operating.metrics import Metrics
from bot.operating.vital_signs import serve
from bot.reply import Message, Reply, Send
from bot.session import Session
from bot.settings import read_settings
from bot.turn import Turn
from bot.vault import Vault, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent

LOST = {
    "main": "raise RuntimeError(CANARY)",
    "thread": "import threading; t = threading.Thread(target=lambda: 1 / int(CANARY)); t.start(); t.join()",
    "garbage": "class Loud:\n    def __del__(self): raise RuntimeError(CANARY)\nLoud()",
    "task": (
        "import asyncio, gc\n"
        "async def lose(): raise RuntimeError(CANARY)\n"
        "async def main():\n"
        "    logs.catch_in_loop()\n"
        "    task = asyncio.create_task(lose())\n"
        "    await asyncio.sleep(0)\n"
        "    del task\n"
        "    gc.collect()\n"
        "asyncio.run(main())"
    ),
    "library": (
        "import logging\n"
        "log = logging.getLogger('telegram.Bot')\n"
        "logging.getLogger('httpx').setLevel(logging.DEBUG)\n"
        "logging.getLogger('httpx').info('HTTP Request: POST https://x/bot%s/sendMessage', CANARY)\n"
        "try: raise ValueError(CANARY)\n"
        "except ValueError: log.critical('Received data was %r', CANARY, exc_info=True, stack_info=True)"
    ),
    "warning": "import warnings; warnings.warn(CANARY)",
    "field": (
        "import structlog\nstructlog.get_logger().error('a.b', reason=CANARY + '\\n\\x1b[31m', chat=7, place='a.py:1')"
    ),
}


@pytest.mark.fault(83)
@pytest.mark.fault(84)
@pytest.mark.fault(92)
@pytest.mark.parametrize("way", LOST)
def test_what_is_lost_is_named_by_type_and_place_only(way: str) -> None:
    canary = f"{TOKEN} Zq7 secret words"
    program = (
        f"import logging\nfrom bot.operating import logs\nlogs.set_up(logging.DEBUG)\nCANARY = {canary!r}\n{LOST[way]}"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    said = ended.stdout + ended.stderr
    assert "event=" in said
    assert Canary().found_in([(way, said.encode())]) == []
    assert "Zq7" not in said
    assert "\x1b" not in said
    assert "chat" not in said
    assert "Traceback" not in said


def test_place_is_the_innermost_line_of_this_program() -> None:
    with pytest.raises(VaultError) as caught:
        Vault(["x" * 40]).open(b"", b"", 1, b"")
    assert logs.place_of(caught.value).startswith("vault.py:")
    assert logs.place_of(ValueError()) == "unknown"


def calls_to_the_log() -> Iterator[tuple[str, ast.Call]]:
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "log":
                    yield f"{path.name}:{node.lineno}", node


def test_every_log_line_is_a_code_with_known_fields() -> None:
    calls = list(calls_to_the_log())
    assert len(calls) > 10
    wrong = [
        place
        for place, call in calls
        if not all(word.arg in logs.FIELDS for word in call.keywords if word.arg)
        or any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in call.args)
    ]
    assert wrong == [], "log an event code, with fields from logs.FIELDS that can hold no person"


def test_other_loggers_stay_quiet_below_warning() -> None:
    logs.set_up(logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "telegram.ext.Application", "transitions", "asyncio"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING


def test_counts_are_by_state_and_served_on_this_machine_alone() -> None:
    metrics = Metrics()
    metrics.turn(Tap("pick:treatment.type:relapsing"), None, Turn(Session(place="treatment.route"), Reply()))
    metrics.turn(Text("Zq7 secret words"), None, Turn(Session(place="Zq7"), Reply()))
    metrics.turn(Text("Zq7"), None, Turn(None, Reply()))
    metrics.send(Send(USER, Message("Zq7")), Outcome(Fate.SENT, USER))
    metrics.failure(ValueError("Zq7"))
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stop = serve(port, metrics, Health())
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}/metrics")) as answer:
            counts = answer.read().decode()
        assert 'second_opinion_turns_total{event="Tap",place="treatment.route"} 1.0' in counts
        assert 'second_opinion_turns_total{event="Text",place="none"} 2.0' in counts
        assert 'second_opinion_sends_total{fate="sent",kind="Send"} 1.0' in counts
        assert 'second_opinion_failures_total{error="ValueError"} 1.0' in counts
        with urlopen(Request(f"http://127.0.0.1:{port}/metrics?name[]=second_opinion_failures_total")) as answer:
            named = answer.read().decode()
        assert 'second_opinion_failures_total{error="ValueError"} 1.0' in named
        assert "second_opinion_turns_total" not in named
        assert "Zq7" not in counts
        assert str(USER) not in counts
    finally:
        stop()


def test_counts_are_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("METRICS_PORT", raising=False)
    assert read_settings().metrics_port is None
