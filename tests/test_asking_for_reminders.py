"""How people ask for a reminder, and what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from running_bot import running_bot
from talking import shipped
from test_reminders import NOTE, remind, until

from bot.reminders import MOST
from bot.reminders.time_zones import zones_meant

if TYPE_CHECKING:
    from pathlib import Path

    from running_bot import RunningBot


async def test_a_reminder_that_waits_for_a_city_says_that_it_is_not_set(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say(f"/remind {NOTE}")
        await bot.tap("Remind me then")
        gone_on = await bot.say("go on")
        assert "No reminder is set yet for Wednesday 10 March 2027, 10:30: I need to know your city." in gone_on.text
        left = await bot.say("/remind")
        assert "No reminder is set yet for Wednesday 10 March 2027, 10:30." in left.text
        await bot.tap("Set it")
        await bot.tap("Remind me then")
        seen = await bot.say("Madrid")
        assert "Saved: I write to you on Wednesday 10 March 2027, 10:30." in seen.text
        assert "No reminder is set yet" not in seen.text


async def test_a_country_with_one_clock_asks_nothing_more(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        assert "Saved: I write to you on" in (await remind(bot, NOTE, "Germany")).text


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("call the nurse tomorrow at 10", "call the nurse"),
        ("tomorrow at 10, call the nurse", "call the nurse"),
        ("tomorrow at 10", "tomorrow at 10"),
        (NOTE, NOTE),
    ],
)
async def test_a_note_does_not_say_tomorrow_when_it_is_shown(tmp_path: Path, typed: str, note: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, typed)
        session = (await bot.record()).session
        assert session
        assert [one.note for one in session.reminders] == [note]


async def test_deleting_after_the_summary_allows_a_file_and_no_reminder(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "Delete after my summary")
        seen = await bot.say(f"/remind {NOTE}")
        assert not any("Remind me" in label for label in seen.labels)
        await bot.tap("File for my calendar")
        assert any(one.document and one.document.name == "appointment.ics" for one in bot.patient.messages)
        assert "I have to remember you" in (await bot.say("/remind")).text


async def test_who_only_reads_is_told_why_there_are_none(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.say("/start")
        await bot.tap("Start", "I only want to read")
        assert "you have not agreed" in (await bot.say(f"/remind {NOTE}")).text
        assert await bot.count() == 0
        assert "May I remember your answers?" in (await bot.tap("Change what I may store")).text


@pytest.mark.fault(68)
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31 February call", "I need the day, too."),
        ("9999-03-10 call", "That is too far away."),
        ("2030-03-10 call", "That is too far away."),
        ("2027-01-14 call", "That time is over."),
        ("2027-01-15 06:00 call", "That time is over."),
        ("in May", "I need the day, too."),
        ("3/4 call", "That can mean 3 April 2027 or 4 March 2027."),
        ("whenever", "I could not read a day in that."),
        ("2027-03-10 " + "question " * 50, "That is long for a note"),
    ],
)
async def test_what_is_no_date_ahead_is_asked_for_again(tmp_path: Path, typed: str, told: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/remind")
        await bot.tap("A new date")
        seen = await bot.say(typed)
        assert told in seen.text
        assert "Which day?" in seen.text
        assert "Wednesday 10 March 2027" in (await bot.say("2027-03-10")).text


async def test_a_time_can_be_named_after_the_day(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        assert "at 09:00" in (await bot.say("/remind 2027-03-10 call")).text
        assert "10 March 2027, 14:30" in (await bot.say("14:30")).text
        await bot.tap("Remind me then")
        await bot.say("Madrid")
        await until(bot, "2027-03-10T14:30")
        assert "2027-03-10 call" in (await bot.tap("Show it")).text


@pytest.mark.parametrize(
    "note",
    ["take my Tysabri", "Ocrevus", "pills", "Copaxone shot", "take tablets to the visit", "evening dose", "tecfidra"],
)
async def test_nobody_is_reminded_of_taking_a_medicine(tmp_path: Path, note: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        seen = await bot.say(f"/remind 2027-03-10 {note}")
        assert "I do not remind anyone of taking a medicine." in seen.text
        record = await bot.record()
        assert record.session
        assert record.session.draft is None


@pytest.mark.parametrize(
    "note",
    ["call the nurse about Tysabri", "blood test before Ocrevus", "take the MRI images along", "order a prescription"],
)
async def test_a_visit_a_call_or_a_question_may_name_a_medicine(tmp_path: Path, note: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        assert "What shall I do with this date?" in (await bot.say(f"/remind 2027-03-10 {note}")).text


async def test_the_place_can_be_a_country_and_is_asked_once(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/remind 2027-03-10 call")
        await bot.tap("Remind me then")
        assert "I do not know that place." in (await bot.say("qwertyuiop")).text
        assert (await bot.say("Spain")).labels[:3] == ["1 Madrid", "2 Ceuta", "3 Canaries"]
        assert "That is the time in Canaries." in (await bot.say("3")).text
        await bot.say("/remind 2027-03-11 call")
        assert "Where do you live?" not in (await bot.tap("Remind me then")).text


async def test_one_that_came_makes_room_and_none_that_waits_does(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        for day in range(1, MOST + 1):
            await remind(bot, f"2027-03-0{day} 10:00 call {day}")
        assert f"You have {MOST} reminders already." in (await remind(bot, "2027-03-20 10:00 more")).text
        await until(bot, "2027-03-01T10:00")
        seen = await remind(bot, "2027-03-20 10:00 more")
        assert "more" in seen.text
        assert "call 1" not in seen.text


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("move it to 12 March", "2027-03-12T10:30"),
        ("can you change it to 12 March at 15:00", "2027-03-12T15:00"),
        ("make it 14:00", "2027-03-10T14:00"),
        ("no, better on 11 March", "2027-03-11T10:30"),
    ],
)
async def test_a_reminder_that_was_set_is_moved_in_words(tmp_path: Path, typed: str, at: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        assert "Saved: I write to you on" in (await bot.say(typed)).text
        assert await reminders(bot) == [(at, "call the nurse")]


async def test_a_day_that_was_named_is_moved_before_it_is_set(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say(f"/remind {NOTE}")
        assert "Friday 12 March 2027, 10:30" in (await bot.say("move it to 12 March")).text
        await bot.tap("Remind me then")
        await bot.say("Madrid")
        assert await reminders(bot) == [("2027-03-12T10:30", "call the nurse")]


async def test_another_day_can_be_named_where_the_city_is_asked_for(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say(f"/remind {NOTE}")
        await bot.tap("Remind me then")
        assert (
            "No reminder is set yet for Friday 12 March 2027, 15:00" in (await bot.say("no make it 12 March 3pm")).text
        )
        await bot.say("Madrid")
        assert await reminders(bot) == [("2027-03-12T15:00", "call the nurse")]


@pytest.mark.parametrize("typed", ["cancel the nurse one", "cancel the march one", "delete the one about the nurse"])
async def test_of_several_the_one_that_is_named_is_cancelled(tmp_path: Path, typed: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await bot.say("/remind 2027-05-04 09:00 second opinion")
        await bot.tap("Remind me then")
        await bot.say(typed)
        assert await reminders(bot) == [("2027-05-04T09:00", "2027-05-04 09:00 second opinion")]


async def test_what_is_not_set_yet_is_cancelled_before_what_is(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await bot.say("/remind first Monday in May, ring the nurse")
        await bot.say("/remind")
        await bot.say("cancel that")
        session = (await bot.record()).session
        assert session
        assert [one.note for one in session.reminders] == [NOTE]
        assert session.draft is None


@pytest.mark.parametrize("typed", ["cancel it", "remove the reminder", "cancel the one on 10 March", "delete"])
async def test_a_reminder_is_cancelled_in_words(tmp_path: Path, typed: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        assert "Removed: Wednesday 10 March 2027, 10:30." in (await bot.say(typed)).text
        assert await reminders(bot) == []


@pytest.mark.parametrize(
    "typed",
    [
        "cancel the appointment with the physiotherapist",
        "cancel the one on 11 March",
        "cancel my infusion",
        "drop me a line",
        "delete my data",
        "delete everything",
        "cancel nothing",
        "no need to come on friday",
        "i am in nice mood",
        "in paris on monday, scan",
        "make it 14:00 at the clinic",
    ],
)
async def test_what_may_be_about_something_else_cancels_no_reminder(tmp_path: Path, typed: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await bot.say(typed)
        assert await reminders(bot) == [("2027-03-10T10:30", NOTE)]


async def test_a_wish_with_a_no_in_it_is_a_new_reminder_and_moves_none(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        assert "What shall I do with this date?" in (await bot.say("remind me no breakfast on 12 March 2027")).text
        assert await reminders(bot) == [("2027-03-10T10:30", NOTE)]


async def test_of_several_none_is_moved_by_a_guess(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await remind(bot, NOTE)
        await remind(bot, "11 March 2027 9:00 ring the clinic")
        await bot.say("/menu")
        await bot.say("/remind")
        seen = await bot.say("move it to 12 March")
        assert "What shall I do with this date?" in seen.text
        assert len(await reminders(bot)) == 2


async def test_the_same_reminder_twice_is_one(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        for _ in range(2):
            await remind(bot, NOTE)
        assert await reminders(bot) == [("2027-03-10T10:30", NOTE)]


@pytest.mark.parametrize("typed", ["I live in Hamburg", "i'm in hamburg", "my city is Hamburg"])
async def test_the_place_where_one_lives_is_taken_beside_the_date(tmp_path: Path, typed: str) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say(f"/remind {NOTE}")
        offer = await bot.say(typed)
        assert "Saved: the time in Berlin." in offer.text
        assert "Wednesday 10 March 2027, 10:30" in offer.text
        assert "Saved: I write to you on" in (await bot.tap("Remind me then")).text


async def test_the_place_where_one_lives_is_taken_on_the_page_of_dates(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/remind")
        assert "Saved: the time in Berlin." in (await bot.say("I live in Hamburg")).text


async def test_fear_on_the_page_of_dates_is_answered_as_fear(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.say("/remind")
        await bot.tap("A new date")
        assert "That is a lot to carry" in (await bot.say("i'm scared")).text


async def test_a_note_waits_for_its_day(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        assert "I could not read a day in that." in (await bot.say("remind me to call the nurse")).text
        await bot.say("10 March 2027 at 10:30")
        await bot.tap("Remind me then")
        await bot.say("Madrid")
        assert await reminders(bot) == [("2027-03-10T10:30", "to call the nurse")]


async def test_a_wish_for_a_reminder_is_no_answer_to_a_question_that_takes_any_words(tmp_path: Path) -> None:
    async with running_bot(tmp_path) as bot:
        await bot.agree()
        await bot.tap("For me", "Thinking about it")
        session = (await bot.record()).session
        assert session
        await bot.app.private.show(bot.patient.chat.id, replace(session, place="decision.followup-date"))
        assert "What shall I do with this date?" in (await bot.say(f"remind me {NOTE}")).text
        after = (await bot.record()).session
        assert after
        assert "decision.followup-date" not in after.answers


@pytest.mark.parametrize(
    ("place", "zones"),
    [
        ("Córdoba", {"Europe/Madrid", "America/Argentina/Cordoba", "America/Mexico_City"}),
        ("cordoba, españa", {"Europe/Madrid"}),
        ("guadalajara en españa", {"Europe/Madrid"}),
        ("San José", {"America/Costa_Rica"}),
        ("vivo en toledo", {"Europe/Madrid"}),
        ("Salamanca", {"Europe/Madrid"}),
    ],
)
def test_a_city_that_several_countries_have_is_asked_about(place: str, zones: set[str]) -> None:
    words = shipped().language("es").reminders
    assert set(zones_meant(place, "es", words.places)) == zones


async def reminders(bot: RunningBot) -> list[tuple[str, str]]:
    """Give when each reminder comes, and its note."""
    session = (await bot.record()).session
    assert session
    return [(one.at, one.note) for one in session.reminders]
