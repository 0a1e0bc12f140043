"""COGA: whether people who tire, forget or lose the thread can use it."""

from __future__ import annotations

from bot.score_sheets.pemat import MOSTLY
from bot.score_sheets.sheet import Item, Sheet

_TURN, _TYPED = "tests/test_turn.py::", "tests/test_typed_answers.py::"
_PEOPLE = "people with MS have to try it"

COGA = Sheet(
    "COGA patterns",
    "W3C, Making Content Usable for People with Cognitive and Learning Disabilities; the patterns in our own words",
    (
        Item(
            "o1p01",
            "Says at the start what it is for, for whom, and what not",
            lambda it: it.has("lead") and "opening.questions.welcome.lead" in it.everything,
            "a first message",
        ),
        Item(
            "o1p03",
            "The same buttons in the same words everywhere",
            lambda it: it.is_free_of("labels"),
            "one list of button words, each short enough",
        ),
        Item(
            "o1p04",
            "Shows where one is, and the answers so far",
            held_by=f"{_TURN}test_someone_who_comes_back_after_days_is_told_where_they_are",
        ),
        Item(
            "o1p05-06",
            "Buttons say what they do",
            lambda it: it.is_free_of("labels"),
            "each label is short enough, and no picture",
        ),
        Item(
            "o1p08",
            "The topics are one tap or command away",
            held_by=f"{_TURN}test_commands_are_understood_in_whole_sentences",
        ),
        Item("o2p01, o2p04", "What is most important stands on top", remark=_PEOPLE),
        Item(
            "o2p02",
            "The six topics as one simple list",
            held_by="tests/groups/test_inline.py::test_an_empty_question_offers_the_six_sections",
        ),
        Item(
            "o2p06", "Search", held_by=f"{_TURN}test_a_question_about_a_topic_leads_to_what_there_is_to_read_and_back"
        ),
        Item(
            "o3p01",
            "Common words; an explanation is one tap away",
            lambda it: it.reads_easily and it.is_free_of("medical words"),
            "the reading grade, the explained words and /words",
        ),
        Item(
            "o3p02",
            "Present tense, active voice",
            lambda it: None if it.active is None else it.active >= MOSTLY,
            "a rough look finds 80 % of sentences in the active voice",
        ),
        Item("o3p03", "No double negatives, no nested clauses", remark="people have to read for it"),
        Item("o3p04", "Nothing but literal language", remark="people have to read for it"),
        Item(
            "o3p05",
            "At most 50 words a paragraph, 25 a sentence",
            lambda it: it.is_free_of("length"),
            "the length of each",
        ),
        Item(
            "o3p06, o3p10",
            "White space: an empty line between two thoughts",
            lambda it: it.is_free_of("length"),
            "the length of each",
        ),
        Item(
            "o3p08",
            "A short summary of what is long",
            lambda it: it.has("closing"),
            "each topic is summed up at its end",
        ),
        Item("o3p09", "Each step in a line of its own", lambda it: it.says("\u2022 "), "lists"),
        Item("o3p12", "Says what is implied", remark=_PEOPLE),
        Item(
            "o3p13",
            "Nothing to be read from figures alone",
            lambda it: not it.calculates(),
            "no sums, percentages or fractions",
        ),
        Item(
            "o4p01",
            "Nothing moves or vanishes by itself",
            held_by=f"{_TURN}test_the_answered_message_loses_its_buttons_and_keeps_the_choice",
        ),
        Item("o4p02", "Back without loss", held_by=f"{_TURN}test_back_loses_no_later_answer"),
        Item(
            "o4p03",
            "Costs are named",
            lambda it: "specialist.questions.practical.choices.cost" in it.everything,
            "a question on cost",
        ),
        Item(
            "o4p04, o4p08", "Little to type, in any form", held_by=f"{_TURN}test_numbers_and_words_work_like_the_button"
        ),
        Item(
            "o4p05",
            "Mistakes are easy to undo",
            held_by=f"{_TURN}test_a_changed_answer_returns_to_where_the_person_was",
        ),
        Item(
            "o4p06",
            "Labels that can be seen",
            lambda it: it.is_free_of("labels"),
            "each label is short enough for a phone",
        ),
        Item(
            "o4p09",
            "No time limits; says at the start when answers are erased",
            lambda it: "{{ days" in it.everything["opening.questions.consent.why"].source,
            "the first question on what is stored names the days",
        ),
        Item(
            "o4p10",
            "Every action is confirmed",
            held_by=f"{_TURN}test_an_answer_is_confirmed_and_the_next_question_asked",
        ),
        Item(
            "o4p11",
            "Risks to privacy in plain words before the first answer",
            lambda it: "Telegram" in it.everything["opening.questions.consent.why"].source,
            "it names Telegram and the phone",
        ),
        Item(
            "o5p01",
            "Nothing unasked for",
            remark="to be judged when reminders are there",
        ),
        Item("o5p02", "The shortest way is marked", remark=_PEOPLE),
        Item("o5p03", "At most five main choices", lambda it: it.is_free_of("labels"), "the number of choices"),
        Item(
            "o5p04",
            "Says beforehand how long it takes",
            lambda it: "15" in it.everything["opening.questions.welcome.lead"].source,
            "the first message names the minutes",
        ),
        Item("o6p01-03", "Nothing to log in with", applies=False, remark="Telegram has the login"),
        Item("o6p05", "Nothing to remember from earlier steps", remark=_PEOPLE),
        Item("o7p01", "Help by a human is near", lambda it: "shared.pages.human" in it.everything, "the page /human"),
        Item(
            "o7p02",
            "Another form of what is hard",
            lambda it: it.has("more") and it.has("medical_words"),
            "more on each question, and a list of medical words",
        ),
        Item("o7p03", "Says what follows from a choice", lambda it: it.has("guidance"), "guidance for each choice"),
        Item("o7p05", "Help from every step", held_by=f"{_TURN}test_pages_leave_the_question_where_it_is"),
        Item("o7p07", "Reminders only when asked for", remark="to be judged when reminders are there"),
        Item("o8p03", "A simple mode: only to read", held_by=f"{_TURN}test_reading_asks_nothing_and_stores_no_answer"),
        Item(
            "o8p04",
            "The language can be chosen",
            lambda it: "shared.pages.language" in it.everything,
            "the page /language",
        ),
        Item("test", "Tried with people, people with MS among them", remark="nobody has tried it yet"),
    ),
)
