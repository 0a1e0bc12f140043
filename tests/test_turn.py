"""Single turns: what old, doubled, forged and mistaken things do, and what is kept."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from talking import shipped

from bot.events import Command, Edited, Event, Tap, Text, Unreadable
from bot.flows import QUESTIONS
from bot.reply import Change, Close, Send
from bot.session import Session, from_json
from bot.telegram_html import to_plain
from bot.turn import Turn, Turns

TURNS = Turns(shipped(), 90)
DAY = 24 * 60 * 60


def at(place: str, **changes: object) -> Session:
    """Give a session of someone who has begun and is at a place, with a message open."""
    answers = {"opening.consent": "remember", "opening.who": "me", "opening.stage": "thinking"}
    session = Session(place=place, path=("opening.stage",), answers=dict(answers), open=7, messages=7)
    more = changes.pop("answers", {})
    assert isinstance(more, dict)
    return replace(session, answers={**answers, **more}, **changes)


def take(session: Session | None, *events: Event, now: int = 0) -> Turn:
    """Take turns one after the other, each on the session as it comes back from being stored."""
    turn = Turn(session, TURNS.take(session, Tap(""), now).reply)
    for event in events:
        stored = from_json(json.loads(json.dumps(turn.session.to_json()))) if turn.session else None
        turn = TURNS.take(stored, event, now)
    return turn


def said(turn: Turn) -> str:
    """Give the new messages of a turn as plain text."""
    return "\n".join(to_plain(one.message.html) for one in turn.reply.outgoing if isinstance(one, Send))


def after(turn: Turn) -> Session:
    """Give the session after a turn."""
    assert turn.session
    return turn.session


def test_an_answer_is_confirmed_and_the_next_question_asked() -> None:
    turn = take(at("treatment.type"), Tap("pick:treatment.type:relapsing"))
    assert after(turn).answers["treatment.type"] == "relapsing"
    assert "Saved: Relapsing" in said(turn)
    assert "How do you take the MS medicine?" in said(turn)
    assert "General information, not medical advice." in said(turn)
    assert turn.reply.note == "Saved"


def test_the_answered_message_loses_its_buttons_and_keeps_the_choice() -> None:
    turn = take(at("treatment.type"), Tap("pick:treatment.type:relapsing"))
    change = turn.reply.outgoing[0]
    assert isinstance(change, Change)
    assert change.number == 7
    assert not change.message.rows
    assert to_plain(change.message.html).endswith("Your answer: Relapsing")


def test_the_answered_message_reads_the_same_after_a_restart() -> None:
    """What was shown is kept in memory for the turn after, and rendered anew where it is not."""
    open_now = after(take(at("treatment.type"), Tap("pick:treatment.type:relapsing")))
    remembered = take(open_now, Tap("pick:treatment.route:injection"))
    TURNS.renderer.let_go()
    assert take(open_now, Tap("pick:treatment.route:injection")).reply == remembered.reply
    assert "How do you take the MS medicine?" in str(remembered.reply.outgoing[0])


def test_nobody_sees_the_message_of_another_person() -> None:
    """What was shown is kept by all that it was made from, so that it can be found for its own person alone."""
    anna, ben = (after(take(at("preparation.timeline"), Text(typed))) for typed in ("2011 left eye", "2019 numb legs"))
    turn = take(anna, Tap("done:preparation.timeline"))
    assert ben.open == anna.open
    assert "left eye" in str(turn.reply.outgoing[0])
    assert "numb legs" not in str(turn.reply)


@pytest.mark.parametrize("change", ["switching", "stopping"])
def test_switching_and_stopping_carry_the_safety_line(change: str) -> None:
    turn = take(at("treatment.change"), Tap(f"pick:treatment.change:{change}"))
    assert "do not stop or change a medicine on your own" in said(turn)
    assert "rebound" in said(turn)


def test_a_doubled_tap_takes_effect_once_and_says_so() -> None:
    first = take(at("treatment.type"), Tap("pick:treatment.type:relapsing"))
    second = TURNS.take(first.session, Tap("pick:treatment.type:relapsing"), 0)
    assert after(second).place == after(first).place
    assert not second.reply.outgoing
    assert second.reply.note == "Already done"


@pytest.mark.parametrize("data", ["skip:treatment.type", "back:treatment.route"])
def test_a_doubled_skip_or_back_takes_one_step(data: str) -> None:
    start = (
        at("treatment.type")
        if data.startswith("skip")
        else at("treatment.route", path=("opening.stage", "treatment.type"))
    )
    first = take(start, Tap(data))
    second = TURNS.take(first.session, Tap(data), 0)
    assert after(second).place == after(first).place


def test_an_old_button_changes_nothing_and_shows_the_present_question() -> None:
    session = at("monitoring.labs", answers={"treatment.type": "relapsing"})
    turn = take(session, Tap("pick:treatment.type:progressive"))
    assert after(turn).answers == session.answers
    assert "earlier question: Type of MS. Your answer there is still: Relapsing." in said(turn)
    assert "Is a blood result unclear?" in said(turn)
    assert "change:treatment.type" in [button.data for button in TURNS.renderer.message(after(turn)).buttons]


FORGED = (
    *(
        "",
        "x",
        "pick",
        "pick:treatment.type:__class__",
        "pick:nowhere.at:all",
        "show:page:__class__",
        "show:answers:-1",
    ),
    *("show:read:reasons:99", "open:opening", "yes:forget", "yes:restart_sure", "change:opening.welcome", "\x00"),
)


@pytest.mark.fault(85)
@pytest.mark.parametrize("data", FORGED)
def test_a_forged_button_is_harmless(data: str) -> None:
    session = at("treatment.type", answers={"monitoring.labs": "both"})
    turn = take(session, Tap(data))
    assert after(turn).answers == session.answers
    assert after(turn).place == "treatment.type"
    assert turn.reply.outgoing or turn.reply.note


def test_back_loses_no_later_answer() -> None:
    session = at("treatment.change", path=("treatment.type", "treatment.route"), answers={"treatment.route": "tablets"})
    turn = take(session, Command("back"), Command("back"))
    assert after(turn).place == "treatment.type"
    assert after(turn).answers["treatment.route"] == "tablets"


def test_back_at_the_start_says_so() -> None:
    turn = take(Session(open=1, messages=1), Command("back"))
    assert "This is the start." in said(turn)


def test_a_changed_answer_returns_to_where_the_person_was() -> None:
    session = at("monitoring.labs", answers={"treatment.type": "progressive", "treatment.route": "tablets"})
    turn = take(session, Tap("change:treatment.route"), Tap("pick:treatment.route:infusion"))
    assert after(turn).place == "monitoring.labs"
    assert after(turn).answers["treatment.route"] == "infusion"
    assert after(turn).answers["treatment.type"] == "progressive"


def test_a_changed_answer_asks_what_it_newly_calls_for_and_then_returns() -> None:
    session = at("monitoring.labs", answers={"treatment.type": "progressive"})
    turn = take(session, Tap("change:treatment.type"), Tap("pick:treatment.type:relapsing"))
    assert after(turn).place == "treatment.approach"
    turn = TURNS.take(turn.session, Tap("pick:treatment.approach:strong-first"), 0)
    assert after(turn).place == "monitoring.labs"


def test_an_answer_whose_question_is_no_longer_asked_is_kept_but_not_shown() -> None:
    answers = {"treatment.type": "relapsing", "treatment.approach": "strong-first"}
    turn = take(
        at("monitoring.labs", answers=answers), Tap("change:treatment.type"), Tap("pick:treatment.type:progressive")
    )
    assert after(turn).answers["treatment.approach"] == "strong-first"
    assert "Strong or step by step" not in said(take(turn.session, Command("pack")))


def test_none_stands_alone() -> None:
    turn = take(at("reasons.health"), Tap("pick:reasons.health:worse"), Tap("pick:reasons.health:none"))
    assert after(turn).answers["reasons.health"] == ("none",)


def test_ticks_change_the_open_message_and_send_no_new_one() -> None:
    turn = take(at("reasons.health"), Tap("pick:reasons.health:worse"))
    assert [type(one) for one in turn.reply.outgoing] == [Change]
    assert "reasons.health" not in after(turn).answers


def test_more_than_three_are_refused_with_the_cure() -> None:
    session = at("decision.values", ticked=("fewer-relapses", "side-effects", "daily-life"))
    tapped = take(session, Tap("pick:decision.values:visits"))
    assert after(tapped).ticked == session.ticked
    assert tapped.reply.note == "Please choose at most 3. Tap one again to take it back."
    typed = take(session, Text("5"))
    assert after(typed).ticked == session.ticked
    assert "at most 3" in said(typed)


@pytest.mark.parametrize(
    "text", ["1 and 3", "1,3", "1 3", "1. 3.", "a new diagnosis, worse", "A NEW DIAGNOSIS and worse"]
)
def test_several_can_be_typed_at_once(text: str) -> None:
    assert after(take(at("reasons.health"), Text(text))).ticked == ("new-diagnosis", "worse")


@pytest.mark.parametrize("text", ["1 and 9", "1 or so"])
def test_nothing_is_ticked_when_a_number_is_not_understood(text: str) -> None:
    assert after(take(at("reasons.health"), Text(text))).ticked is None


def test_what_is_understood_of_a_sentence_is_ticked_and_shown() -> None:
    turn = take(at("reasons.health"), Text("a cold, and a new diagnosis"))
    assert after(turn).ticked == ("new-diagnosis",)
    assert "Chosen: A new diagnosis" in said(turn)


@pytest.mark.parametrize("text", ["2", "tablets", "Tablets.", " TABLETS ", "2."])
def test_numbers_and_words_work_like_the_button(text: str) -> None:
    assert after(take(at("treatment.route"), Text(text))).answers["treatment.route"] == "tablets"


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS.values() if one.id != "opening.welcome"], ids=lambda one: one.id
)
def test_every_question_has_a_hint_of_its_own(question: object) -> None:
    place = question.id  # type: ignore[attr-defined]
    turn = take(at(place), Text("77"))
    assert after(turn).place == place
    hint = shipped().language("en").question(place).hint
    assert hint in said(turn)
    assert "call 112" in said(turn)


def test_hints_differ_where_the_questions_do() -> None:
    hints = [shipped().language("en").question(one).hint for one in QUESTIONS]
    assert len(set(hints)) > len(hints) * 0.7


@pytest.mark.fault(72)
def test_a_long_text_is_refused_with_its_length_and_nothing_is_lost() -> None:
    session = at("preparation.timeline", answers={"preparation.timeline": {"1": "2019"}})
    turn = take(session, Text("x" * 1001))
    assert after(turn).answers == session.answers
    assert "1,001 characters" in said(turn)


def test_entries_can_be_added_changed_and_removed() -> None:
    turn = take(at("preparation.timeline"), Text("2019 first"), Text("2020 second"), Text("2021 third"))
    turn = take(turn.session, Tap("remove:preparation.timeline:2"))
    turn = take(turn.session, Tap("rewrite:preparation.timeline:3"), Text("2022 third"))
    assert after(turn).answers["preparation.timeline"] == {"1": "2019 first", "3": "2022 third"}


def test_a_doubled_removal_does_not_take_the_next_entry() -> None:
    turn = take(at("preparation.timeline"), Text("2019 first"), Text("2020 second"))
    turn = take(turn.session, Tap("remove:preparation.timeline:1"), Tap("remove:preparation.timeline:1"))
    assert after(turn).answers["preparation.timeline"] == {"2": "2020 second"}


@pytest.mark.fault(74)
@pytest.mark.parametrize("text", ["<b>x</b>", "{{ 7*7 }}", "{% raw %}", "&amp;", "<a href='x'>y</a>", "\u202eabc"])
def test_what_a_person_types_is_shown_as_typed(text: str) -> None:
    turn = take(at("preparation.timeline"), Text(text))
    assert text in said(turn)
    shown_as_summary = said(take(turn.session, Tap("show:summary")))
    assert text.removeprefix("\u202e") in shown_as_summary
    assert "\u202e" not in shown_as_summary


@pytest.mark.fault(69)
@pytest.mark.fault(70)
@pytest.mark.parametrize("event", [Unreadable(), Unreadable("a caption"), Edited("other words")])
def test_what_is_no_text_gets_a_gentle_reply_and_the_question_again(event: Event) -> None:
    turn = take(at("treatment.type"), event)
    assert after(turn).place == "treatment.type"
    assert "Which type of MS have you been told?" in said(turn)


@pytest.mark.fault(71)
def test_an_album_gets_one_reply() -> None:
    turn = take(at("treatment.type"), Unreadable(album="7"))
    assert "I can only read text." in said(turn)
    assert not TURNS.take(turn.session, Unreadable(album="7"), 0).reply.outgoing
    assert TURNS.take(turn.session, Unreadable(album="8"), 0).reply.outgoing


def test_a_link_leads_to_its_section_once_the_opening_is_done() -> None:
    turn = take(None, Command("start", "monitoring"))
    assert after(turn).place == "opening.welcome"
    for data in ("pick:opening.welcome:start", "pick:opening.consent:remember", "pick:opening.who:me"):
        turn = TURNS.take(turn.session, Tap(data), 0)
    turn = TURNS.take(turn.session, Tap("pick:opening.stage:thinking"), 0)
    assert after(turn).place == "monitoring.match"
    assert after(take(turn.session, Command("start", "decision"))).place == "decision.values"


@pytest.mark.fault(76)
@pytest.mark.parametrize("payload", ["", "nonsense", "x" * 500, "../../etc", "monitoring.match", "Überweisung"])
def test_a_garbage_link_starts_normally(payload: str) -> None:
    assert "How would you like to begin?" in said(take(None, Command("start", payload)))


def test_someone_who_comes_back_after_days_is_told_where_they_are() -> None:
    session = at("monitoring.labs", answers={"treatment.type": "relapsing", "monitoring.match": "new-spots"})
    turn = TURNS.take(session, Text("good evening to you"), 4 * DAY)
    assert "Welcome back. You are at Scans and tests, step" in said(turn)
    assert "Type of MS: Relapsing; Scan and feeling: New spots, feel the same" in said(turn)
    assert after(turn).place == "monitoring.labs"


def test_restart_is_asked_twice() -> None:
    turn = take(at("treatment.type"), Command("restart"), Tap("yes:restart"))
    assert "treatment.type" not in after(turn).answers
    assert after(turn).answers
    turn = take(turn.session, Tap("yes:restart_sure"))
    assert not after(turn).answers
    assert after(turn).place == "opening.welcome"


def test_forget_deletes_after_one_question() -> None:
    turn = take(at("treatment.type"), Command("forget"), Tap("yes:forget"))
    assert turn.session is None
    assert "is deleted" in said(turn)


def test_nothing_is_kept_after_the_summary_when_the_person_wished_so() -> None:
    session = at("preparation.end", answers={"opening.consent": "until-summary", "treatment.type": "relapsing"})
    session = replace(session, finished=tuple(QUESTIONS[one].section for one in QUESTIONS))
    turn = take(session, Tap("next:preparation.end"))
    assert "Type of MS: Relapsing" in said(turn)
    assert "Your answers are deleted now" in said(turn)
    assert not after(turn).answers


def test_reading_asks_nothing_and_stores_no_answer() -> None:
    turn = take(None, Command("start"), Tap("pick:opening.welcome:start"), Tap("pick:opening.consent:read-only"))
    for section in ("reasons", "monitoring"):
        turn = take(turn.session, Tap(f"show:read:{section}:0"))
        assert "?" not in to_plain(TURNS.renderer.message(after(turn)).html).split("To ask the doctor")[0]
    assert set(after(turn).answers) == {"opening.consent"}


def test_a_companion_is_not_addressed_as_the_person_with_ms() -> None:
    turn = take(at("monitoring.match", answers={"opening.who": "someone"}), Command("repeat"))
    assert "the way they feel" in said(turn)


def test_questions_fit_the_answers() -> None:
    answers = {"monitoring.match": "new-spots", "treatment.change": "switching"}
    text = said(take(at("preparation.questions", answers=answers), Command("repeat")))
    assert "Would you change anything because of the new spots?" in text
    assert "What are the steps and dates of the switch?" in text


def test_pages_leave_the_question_where_it_is() -> None:
    session = at("treatment.type")
    for name in ("help", "privacy", "disclaimer", "sources", "about", "human", "language", "words", "explain"):
        turn = take(session, Command(name))
        assert after(turn).place == "treatment.type"
        turn = take(turn.session, Text("go on"))
        assert "Which type of MS" in said(turn)


def test_the_open_message_is_closed_by_whatever_comes_next() -> None:
    turn = take(at("treatment.type"), Command("menu"))
    assert Close(7) in turn.reply.outgoing


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("could you go back please", ""),
        ("ok i am too tired now, let us go on tomorrow", "paused"),
        ("delete everything you know about me", "forget"),
        ("can i talk to a real person", "page:human"),
        ("i want to change an answer", "answers:0"),
    ],
)
def test_commands_are_understood_in_whole_sentences(text: str, view: str) -> None:
    turn = take(at("treatment.type", path=("reasons.life",)), Text(text))
    assert after(turn).view == view


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("what does an mri show", "monitoring.match"),
        ("how do i find an ms specialist", "specialist.now"),
        ("what should i bring to the appointment", "preparation.records"),
    ],
)
def test_a_question_about_a_topic_leads_to_what_there_is_to_read_and_back(text: str, piece: str) -> None:
    turn = take(at("treatment.type"), Text(text))
    assert f"show:more:{piece}" in [button.data for button in TURNS.renderer.message(after(turn)).buttons]
    assert "call 112" in said(turn)
    turn = take(turn.session, Tap(f"show:more:{piece}"), Tap("go"))
    assert "Which type of MS" in said(turn)
    assert after(turn).answers == at("treatment.type").answers
