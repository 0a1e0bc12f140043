"""The profile: set once in each language and scope, proved at each start, mended only where it differs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_call

from bot.handlers.profile import left_to_people, set_profile

if TYPE_CHECKING:
    from fed_bot import Bot

    from bot.content import Content

SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


@pytest.fixture
def two_languages(content: Content) -> Content:
    """English under two names, the second with a name of its own."""
    english = content.language("en")
    shared = english.shared
    other = replace(
        english,
        code="es",
        shared=shared.model_copy(update={"profile": shared.profile.model_copy(update={"name": "S"})}),
    )
    return replace(content, languages={"es": other, "en": english})


async def test_everything_is_set_and_read_back(bot: Bot, two_languages: Content) -> None:
    mended = await set_profile(bot.app.application.bot, two_languages)
    assert {f"commands:{scope}:{code}" for scope in SCOPES for code in ("default", "es")} <= set(mended)
    assert {"name:default", "name:es", "description:default", "short_description:default"} <= set(mended)
    for call in bot.telegram.calls:
        check_call(call.method, call.parameters)
    telegram = bot.app.application.bot
    assert (await telegram.get_my_name(language_code="es")).name == "S"


async def test_a_second_start_sets_nothing(bot: Bot, two_languages: Content) -> None:
    await set_profile(bot.app.application.bot, two_languages)
    bot.telegram.calls.clear()
    assert await set_profile(bot.app.application.bot, two_languages) == []
    assert {call.method[:3] for call in bot.telegram.calls} == {"get"}


async def test_only_what_was_changed_is_mended(bot: Bot, content: Content) -> None:
    telegram = bot.app.application.bot
    await set_profile(telegram, content)
    await telegram.set_my_short_description("something else")
    assert await set_profile(telegram, content) == ["short_description:default"]


async def test_groups_are_shown_only_the_way_to_a_private_chat(bot: Bot, content: Content) -> None:
    telegram = bot.app.application.bot
    await set_profile(telegram, content)
    for scope, commands in bot.telegram.commands.items():
        names = [one["command"] for one in commands]
        in_groups = "group" in scope[0] or "administrators" in scope[0]
        assert names == (["secondopinion"] if in_groups else list(content.language("en").shared.commands))
    assert len(bot.telegram.commands) == len(SCOPES) * len(content.languages)


async def test_what_telegram_refuses_is_set_at_the_next_start(bot: Bot, content: Content) -> None:
    bot.telegram.fail("setMyName", 429, retry_after=3600)
    mended = await set_profile(bot.app.application.bot, content)
    assert "name:default" not in mended
    assert "description:default" in mended
    assert await set_profile(bot.app.application.bot, content) == ["name:default"]


async def test_what_only_a_person_can_set_is_named(bot: Bot) -> None:
    telegram = bot.app.application.bot
    assert left_to_people(await telegram.get_me()) == []
    bot.telegram.privacy = False
    assert left_to_people(await telegram.get_me()) == ["privacy_mode.off"]
