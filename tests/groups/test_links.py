"""Links: each one opens what it says, and what says nothing opens the start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.__main__ import command_line
from bot.flows import IN_ORDER
from bot.links import Entry, all_links, entry_of, link
from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from fed_bot import Bot

    from bot.content import Content

LANGUAGES = ("en", "es", "pt-br")


@pytest.mark.parametrize(
    ("payload", "entry"),
    [
        ("monitoring", Entry("", "monitoring")),
        ("es-decision", Entry("es", "decision")),
        ("pt-br-reasons", Entry("pt-br", "reasons")),
        ("pt-br", Entry("pt-br", "")),
        (" EN-Reasons ", Entry("en", "reasons")),
        ("xx-reasons", Entry()),
        ("en-nothing", Entry()),
        ("opening", Entry()),
        ("-reasons", Entry("", "reasons")),
        ("hello", Entry()),
        ("", Entry()),
        ("x" * 64, Entry()),
        ("../../etc", Entry()),
    ],
)
def test_a_link_says_a_language_a_section_both_or_nothing(payload: str, entry: Entry) -> None:
    assert entry_of(payload, LANGUAGES) == entry


@given(st.text(max_size=100))
def test_whatever_a_link_says_it_names_nothing_unknown(payload: str) -> None:
    entry = entry_of(payload, LANGUAGES)
    assert entry.language in {"", *LANGUAGES}
    assert entry.section in {"", *IN_ORDER}


def test_every_link_is_one_that_telegram_takes() -> None:
    links = list(all_links("some_bot", LANGUAGES))
    assert len(links) == len(set(links)) == 1 + 6 + len(LANGUAGES) * 7
    for one in links:
        assert re.fullmatch(r"https://t\.me/some_bot\?start=[A-Za-z0-9_-]{1,64}", one)


@pytest.mark.parametrize("section", IN_ORDER)
@pytest.mark.parametrize("language", ["", "en-"])
async def test_a_link_leads_to_its_section(bot: Bot, section: str, language: str) -> None:
    anna = Patient(bot.telegram)
    anna.start(f"{language}{section}")
    for choice in ("Start", "remember", "For me", "Thinking"):
        await bot.answers()
        label = next(one for one in anna.messages[-1].labels if choice in one)
        anna.tap(label)
    await bot.answers()
    stored = await bot.app.records.load(anna.chat.id)
    assert stored.session
    assert stored.session.place.startswith(f"{section}.")
    other = IN_ORDER[IN_ORDER.index(section) - 1]
    anna.start(f"{language}{other}")
    await bot.answers()
    stored = await bot.app.records.load(anna.chat.id)
    assert stored.session
    assert stored.session.place.startswith(f"{other}.")
    assert stored.session.chosen("opening.stage") == ("thinking",)


@pytest.mark.fault(76)
@pytest.mark.parametrize("payload", ["hello", "x" * 64, "%%%", "en-nowhere", "<b>", "reasons reasons", "ünïcode"])
async def test_a_garbage_link_starts_as_usual(bot: Bot, payload: str) -> None:
    anna, ben = Patient(bot.telegram), Patient(bot.telegram)
    anna.start(payload)
    ben.start()
    await bot.answers()
    assert anna.messages[-1].text == ben.messages[-1].text
    assert payload not in anna.messages[-1].text


def test_the_command_prints_every_link(content: Content) -> None:
    result = CliRunner().invoke(command_line, ["links", "--bot", "@some_bot"])
    assert result.exit_code == 0
    assert result.output.splitlines() == list(all_links("some_bot", content.languages))
    assert link("some_bot", "monitoring") in result.output


@pytest.mark.parametrize("name", ["", "a b", "bot;", "x" * 33, "https://t.me/some_bot"])
def test_a_name_that_is_no_username_is_refused(name: str) -> None:
    assert CliRunner().invoke(command_line, ["links", "--bot", name]).exit_code == 2
