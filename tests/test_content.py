"""The words: the shipped ones are sound, and every kind of fault is found with its place and cure."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from talking import CONTENT, shipped

from bot.content import ContentError, load_content, pieces

if TYPE_CHECKING:
    from pathlib import Path


def test_every_fact_is_spoken() -> None:
    content = shipped()
    assert len(content.facts) == 56
    for language in content.languages.values():
        spoken = {fact for section in language.sections.values() for piece in pieces(section) for fact in piece.facts}
        assert spoken == set(content.facts)


def test_every_guidance_names_its_facts() -> None:
    for language in shipped().languages.values():
        silent = [
            (section, name, choice)
            for section, words in language.sections.items()
            for name, question in words.questions.items()
            for choice, piece in question.guidance.items()
            if section != "opening" and not piece.facts
        ]
        assert not silent


def test_labels_fit_a_phone() -> None:
    for language in shipped().languages.values():
        for section in language.sections.values():
            for question in section.questions.values():
                assert not [
                    label for label in question.choices.values() if len(label.replace("{{ my }}", "their")) > 32
                ]


def faults(folder: Path, file: str, old: str, new: str) -> list[str]:
    """Give the problems of the shipped content with one change in it."""
    copy = folder / "content"
    if not copy.exists():
        shutil.copytree(CONTENT, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_content(copy)
    return [str(problem).removeprefix(f"{copy}/") for problem in error.value.problems]


TREATMENT = "en/treatment.yaml"
SHARED = "en/shared.yaml"
FAULTS = [
    (TREATMENT, "    ask: What is being", "    aks: What is being", "questions.change.ask: is missing; add it"),
    (
        TREATMENT,
        "    ask: What is being",
        "    aks: What is being",
        "questions.change.aks: is not known here; did you mean 'ask'?",
    ),
    (TREATMENT, "      starting: Starting", "      begin: Starting", "make them, in this order: starting, switching"),
    (
        TREATMENT,
        "      starting:\n        text",
        "      begin:\n        text",
        "guidance: there is no guidance for 'starting'",
    ),
    (TREATMENT, "starting: [start,", "begin: [start,", "typed.begin: is no choice of this question; remove it"),
    (TREATMENT, "  change:\n", "  switch:\n", "questions: the question 'change' has no words; add them"),
    (TREATMENT, "[treatment.clarifies]", "[treatment.clarify]", "'treatment.clarify' is no known fact; use an id"),
    (TREATMENT, "        facts: [treatment.clarifies]\n", "", "guidance.not-sure.facts: is missing; name the facts"),
    (TREATMENT, "title: Treatment", "title: ''", "title: is empty; write the words"),
    (TREATMENT, "{{ have_you }}", "{{ have_you", "questions.type.ask: has a broken template"),
    (TREATMENT, "title: Treatment", "title: Treatment: all", "is no valid YAML"),
    (TREATMENT, "title: Treatment", "title: Treatment\ntitle: Again", "title: stands twice; keep one of the two"),
    (SHARED, "\npages:", "\nsides:", "pages: is missing; add it"),
    (
        SHARED,
        "name: Second opinion on MS treatment",
        "name: " + "x" * 65,
        "profile.name: String should have at most 64",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_file_line_and_cure(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    text = (CONTENT / file).read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    found = [one for one in faults(tmp_path, file, old, new) if one.startswith(file) and said in one]
    assert found
    assert 0 < int(found[0].split(":")[1]) <= line + 12


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    faults(tmp_path, "en/treatment.yaml", "title: Treatment", "titel: Treatment")
    found = faults(tmp_path, "en/monitoring.yaml", "    ask: Is a blood", "    asks: Is a blood")
    assert {one.split(":")[0] for one in found} == {"en/treatment.yaml", "en/monitoring.yaml"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "en" / "decision.yaml").unlink()
    with pytest.raises(
        ContentError, match=r"decision\.yaml: cannot be read \(No such file or directory\); put the file there"
    ):
        load_content(tmp_path / "content")


def test_a_folder_without_a_language_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no language"):
        load_content(tmp_path)


def test_yes_and_no_stay_words(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    path = tmp_path / "content" / "en" / "monitoring.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"no": "No"', "no: No"), encoding="utf-8")
    assert load_content(tmp_path / "content").language("en").question("monitoring.labs").choices["no"] == "No"
