"""In groups: one neutral card, in the right place, and quiet otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bot_api_oracle import check_call, check_update

from bot.handlers.group import Group
from bot.local_telegram.attachments import KINDS
from bot.local_telegram.member import Member
from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from fed_bot import Bot

    from bot.content import Content
    from bot.local_telegram.api import LocalTelegram
    from bot.local_telegram.member import Guise

HEALTH = re.compile(
    r"\b(ms|multiple|sclerosis|ill\w*|sick\w*|disease\w*|patients?|diagnos\w*|symptoms?|relaps\w*|treat\w*|medic\w*"
    r"|therap\w*|neurolog\w*|doctors?|health\w*|scans?|mri|clinic\w*|hospital\w*|suffer\w*|condition\w*)\b",
    re.IGNORECASE,
)
HELP = "If someone is in danger, call the emergency number now."


def group(telegram: LocalTelegram, **wishes: object) -> Member:
    return Member(telegram, chat_type="supergroup", **wishes)  # type: ignore[arg-type]  # passed on as they are


@pytest.mark.fault(79)
@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize("words", ["/secondopinion", "/secondopinion@second_opinion_bot", "/menu@Second_Opinion_Bot"])
async def test_a_command_brings_one_card_with_a_link_into_the_private_chat(bot: Bot, kind: str, words: str) -> None:
    anna = Member(bot.telegram, chat_type=kind)  # type: ignore[arg-type]  # one of the two kinds
    anna.say(words)
    await bot.answers()
    (card,) = [message for message in anna.messages if message.author == "bot"]
    assert not HEALTH.findall(card.text + " ".join(card.labels))
    assert [button.url for button in card.all_buttons] == ["https://t.me/second_opinion_bot?start=hello"]


def test_no_language_has_a_health_word_on_its_card(content: Content) -> None:
    for words in content.languages.values():
        shown = words.sharing.group
        assert not HEALTH.findall(" ".join((shown.card, shown.button, *shown.commands.values())))


def test_the_health_words_are_found_where_they_stand(content: Content) -> None:
    profile = content.language("en").shared.profile
    assert {"multiple", "sclerosis", "MS", "treatment"} <= set(HEALTH.findall(profile.description))


@pytest.mark.parametrize("words", ["/help", "/start", "/secondopinions", "/secondopinion@other_bot", "hello", "@x hi"])
async def test_what_is_for_others_is_left_alone(bot: Bot, words: str) -> None:
    anna = group(bot.telegram)
    anna.chat.bot_status = "administrator"
    anna.say(words)
    await bot.answers()
    assert bot.posts() == []


@pytest.mark.parametrize("status", ["member", "administrator"])
async def test_being_added_brings_the_card_once(bot: Bot, status: str) -> None:
    anna = group(bot.telegram)
    anna.chat.bot_status = "left"
    anna.place_bot(status)
    anna.say("/start@second_opinion_bot hello")
    anna.place_bot("administrator")
    await bot.answers()
    assert len(bot.posts()) == 1


@pytest.mark.fault(43)
@pytest.mark.parametrize("status", ["restricted", "kicked", "left"])
async def test_where_the_bot_may_not_write_nothing_is_posted_and_nothing_fails(bot: Bot, status: str) -> None:
    anna = group(bot.telegram)
    anna.chat.bot_status = "left"
    anna.place_bot(status)
    anna.chat.bot_status = "member"
    anna.say("/secondopinion")
    anna.chat.bot_status = status
    await bot.answers()
    assert bot.telegram.called("sendMessage")
    assert bot.posts() == []


@pytest.mark.fault(33)
async def test_a_card_is_good_for_a_minute(bot: Bot) -> None:
    anna = group(bot.telegram)
    for seconds in (0, 30, 31):
        bot.telegram.advance(seconds)
        # More than the twenty messages a minute that Telegram takes in a group.
        for _ in range(15):
            anna.say("/secondopinion")
        await bot.answers()
    assert len(bot.posts()) == 2


async def test_a_card_that_was_refused_is_posted_at_the_next_command(bot: Bot) -> None:
    anna = group(bot.telegram)
    bot.telegram.fail("sendMessage", 429, retry_after=30)
    for _ in range(2):
        anna.say("/secondopinion")
        await bot.answers()
    assert len(bot.posts()) == 1


@pytest.mark.fault(77)
@pytest.mark.parametrize(
    ("guise", "cards"),
    [("anonymous admin", 1), ("channel", 1), ("automatic forward", 0), ("other bot", 0), ("person", 1)],
)
async def test_who_writes(bot: Bot, guise: Guise, cards: int) -> None:
    anna = group(bot.telegram)
    anna.guise = guise
    check_update(anna.say("/secondopinion"))
    await bot.answers()
    assert len(bot.posts()) == cards


async def test_the_card_stays_in_the_topic(bot: Bot) -> None:
    anna = group(bot.telegram, thread_id=7)
    anna.say("/secondopinion")
    await bot.answers()
    assert [call.parameters["message_thread_id"] for call in bot.telegram.called("sendMessage")] == [7]


@pytest.mark.fault(42)
@pytest.mark.parametrize("end", ["close_topic", "remove_topic"])
async def test_a_topic_that_is_closed_or_gone_is_replaced_by_the_group(bot: Bot, end: str) -> None:
    anna = group(bot.telegram, thread_id=7)
    anna.say("/secondopinion")
    getattr(anna, end)()
    await bot.answers()
    first, second = bot.telegram.called("sendMessage")
    assert first.refusal is not None
    assert "message_thread_id" not in second.parameters
    assert len(bot.posts()) == 1


async def test_an_answer_outside_forums_has_a_thread_that_is_no_topic(bot: Bot) -> None:
    anna = group(bot.telegram)
    update = anna.say("/secondopinion")
    update["message"]["message_thread_id"] = 5
    await bot.answers()
    assert len(bot.posts()) == 1
    assert len(bot.telegram.calls) == len(bot.telegram.called("getMe")) + 1


@pytest.mark.fault(36)
async def test_a_group_that_moved_is_followed(bot: Bot) -> None:
    anna = Member(bot.telegram, chat_type="group")
    anna.say("/secondopinion")
    for update in anna.upgrade():
        check_update(update)
    await bot.answers()
    assert [message.author for message in anna.messages].count("bot") == 1


async def test_a_group_that_became_a_supergroup_is_not_greeted_again(bot: Bot) -> None:
    anna = Member(bot.telegram, chat_type="group")
    anna.upgrade()
    anna.chat.bot_status = "left"
    anna.place_bot("member")
    await bot.answers()
    assert bot.posts() == []


@pytest.mark.fault(78)
async def test_a_tap_by_anyone_opens_only_their_own_private_chat(bot: Bot) -> None:
    anna = group(bot.telegram)
    anna.say("/secondopinion")
    await bot.answers()
    other = Patient(bot.telegram, name="Ben", chat_type="supergroup", chat_id=anna.chat.id)
    card = other.messages[-1]
    for data in ("pick:reasons.health:worse", "show:answers:0", "yes:forget", "x"):
        other.tap_data(data, card)
    await bot.answers()
    assert {toast.url for toast in other.toasts} == {"https://t.me/second_opinion_bot?start=hello"}
    assert {toast.text for toast in other.toasts} == {""}
    assert anna.toasts == []
    assert len(bot.posts()) == 1


@pytest.mark.fault(79)
async def test_nothing_of_a_group_is_stored(bot: Bot) -> None:
    anna = group(bot.telegram)
    anna.say("/secondopinion")
    anna.say("@second_opinion_bot I feel worse since the infusion")
    await bot.answers()
    record = await bot.app.records.load(anna.chat.id)
    assert record.row is None


@pytest.mark.fault(43)
@pytest.mark.fault(77)
async def test_a_channel_is_left_without_a_word(bot: Bot) -> None:
    channel = Patient(bot.telegram, chat_type="channel")
    channel.chat.bot_status = "left"
    channel.place_bot("administrator")
    await bot.answers()
    assert channel.chat.bot_status == "left"
    assert bot.posts() == []


@pytest.mark.fault(77)
@pytest.mark.parametrize("place", ["group", "supergroup", "topic", "channel"])
async def test_everything_that_can_be_done_in_a_group_is_met_with_silence(bot: Bot, place: str) -> None:
    """The bot hears all of it here, as an admin does or with privacy mode off: it still says nothing."""
    bot.telegram.privacy = False
    kind = "supergroup" if place == "topic" else place
    anna = Member(bot.telegram, chat_type=kind, thread_id=7 if place == "topic" else None)  # type: ignore[arg-type]
    said = anna.say("My MRI is worse. Should I stop Tysabri?")
    number = said["channel_post" if place == "channel" else "message"]["message_id"]
    for attachment in KINDS:
        anna.send(attachment, caption="my scan")
    anna.album(3, "three scans")
    anna.forward("someone else's words")
    anna.reply(number, "I think so too")
    anna.edit(number, "My MRI is better")
    anna.react(number)
    anna.tap_data("pick:reasons.health:worse", number)
    anna.again()
    anna.ask_inline("mri")
    if place == "topic":
        anna.close_topic()
    if place == "group":
        anna.upgrade()
    for status in ("kicked", "left"):
        anna.place_bot(status)
    await bot.answers()
    assert bot.posts() == []
    spoken = {call.method for call in bot.telegram.calls}
    assert spoken <= {"getMe", "answerCallbackQuery", "answerInlineQuery", "leaveChat"}
    for call in bot.telegram.calls:
        check_call(call.method, call.parameters)


def spoken_to(anna: Member, card: int) -> list[str]:
    """Speak to the bot in every way that there is, and give the words."""
    anna.say("@second_opinion_bot I want to die")
    anna.say("/secondopinion I want to die")
    anna.reply(card, "I want to die")
    photo = anna.send("photo", caption="@second_opinion_bot I want to die")
    anna.edit(photo["message"]["message_id"], "@second_opinion_bot I still want to die")
    return ["mention", "command", "reply", "caption", "edited caption"]


async def test_a_crisis_spoken_to_the_bot_gets_general_words_each_time(bot: Bot, content: Content) -> None:
    def crisis(text: str, language: str) -> str | None:
        return HELP if "die" in text and language == "en" else None

    bot.app._group = Group(content, lambda: 0, crisis)  # noqa: SLF001 - with another ear
    anna = group(bot.telegram, thread_id=7)
    anna.say("/secondopinion")
    await bot.answers()
    ways = spoken_to(anna, anna.messages[-1].id)
    anna.say("I want to die")
    await bot.answers()
    assert bot.posts()[1:] == [HELP] * len(ways)
    for call in bot.telegram.called("sendMessage"):
        assert call.parameters["message_thread_id"] == 7
        assert "reply_parameters" not in call.parameters


async def test_what_may_have_arrived_is_not_posted_again(bot: Bot) -> None:
    anna = group(bot.telegram)
    bot.telegram.fail("sendMessage", 502, deliver=True)
    anna.say("/secondopinion")
    await bot.answers()
    assert len([one for one in anna.messages if one.author == "bot"]) == 1
