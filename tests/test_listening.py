"""Commands in words, topics, and the whole answer of second-opinion listen."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.listening.ears import Ears
from bot.listening.files import words_of
from bot.listening.listener import SECTIONS

ROOT = Path(__file__).resolve().parents[1]
EARS = Ears.load(ROOT / "content")
LANGUAGES = ("de", "en", "es", "fr")
COMMANDS = [
    "start",
    "menu",
    "back",
    "skip",
    "pause",
    "resume",
    "repeat",
    "explain",
    "change",
    "restart",
    "stop",
    "answers",
    "pack",
    "remind",
    "words",
    "language",
    "privacy",
    "disclaimer",
    "sources",
    "about",
    "export",
    "forget",
    "help",
    "human",
]


def lines(part: str, kind: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted((ROOT / "tests" / "utterances").glob(f"{part}_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                heard, detail, text = line.split("\t")
                if heard == kind:
                    found.append((detail, text))
    return found


@pytest.mark.parametrize(("kind", "key", "target"), [("command", "command", 0.95), ("topic", "section", 0.85)])
def test_commands_and_topics_reach_their_targets_on_the_tuned_part(kind: str, key: str, target: float) -> None:
    expected = lines("tuned", kind)
    missed = [(detail, text) for detail, text in expected if EARS.listen(text)[key] != detail]  # type: ignore[literal-required]
    assert len(missed) <= (1 - target) * len(expected), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_command_and_section(language: str) -> None:
    content = words_of(ROOT / "content", language, "listening")
    assert sorted(content["commands"]) == sorted(COMMANDS)
    assert set(content["topics"]) == set(content["sections"]) == set(SECTIONS)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("could you go back please", "back"),
        ("what reminders do i have", "remind"),
        ("¿qué recordatorios tengo?", "remind"),
        ("i am so scared", "feelings"),
        ("ok skip this one", "skip"),
        ("delete everything you know about me", "forget"),
        ("stop it", "stop"),
        ("my symptoms came back", None),
        ("should I stop Tysabri", None),
        ("my back hurts a bit when I sit", None),
    ],
)
def test_a_command_is_the_whole_text_or_none(text: str, command: str | None) -> None:
    assert EARS.listen(text)["command"] == command


def test_the_language_of_the_chat_decides_between_equals() -> None:
    hearing = EARS.net.vocabulary.hear("resume")
    assert EARS.listener.hear(hearing, "en").command == "resume"
    assert EARS.listener.hear(hearing, "fr").command == "pack"


@pytest.mark.parametrize("text", ["asdf qwer", "", "42", "🙂", "what is the capital of france", "\ud800"])
def test_what_is_not_understood_carries_the_safety_line(text: str) -> None:
    answer = EARS.listen(text)
    assert answer["heard"] == "nothing"
    assert answer["safety_line"]
    assert "112" in answer["reply"]


def test_a_topic_carries_the_safety_line_too() -> None:
    answer = EARS.listen("qué muestra una resonancia")
    assert (answer["heard"], answer["section"], answer["safety_line"]) == ("topic", "monitoring", True)
    assert "112 (Europa)" in answer["reply"]


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    answer = EARS.listen(text)
    assert answer["reply"]
    assert answer["safety_line"] == (answer["heard"] in ("topic", "nothing"))
