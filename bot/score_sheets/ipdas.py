"""IPDAS: what a decision aid owes to people who decide; this guide does not claim to be one."""

from __future__ import annotations

from bot.score_sheets.sheet import Item, Sheet

_OUTCOME = "reasons.questions.outcome"
_WAYS = ("now", "own-team", "later")
_PEOPLE = "needs people who take part"
_NO_CHANCES = "no chances of outcomes are given"

IPDAS = Sheet(
    "IPDAS criteria, version 4.0",
    "International Patient Decision Aid Standards; the criteria in our own words. The decision: to seek a second"
    " opinion now, to talk with one's own team first, or to wait and look again",
    (
        Item(
            "Q1",
            "Describes the situation",
            lambda it: "reasons.questions.health.more.text" in it.everything,
            "words on when people ask again",
        ),
        Item(
            "Q2",
            "States the decision",
            lambda it: f"{_OUTCOME}.ask" in it.everything,
            "a question that asks for the decision",
        ),
        Item(
            "Q3",
            "Lists the options, not doing it among them",
            lambda it: all(f"{_OUTCOME}.choices.{way}" in it.everything for way in _WAYS),
            "the three ways as choices",
        ),
        Item(
            "Q4",
            "What speaks for each",
            lambda it: _sides(it.everything[f"{_OUTCOME}.more.text"].source) == len(_WAYS),
            "each way with what speaks for it",
        ),
        Item(
            "Q5",
            "What speaks against each",
            lambda it: _sides(it.everything[f"{_OUTCOME}.more.text"].source) == len(_WAYS),
            "each way with what speaks against it",
        ),
        Item("Q6", "What it is like to live with the result", remark="people have to judge it"),
        Item("C1", "For and against in equal detail", remark="people have to judge it"),
        Item("C2", "Says where the evidence comes from", remark="the one source names no sources of its own"),
        Item(
            "C3",
            "The date of the words",
            lambda it: "{{ words_of" in it.everything["visit_pack.ending.review"].source,
            "the visit pack prints it",
        ),
        Item(
            "C4",
            "When they are looked at again",
            lambda it: "{{ review_due" in it.everything["visit_pack.ending.review"].source,
            "the visit pack prints it",
        ),
        Item("C5", "How sure it is", remark="people have to judge it"),
        Item(
            "C6", "Who paid for it", lambda it: "visit_pack.ending.funding" in it.everything, "a line on the visit pack"
        ),
        Item("C7-C10", "Screening tests", applies=False, remark="no screening test"),
        Item(
            "B1",
            "What happens if nothing is done",
            lambda it: f"{_OUTCOME}.guidance.later.text" in it.everything,
            "guidance for waiting",
        ),
        Item(
            "B2",
            "Options that can be compared",
            lambda it: _sides(it.everything[f"{_OUTCOME}.more.text"].source) == len(_WAYS),
            "the three ways side by side, in the same form",
        ),
        Item("B3-B8", "Chances of outcomes", applies=False, remark=_NO_CHANCES),
        Item(
            "B9",
            "Asks what matters most",
            lambda it: "decision.questions.values.ask" in it.everything,
            "a question on it",
        ),
        Item(
            "B10", "A way to decide, step by step", held_by="tests/test_dialogue.py::test_every_state_reaches_the_end"
        ),
        Item(
            "B11",
            "Questions for the talk with the doctor",
            held_by="tests/test_turn.py::test_questions_fit_the_answers",
        ),
        Item("B12-B13", "Needs asked of patients and of professionals", remark=_PEOPLE),
        Item("B14-B15", "Reviewed by patients and professionals from outside", remark=_PEOPLE),
        Item("B16-B17", "Field-tested with patients and with practitioners", remark=_PEOPLE),
        Item("B18-B19", "How the evidence was chosen, and how good it is", remark="the one source says nothing of it"),
        Item("B20", "Who the authors are, and what they can", remark="to be named by who runs it"),
        Item("B21", "The reading level is reported", lambda it: it.grade is not None, "the table above"),
        Item("B22", "The choice fits what matters to the person", remark=_PEOPLE),
        Item("B23", "People know more afterwards", remark=_PEOPLE),
        Item("B24-B28", "How sure a test is", applies=False, remark="no test"),
    ),
)


def _sides(text: str) -> int:
    """Give how many options stand with what speaks for and against them: a bold name, then two sentences or more."""
    return sum(paragraph.startswith("<b>") and paragraph.count(": ") > 1 for paragraph in text.split("\n\n"))
