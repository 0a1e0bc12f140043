"""PEMAT-P: whether people can understand the words and act on them."""

from __future__ import annotations

from bot.score_sheets.sheet import Item, Sheet

MOSTLY = 0.8
"""The part of sentences in the active voice that counts as mostly."""

PICTURES = "no pictures are sent"

PEMAT = Sheet(
    "PEMAT-P",
    "Patient Education Materials Assessment Tool for printable materials, AHRQ; the items in our own words",
    (
        Item(
            "1",
            "The purpose is plain at once",
            lambda it: (it.has("title") and f"sharing.topics.{it.name}.text" in it.everything) or None,
            "a title, and a sentence on the topic for people who have not met the bot",
        ),
        Item(
            "2",
            "Nothing distracts",
            lambda it: it.is_free_of("emoji", "wording"),
            "no emoji, no exclamation marks, nothing that reassures or frightens",
        ),
        Item("3", "Everyday words", lambda it: it.reads_easily, "the reading grade is within the limit"),
        Item(
            "4",
            "Medical words are explained at first use",
            lambda it: it.is_free_of("medical words"),
            "each listed word is explained where the topic first uses it",
        ),
        Item(
            "5",
            "Active voice",
            lambda it: None if it.active is None else it.active >= MOSTLY,
            "a rough look finds 80 % of sentences in the active voice",
        ),
        Item("6", "Numbers are clear", remark="people have to judge it"),
        Item("7", "Nothing to calculate", lambda it: not it.calculates(), "no sums, percentages or fractions"),
        Item(
            "8",
            "Short pieces",
            lambda it: it.is_free_of("length"),
            "no message over 120 words, paragraph over 50, sentence over 25",
        ),
        Item(
            "9",
            "Headings that tell",
            lambda it: it.has("title") and it.has("name"),
            "a title, and a name for each question",
        ),
        Item("10", "A logical order", remark="people have to judge it"),
        Item("11", "A summary", lambda it: it.has("closing") or None, "the topic is summed up at its end"),
        Item(
            "12",
            "Signs for what matters: bold, lists",
            lambda it: it.says("<b>") or it.says("\u2022 "),
            "bold words or lists",
        ),
        Item("13-14", "Sound and voice", applies=False, remark="for films only"),
        Item("15-19", "Pictures, captions and tables", applies=False, remark=PICTURES),
        Item("20", "Names something to do", lambda it: it.has("ask_doctor") or None, "questions to put to the doctor"),
        Item(
            "21",
            "Speaks to the reader",
            lambda it: it.says("{{ you") or it.says("you") or it.says("usted") or it.says("su "),
            'says "you"',
        ),
        Item(
            "22",
            "In steps that can be managed",
            lambda it: it.is_free_of("labels", "length"),
            "at most five choices at a time, no message over 120 words",
        ),
        Item(
            "23",
            "A tool to use: questions to take along",
            lambda it: it.has("ask_doctor") or None,
            "questions that go into the visit pack",
        ),
        Item("24-25", "Calculations and charts explained", applies=False, remark="there are none"),
        Item("26", "Pictures that help to act", applies=False, remark=PICTURES),
    ),
    of_sections=True,
)
