"""Coming back after the second opinion: both opinions are put side by side."""

from __future__ import annotations

import pytest
from test_turn import after, at, said, take

from bot.events import Command, Tap, Text
from bot.reply import Send
from bot.telegram_html import utf16_length

DECIDED = {"opening.stage": "want-one", "decision.values": ("family",)}


@pytest.mark.parametrize("event", [Text("I have had it"), Command("visited"), Tap("visited")])
def test_who_has_had_it_meanwhile_is_asked_what_came_out(event: Text | Command | Tap) -> None:
    turn = take(at("specialist.now", answers=DECIDED, finished=("reasons", "decision")), event)
    assert after(turn).place == "decision.result"
    assert after(turn).answers["opening.stage"] == "had-one"
    assert after(turn).answers["decision.values"] == ("family",)
    assert after(turn).finished == ("reasons",)
    assert "Good that you are back." in said(turn)


@pytest.mark.parametrize(("stage", "offered"), [("want-one", True), ("had-one", False)])
def test_the_recap_and_the_summary_offer_it_until_it_is_known(stage: str, *, offered: bool) -> None:
    for session in (
        at("treatment.type", view="recap", answers={"opening.stage": stage}),
        at("summary", answers={"opening.stage": stage}),
    ):
        turn = take(session, Command("start") if session.view else Command("repeat"))
        labels = [one.words for sent in turn.reply.outgoing if isinstance(sent, Send) for one in sent.message.buttons]
        assert ("I have had the second opinion" in labels) is offered


def test_both_opinions_stand_side_by_side() -> None:
    session = at("decision.same", answers={"opening.stage": "had-one", "decision.followup-date": "in May"})
    turn = take(
        session,
        Text("relapsing MS"), Text("done"),
        Text("own doctor: tablets, second: <b>infusion</b>"), Text("done"),
        Text("are the spots new?"), Text("done"),
        Tap("show:opinions"),
    )  # fmt: skip
    assert said(turn).endswith(
        "The same in both\n• relapsing MS\n\n"
        "Different\n• own doctor: tablets, second: <b>infusion</b>\n\n"
        "Still open\n• are the spots new?\n\n"
        "Date agreed\n• in May"
    )


def test_each_of_its_questions_can_be_skipped_and_nobody_else_is_asked_them() -> None:
    turn = take(at("decision.same", answers={"opening.stage": "had-one"}), *[Text("skip")] * 3)
    assert after(turn).place == "decision.values"
    assert after(take(at("decision.end"), Tap("open:decision"))).place == "decision.values"


@pytest.mark.parametrize(
    ("typed", "is_alarm"), [("both would stay with tablets", False), ("should I stop my tablets now?", True)]
)
def test_what_doctors_said_is_saved_and_only_a_question_rings(typed: str, *, is_alarm: bool) -> None:
    turn = take(at("decision.same", answers={"opening.stage": "had-one"}), Text(typed))
    assert ("I cannot say yes or no." in said(turn)) is is_alarm
    assert (typed in after(turn).entries("decision.same").values()) is not is_alarm


def test_both_opinions_fit_one_message_however_much_was_written() -> None:
    there = {f"decision.{name}": {str(one): "\U0001f600" * 900 for one in range(30)} for name in ("same", "different")}
    turn = take(at("decision.end", answers={"opening.stage": "had-one", **there}), Tap("show:opinions"))
    assert utf16_length(said(turn)) <= 4096
    assert "25 earlier entries, then:" in said(turn)
