"""Inline mode: public words only, for anyone, at once."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from aiogram.types import InlineQueryResultArticle
from bot_api_oracle import check_call, check_update, problems
from hypothesis import given
from hypothesis import strategies as st
from talking import shipped

from bot.content.rules import ANSWERED
from bot.flows import IN_ORDER
from bot.local_telegram.patient import Patient
from bot.rendering.public import PublicWords
from bot.telegram_html import parse, to_plain

if TYPE_CHECKING:
    from fed_bot import Bot

    from bot.rendering.public import Article

BOT_TIME = 0.050
"""Seconds in which an inline query is answered."""

PUBLIC = PublicWords(shipped().language("en"))


async def ask(
    bot: Bot, question: str, *, name: str = "Anna", user_id: int | None = None, language_code: str | None = "en"
) -> list[dict[str, Any]]:
    anna = Patient(bot.telegram, name=name, user_id=user_id, language_code=language_code)
    check_update(anna.ask_inline(question))
    await bot.answers()
    return anna.inline_results


async def test_an_empty_question_offers_the_six_sections(bot: Bot) -> None:
    results = await ask(bot, "")
    assert [result["id"] for result in results] == list(IN_ORDER)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("mri", "monitoring.match"),
        ("MRI scan", "monitoring.match"),
        ("blood", "monitoring.labs"),
        ("trials", "specialist.trials"),
        ("trial", "specialist.trials"),
        ("pregnancy", "reasons.life"),
        ("older age", "specialist.life"),
        ("side effects", "reasons.health"),
        ("infusion", "treatment.route"),
        ("what to bring and what to ask", "preparation"),
        ("timeline", "preparation.timeline"),
        ("cost", "specialist.practical"),
        ("scans and tests", "monitoring"),
        ("second opinion", "decision.result"),
        ("Should I stop my medicine?", "treatment.change"),
    ],
)
async def test_what_was_asked_comes_first(bot: Bot, question: str, best: str) -> None:
    assert (await ask(bot, question))[0]["id"] == best


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("reaso", "reasons"),
        ("infu", "treatment.route"),
        ("pregnnacy", "specialist.life"),
        ("timline", "preparation.timeline"),
    ],
)
def test_a_word_may_be_unfinished_or_misspelt(question: str, meant: str) -> None:
    assert meant in [article.id for article in PUBLIC.find(question)[:3]]


@pytest.mark.parametrize("question", ["zzzzzz", "...", "🙂", "{{ 7 * 7 }}"])
async def test_what_fits_nothing_gets_only_the_button(bot: Bot, question: str) -> None:
    assert await ask(bot, question) == []
    (call,) = bot.telegram.called("answerInlineQuery")
    assert call.parameters["button"]["start_parameter"] == "hello"


async def test_every_article_is_valid_and_leads_to_its_section(bot: Bot) -> None:
    seen: dict[str, dict[str, Any]] = {}
    for question in (
        "",
        *IN_ORDER,
        "mri",
        "blood",
        "trial",
        "doctor",
        "medicine",
        "date",
        "questions",
        "help",
        "unsure",
    ):
        for result in await ask(bot, question):
            seen[result["id"]] = result
    for call in bot.telegram.called("answerInlineQuery"):
        assert call.refusal is None
        check_call(call.method, call.parameters)
    assert len(seen) >= 20
    for name, result in seen.items():
        assert problems(result, InlineQueryResultArticle, name) == []
        InlineQueryResultArticle.model_validate(result)
        (button,) = result["reply_markup"]["inline_keyboard"][0]
        assert button["url"] == f"https://t.me/second_opinion_bot?start={name.partition('.')[0]}"


@pytest.mark.parametrize("article", PUBLIC.articles, ids=lambda one: one.id)
def test_an_article_names_its_source_and_says_that_it_is_no_advice(article: Article) -> None:
    plain = to_plain(article.html)
    assert "one article about second opinions in MS" in plain
    assert shipped().language("en").shared.disclaimer_line in plain
    assert parse(article.html, strict=True).text
    assert not re.search(r"(^|\s)/[a-z]", plain), "a command means nothing in another chat"
    assert not re.search(r"\{[{%]|you named|your answer", plain, re.IGNORECASE)
    assert 1 <= len(article.title) <= 64
    assert article.description


@pytest.mark.fault(80)
async def test_nothing_personal_is_in_it_and_nothing_is_stored(bot: Bot) -> None:
    anna = Patient(bot.telegram)
    anna.start()
    await bot.answers()
    before = await bot.app.records.load(anna.chat.id)
    mine = await ask(bot, "I am Anna and feel worse", user_id=anna.user["id"])
    theirs = await ask(bot, "I am Anna and feel worse", name="Ben")
    assert mine == theirs
    assert "Anna" not in str(mine)
    assert await bot.app.records.load(anna.chat.id) == before
    for call in bot.telegram.called("answerInlineQuery"):
        assert (call.parameters["is_personal"], call.parameters["cache_time"]) == (True, 300)


async def test_a_question_that_grew_too_old_is_let_go(bot: Bot) -> None:
    anna = Patient(bot.telegram)
    update = anna.ask_inline("mri")
    bot.telegram.advance(60)
    await bot.handles(update)
    assert anna.inline_results == []
    (call,) = bot.telegram.called("answerInlineQuery")
    assert call.refusal is not None


@pytest.mark.fault(75)
@pytest.mark.parametrize("code", [None, "", "en_US", "zh-hans", "xx", "EN"])
async def test_any_language_code_is_taken(bot: Bot, code: str | None) -> None:
    assert (await ask(bot, "mri", language_code=code))[0]["id"] == "monitoring.match"


@given(st.text(max_size=256))
def test_any_question_is_read(question: str) -> None:
    assert len(PUBLIC.find(question)) <= 10


async def test_an_answer_takes_less_than_fifty_milliseconds(bot: Bot) -> None:
    questions = ["", "mri", "side efects", "what should i bring to the visit " * 7, "zzzzzz", "pregnnacy " * 25]
    took = []
    for question in questions * 3:
        anna = Patient(bot.telegram)
        update = anna.ask_inline(question[:256])
        begun = time.process_time()
        await bot.handles(update)
        took.append(time.process_time() - begun)
        assert bot.telegram.called("answerInlineQuery")[-1].refusal is None
    assert sorted(took)[len(took) // 2] < BOT_TIME


def test_the_guidance_for_an_answer_is_never_offered() -> None:
    """What is said to someone's answer is theirs; public are only the texts that speak to everyone."""
    every = " ".join(article.html for article in PUBLIC.articles)
    for section in IN_ORDER:
        for question in shipped().language("en").sections[section].questions.values():
            for answer, piece in question.guidance.items():
                assert piece.text not in every, (question.name, answer, ANSWERED)
