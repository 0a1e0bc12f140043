"""What every test can ask for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from databases import KINDS, new_database, new_file, server
from talking import Talk

from bot.operating import logs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


logs.set_up(logging.CRITICAL)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden conversations and the README."""
    parser.addoption("--update", action="store_true", help="write down what the bot says and what the README shows now")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A talk that has not begun; afterwards, every call and update is held against aiogram's models."""
    from bot_api_oracle import check_call, check_update  # noqa: PLC0415 - aiogram's models take seconds to import

    async with Talk(tmp_path) as talk:
        yield talk
        await talk.settled()
    for call in talk.telegram.calls:
        check_call(call.method, call.parameters)
    if talk.patient.last_update:
        check_update(talk.patient.last_update)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The folder of a real PostgreSQL server."""
    with server() as folder:
        yield folder


@pytest.fixture
async def postgresql(postgresql_server: str) -> str:
    """The address of an empty PostgreSQL database."""
    return await new_database(postgresql_server)


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return new_file(tmp_path)
    return await new_database(request.getfixturevalue("postgresql_server"))
