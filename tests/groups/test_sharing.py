"""Passing the bot on, and saying whether a topic helped: counted, with nothing of anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from bot_api_oracle import check_call

from bot.flows import IN_ORDER
from bot.local_telegram.patient import Patient
from bot.taps import RATINGS

if TYPE_CHECKING:
    from fed_bot import Bot

    from bot.content import Content


@pytest.mark.parametrize("words", ["/share", "share", "pass it on"])
async def test_share_gives_words_to_copy_and_to_send(bot: Bot, content: Content, words: str) -> None:
    anna = Patient(bot.telegram)
    anna.start()
    anna.say(words)
    await bot.answers()
    ready = content.language("en").sharing.share.words
    page = anna.messages[-1]
    assert ready in page.text
    send, copy, go_on = page.all_buttons
    assert send.url
    asked = parse_qs(urlsplit(send.url).query)
    assert asked == {"url": ["https://t.me/second_opinion_bot?start=en"], "text": [ready]}
    anna.tap(copy.label, page)
    assert anna.clipboard == f"{ready} https://t.me/second_opinion_bot?start=en"
    anna.tap(go_on.label, page)
    await bot.answers()
    assert "Start" in anna.messages[-1].labels[0]
    for call in bot.telegram.calls:
        check_call(call.method, call.parameters)


def test_the_words_fit_the_button_with_the_longest_name(content: Content) -> None:
    for language in content.languages.values():
        link = f"https://t.me/{'x' * 32}?start={language.code}"
        assert len(f"{language.sharing.share.words} {link}".encode("utf-16-le")) <= 2 * 256


async def at_the_end(bot: Bot, section: str) -> Patient:
    """Skip through a section to its end."""
    anna = Patient(bot.telegram)
    anna.start(section)
    for words in ("start", "1", "1", "1"):
        anna.say(words)
    await bot.answers()
    while "Helpful" not in anna.messages[-1].labels:
        anna.say("/skip")
        await bot.answers()
    return anna


@pytest.mark.parametrize("section", IN_ORDER)
async def test_a_rating_is_counted_once_and_the_message_stays(bot: Bot, section: str) -> None:
    anna = await at_the_end(bot, section)
    end, mark = anna.messages[-1], anna.mark()
    for label in ("Partly helpful", "Helpful", "Partly helpful"):
        anna.tap(label, end)
    await bot.answers()
    assert anna.replies_since(mark) == []
    assert anna.look(end.id).buttons == end.buttons
    assert [toast.text for toast in anna.toasts][-3:] == [
        "Thank you. It is counted without your name.",
        "Already done",
        "Already done",
    ]
    assert counted(bot, "second_opinion_feedback_total") == {(section, "partly"): 1.0}


async def test_a_rating_can_be_typed(bot: Bot) -> None:
    anna = await at_the_end(bot, "monitoring")
    anna.say("not helpful")
    await bot.answers()
    assert anna.messages[-1].text.startswith("Thank you. It is counted without your name.")
    assert counted(bot, "second_opinion_feedback_total") == {("monitoring", "no"): 1.0}


async def test_who_only_reads_can_rate_too(bot: Bot) -> None:
    anna = Patient(bot.telegram)
    anna.start("reasons")
    for words in ("start", "I only want to read", "1"):
        anna.say(words)
    await bot.answers()
    while "Helpful" not in anna.messages[-1].labels:
        anna.tap("Next page")
        await bot.answers()
    anna.tap("Helpful")
    await bot.answers()
    assert list(counted(bot, "second_opinion_feedback_total").values()) == [1.0]


@pytest.mark.parametrize("data", ["rate:opening:yes", "rate:reasons:great", "rate:", "rate:reasons", "rate:x:yes"])
async def test_a_forged_rating_is_not_counted(bot: Bot, data: str) -> None:
    anna = await at_the_end(bot, "reasons")
    anna.tap_data(data, anna.messages[-1])
    await bot.answers()
    assert counted(bot, "second_opinion_feedback_total") == {}


async def test_what_was_said_is_kept_nowhere(bot: Bot) -> None:
    anna = await at_the_end(bot, "reasons")
    anna.tap("Not helpful")
    await bot.answers()
    stored = (await bot.app.records.load(anna.chat.id)).session
    assert stored
    assert stored.rated == ("reasons",)
    assert not {f"reasons:{one}" for one in RATINGS} & set(str(stored.to_json()).split("'"))


async def test_where_people_stop_can_be_read_off(bot: Bot) -> None:
    for steps in (0, 1, 2, 2):
        anna = Patient(bot.telegram)
        anna.start()
        for words in ("start", "1")[:steps]:
            anna.say(words)
        await bot.answers()
    arrived, moved_on = counted(bot, "second_opinion_arrived_total"), counted(bot, "second_opinion_moved_on_total")
    stopped = {place: times - moved_on.get(place, 0) for place, times in arrived.items()}
    assert stopped == {("opening.welcome",): 1, ("opening.consent",): 1, ("opening.who",): 2}


async def test_an_update_that_comes_twice_is_counted_once(bot: Bot) -> None:
    anna = Patient(bot.telegram)
    anna.start()
    anna.again()
    await bot.answers()
    assert counted(bot, "second_opinion_arrived_total") == {("opening.welcome",): 1}


async def test_the_figures_name_places_and_sections_and_nobody(bot: Bot) -> None:
    anna = await at_the_end(bot, "reasons")
    anna.tap("Helpful")
    await bot.answers()
    names = {
        name for metric in bot.app.metrics.registry.collect() for sample in metric.samples for name in sample.labels
    }
    assert names == {"place", "section", "answer", "event", "kind", "fate"}
    assert str(anna.chat.id) not in str(list(bot.app.metrics.registry.collect()))


def counted(bot: Bot, name: str) -> dict[tuple[str, ...], float]:
    return {
        tuple(sample.labels.values()): sample.value
        for metric in bot.app.metrics.registry.collect()
        for sample in metric.samples
        if sample.name == name
    }
