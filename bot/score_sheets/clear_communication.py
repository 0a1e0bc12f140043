"""CDC Clear Communication Index: whether the main message comes across."""

from __future__ import annotations

from bot.score_sheets.pemat import MOSTLY
from bot.score_sheets.sheet import Item, Sheet

LONGEST_LIST = 7

CLEAR_COMMUNICATION = Sheet(
    "Clear Communication Index",
    "Centers for Disease Control and Prevention (CDC); the items in our own words",
    (
        Item("1", "One main message", remark="people have to judge it"),
        Item("2", "It comes first", remark="people have to judge it"),
        Item("3", "It stands out", lambda it: it.says("<b>") or None, "bold words"),
        Item("4", "A picture carries it", applies=False, remark="a chat of text"),
        Item("5", "A call to do something", lambda it: it.has("ask_doctor") or None, "questions to put to the doctor"),
        Item(
            "6",
            "Message and call in the active voice",
            lambda it: None if it.active is None else it.active >= MOSTLY,
            "a rough look finds 80 % of sentences in the active voice",
        ),
        Item(
            "7",
            "Only words of the readers",
            lambda it: it.reads_easily and it.is_free_of("medical words"),
            "the reading grade is within the limit, and medical words are explained",
        ),
        Item("8", "Lists of at most 7 items", lambda it: it.longest_list() <= LONGEST_LIST, "the longest list"),
        Item(
            "9", "Pieces with headings", lambda it: it.has("name") and it.is_free_of("length"), "names and short pieces"
        ),
        Item("10", "The most important first", remark="people have to judge it"),
        Item("11", "Says what is known and what is not", remark="people have to judge it"),
        Item(
            "12",
            "Recommends something to do",
            lambda it: it.has("ask_doctor") or None,
            "questions to put to the doctor",
        ),
        Item("13", "Says why it matters", remark="people have to judge it"),
        Item(
            "14",
            "Says how, and whom to ask when",
            lambda it: it.has("ask_doctor") or None,
            "questions to put to the doctor",
        ),
        Item("15", "Familiar numbers", lambda it: not it.calculates(), "no sums, percentages or fractions"),
        Item("16", "Numbers explained", applies=False, remark="no figures on outcomes are given"),
        Item("17", "Nothing to calculate", lambda it: not it.calculates(), "no sums, percentages or fractions"),
        Item("18", "The nature of a risk", remark="people have to judge it"),
        Item("19", "Risks and benefits", remark="people have to judge it"),
        Item("20", "Chances also in words", applies=False, remark="no chances are given"),
    ),
    of_sections=True,
)
