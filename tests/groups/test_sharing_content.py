"""The words for sharing are proved like all others: each fault with its place and its cure."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from talking import CONTENT, shipped

from bot.content import ContentError, load_content
from bot.flows import IN_ORDER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("words", "instead", "place", "cure"),
    [
        ("  decision:\n", "  deciding:\n", "topics", "make them, in this order"),
        ("treatment.clarifies", "treatment.clears", "topics.treatment.facts", "use an id from facts.yaml"),
        ("  send: Send to someone\n", "", "share.send", "add it"),
        ("{{ topics }}", "{{ topics", "inline.covers", "close every"),
        ("one question at a time.\n  send", f"{'one ' * 60}\n  send", "share.words", "change it to fit"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, words: str, instead: str, place: str, cure: str) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    file = folder / "en" / "sharing.yaml"
    text = file.read_text(encoding="utf-8")
    assert words in text
    file.write_text(text.replace(words, instead), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load_content(folder)
    problem = next(one for one in raised.value.problems if one.file == file)
    assert (problem.place, problem.cure[: len(cure)]) == (place, cure)
    assert problem.line > 0


def test_no_words_shout() -> None:
    for language in shipped().languages.values():
        assert "!" not in language.sharing.model_dump_json()
        assert tuple(language.sharing.topics) == IN_ORDER
