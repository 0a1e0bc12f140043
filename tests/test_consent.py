"""Consent comes first: nothing is stored before it, and it is as easy to take back as to give."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from running_bot import CONTENT, running_bot
from test_turn import after, at, take

from bot import consent
from bot.events import Tap
from bot.recent import Recent
from bot.records import MOST_VISITORS, VISITORS_REMEMBERED

if TYPE_CHECKING:
    from pathlib import Path

WORDS_OF_VERSION = {1: "aa3f05c5dca69f14"}
"""What the English words of consent hash to, by their version."""


def test_words_of_consent_do_not_change_under_the_same_version() -> None:
    words = CONTENT.language("en").question(consent.QUESTION)
    told = json.dumps([words.lead, words.ask, words.why, words.choices, words.more and words.more.text])
    assert WORDS_OF_VERSION[consent.VERSION] == sha256(told.encode()).hexdigest()[:16], (
        "the words of consent changed: if they mean something else now, raise VERSION in bot/consent.py, "
        "so that everyone is asked again; then write the new hash here"
    )


async def test_nothing_is_stored_before_consent(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start", "hello", "/privacy", "/export", "/forget", "/answers", "/words MRI")
        await bot.tap("Go on", "Start")
        assert "May I remember your answers?" in bot.new[-1].text
        assert await bot.count() == 0
        await bot.tap("Yes, remember them")
        assert await bot.count() == 1


async def test_reading_every_topic_stores_nothing(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "I only want to read")
        for number in range(1, 7):
            await bot.tap(f"{number} ")
            while "Next page" in bot.new[-1].labels:
                await bot.tap("Next page")
            await bot.tap("Choose a topic")
        assert await bot.count() == 0


@pytest.mark.parametrize("words", ["skip", "i don't know"])
async def test_who_passes_over_the_question_has_agreed_to_nothing(tmp_path: Path, words: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start")
        shown = await bot.say(words)
        assert "I ask nothing and store nothing" in shown.text
        assert await bot.count() == 0


async def test_typing_numbers_works_with_nothing_stored(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        shown = await bot.say("/start", "1", "3", "2")
        assert "Next page" in shown.labels
        assert await bot.count() == 0


async def test_reader_goes_on_with_another_worker(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "only want to read", "1 ", "Next page")
    async with running_bot(tmp_path, patient=bot.patient) as other:
        shown = await other.tap("Choose a topic")
        assert "Just reading" in shown.text
        shown = await other.tap("2 ", "Answer questions instead", "Yes, remember them")
        assert "Who is this for?" in shown.text
        assert await other.count() == 1


async def test_deep_link_is_kept_through_consent_by_another_worker(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start monitoring")
        await bot.tap("Start")
    async with running_bot(tmp_path, patient=bot.patient) as other:
        shown = await other.tap("Yes, remember them", "For me", "Thinking")
        assert "Scans and tests" in shown.text


async def test_forged_bookmark_cannot_answer_without_consent(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        start = await bot.say("/start")
        for data in (
            "c~pick:treatment.type:relapsing",
            "r~open:treatment",
            "s~change:treatment.type",
            "x~go",
            "~",
            "c",
        ):
            bot.patient.tap_data(data, start.id)
            await bot.settle()
            record = await bot.record()
            assert record.session
            assert set(record.session.answers) <= {consent.QUESTION}
        assert await bot.count() == 0


async def test_until_summary_keeps_nothing_after_it(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "Delete after my summary", "For me", "Thinking")
        assert await bot.count() == 1
        record = await bot.record()
        assert record.session
        await bot.app.records.save(replace(record, session=replace(record.session, place="decision.end")), bot.clock())
        finished = ("reasons", "treatment", "monitoring", "specialist", "preparation", "decision")
        record = await bot.record()
        assert record.session
        await bot.app.records.save(replace(record, session=replace(record.session, finished=finished)), bot.clock())
        bot.patient.tap_data("next:decision.end", 1)
        await bot.settle()
        assert any("Your summary" in seen.text for seen in bot.new)
        assert await bot.count() == 0


async def test_withdrawing_asks_once_and_deletes(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me")
        await bot.say("/privacy")
        asked = await bot.tap("Change what I may store", "I only want to read")
        assert "Then I delete what you told me here" in asked.text
        kept = await bot.record()
        assert kept.session
        assert "opening.who" in kept.session.answers
        shown = await bot.tap("Yes, delete and only read")
        assert "Your answers are deleted" in shown.text
        assert await bot.count() == 0


async def test_who_only_read_and_agrees_is_asked_the_questions(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "I only want to read")
        await bot.say("/remind")
        shown = await bot.tap("Change what I may store", "Yes, remember them")
        assert "Who is this for?" in shown.text


def test_who_agreed_and_was_left_among_the_pages_goes_on_to_the_questions() -> None:
    turn = take(at("reading", answers={consent.QUESTION: "remember"}), Tap("go"))
    assert after(turn).place == consent.QUESTION


async def test_new_version_of_the_words_asks_again_and_keeps_answers(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me")
        record = await bot.record()
        assert record.session
        assert record.session.consent == consent.VERSION
        await bot.app.records.save(replace(record, session=replace(record.session, consent=0)), bot.clock())
        shown = await bot.tap("Thinking")
        assert "My words about what I store have changed" in shown.text
        assert "May I remember your answers?" in shown.text
        shown = await bot.tap("Yes, remember them")
        assert "Where do things stand" in shown.text
        after = (await bot.record()).session
        assert after
        assert after.consent == consent.VERSION
        assert after.chosen("opening.who") == ("me",)


@pytest.mark.parametrize("command", ["privacy", "export", "forget"])
async def test_rights_need_no_new_consent(tmp_path: Path, command: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        record = await bot.record()
        assert record.session
        await bot.app.records.save(replace(record, session=replace(record.session, consent=0)), bot.clock())
        shown = await bot.say(f"/{command}")
        assert "My words about what I store have changed" not in shown.text
        assert {"privacy": "Privacy", "export": "Everything I store", "forget": "Delete everything"}[
            command
        ] in shown.text


async def test_memory_of_visitors_ends(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        record = await bot.record()
        visitors = Recent(MOST_VISITORS, VISITORS_REMEMBERED)
        visitors.keep(record, 0)
        assert visitors.find(record.chat)
        visitors.keep(replace(record, chat=2), VISITORS_REMEMBERED)
        assert visitors.find(record.chat) is None
        await bot.later(VISITORS_REMEMBERED + 60)
        assert (await bot.record()).session is None
