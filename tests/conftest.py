"""What every test can ask for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_call, check_update
from talking import Talk

from bot import logs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


logs.set_up(logging.CRITICAL)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the golden conversations."""
    parser.addoption("--update-conversations", action="store_true", help="write down what the bot says now")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk that has not begun; afterwards, every call and update is held against aiogram's models."""
    async with Talk(tmp_path) as talk:
        yield talk
        await talk.settled()
    for call in talk.telegram.calls:
        check_call(call.method, call.parameters)
    if talk.patient.last_update:
        check_update(talk.patient.last_update)
