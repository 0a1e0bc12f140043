"""The check of the words: each kind of fault is found at its line with a cure, and the shipped words have none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from talking import CONTENT
from test_command_line import environment

from bot.content.files import ERROR, WARNING
from bot.content_check import Folder, proved
from bot.content_check.translations import stamp, translation_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.content.files import Problem

TODAY = date(2026, 11, 28)
SOURCE = "Nobody has to take part, and one can leave at any time they wish."


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the shipped words."""
    return english(tmp_path)


def english(folder: Path) -> Path:
    """Copy the shipped words in English alone: that is quicker."""
    path = folder / "content"
    shutil.copytree(CONTENT, path, ignore=shutil.ignore_patterns("es", "de", "fr", "schema"))
    return path


def planted(folder: Path, file: str, old: str, new: str) -> int:
    """Put a fault into a file and give the line on which it stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def untranslated(folder: Path) -> list[Problem]:
    """Give what is left to translate."""
    return list(translation_problems(Folder(folder, None, ())))


LONG = "Some of these words are longer than they need to be here. " * 3
HARD = "Multidisciplinary neuroimmunological reevaluation characteristically necessitates comprehensive documentation. "
TREATMENT, MONITORING, SPECIALIST = "en/treatment.yaml", "en/monitoring.yaml", "en/specialist.yaml"
OPENING, REASONS, SHARED, SHARING = "en/opening.yaml", "en/reasons.yaml", "en/shared.yaml", "en/sharing.yaml"

Fault = tuple[str, str, str, str, str]
"""A file, the words in it that are replaced and by what, the kind of the problem, and what is said of it."""

FAULTS: dict[str, Fault] = {
    "a template that names what is not there": (
        TREATMENT,
        "and when to do what{% endif %}.",
        "and when to do what{{ when }}{% endif %}.",
        "rendering",
        "names {{ when }}, which nothing fills in here",
    ),
    "a template that asks for a choice that is not there": (
        TREATMENT,
        'chosen("treatment.change", "starting", "switching"',
        'chosen("treatment.change", "starting", "swapping"',
        "rendering",
        "asks for 'swapping', which is no choice of treatment.change",
    ),
    "a template that asks for a question that is not there": (
        MONITORING,
        'chosen("monitoring.labs"',
        'chosen("monitoring.lab"',
        "rendering",
        "asks for 'monitoring.lab', which is no question; did you mean 'monitoring.labs'?",
    ),
    "a template that fails for some answers": (
        MONITORING,
        "{% else %}If a scan or a test",
        "{% else %}{{ you | plural(other='#') }} If a scan or a test",
        "rendering",
        "cannot be filled in",
    ),
    "a key that nothing uses": (
        SHARED,
        "  repeat: [again,",
        "  reapeat: [once]\n  repeat: [again,",
        "unused",
        "no command",
    ),
    "a fact not spoken": (
        "facts.yaml",
        "  new-diagnosis: A new",
        "  unspoken: A fact that nobody speaks.\n  new-diagnosis: A new",
        "facts",
        "reasons.unspoken: is not spoken in en",
    ),
    "HTML that Telegram refuses": (REASONS, "diagnosis.</b>", "diagnosis.", "markup", "markup that Telegram refuses"),
    "HTML that we do not use": (
        SPECIALIST,
        "<b>Cost.</b>",
        "<u>Cost.</u>",
        "markup",
        "has markup that is not used here (underline)",
    ),
    "a message that Telegram refuses": (
        OPENING,
        "        There are six topics",
        f"        {'word ' * 900}\n\n        There are six topics",
        "length",
        "makes a message of 4",
    ),
    "a message that is too long for a tired person": (
        REASONS,
        "        A date keeps",
        f"        {LONG}\n\n        {LONG}\n\n        {LONG}\n\n        A date keeps",
        "length",
        "words; shorten it: keep to 120",
    ),
    "a paragraph that is too long": (
        SPECIALIST,
        "        Some specialists know",
        f"        {LONG * 2}\n\n        Some specialists know",
        "length",
        "warning: has a paragraph of 72 words",
    ),
    "a sentence that is too long": (
        MONITORING,
        "        Three tools show",
        f"        {'and so on ' * 9}\n\n        Three tools show",
        "length",
        "warning: has a sentence of 27 words",
    ),
    "a label too long for a phone": (
        SPECIALIST,
        "by-video: By video",
        "by-video: By video on a phone or computer",
        "labels",
        "has 31 letters on its button",
    ),
    "a section that is hard to read": (
        MONITORING,
        "        Some changes are hard to undo.",
        f"        {HARD * 12}\n\n        Some changes are hard to undo.",
        "reading grade",
        "by the Flesch-Kincaid grade, and should at 8 or lower",
    ),
    "a medical word that is not explained": (
        TREATMENT,
        "text: Then there is time to prepare",
        "text: Demyelination takes time to prepare",
        "medical words",
        "does not explain 'demyelinat*'",
    ),
    "an emoji": (
        SHARING,
        "text: There are usual",
        "text: \N{THUMBS UP SIGN} There are usual",
        "emoji",
        "has the emoji",
    ),
    "reassurance": (
        REASONS,
        "text: Good. Clear advice leaves less doubt.",
        "text: Do not worry. Clear advice leaves less doubt.",
        "wording",
        "holds reassurance ('do not worry')",
    ),
    "an order to stop": (
        MONITORING,
        "text: Good. Copies are still useful",
        "text: '{{ You }} should simply stop it.' # ",
        "wording",
        "holds advice to start, stop or change ('you should simply stop')",
    ),
    "a diagnosis": (
        OPENING,
        "text: Good. Take all the time you need.",
        "text: This sounds like a relapse (an attack).",
        "wording",
        "holds diagnosis ('sounds like a relapse')",
    ),
    "a prognosis": (
        SPECIALIST,
        "text: Then ask what the office offers",
        "text: It will get better. Then ask what the office offers",
        "wording",
        "holds prognosis ('will get better')",
    ),
    "a shout": (SHARING, "text: What to bring and", "text: Hello! What to bring and", "wording", "an exclamation mark"),
    "a missing disclaimer": (OPENING, "{{ disclaimer }}", "Now.", "disclaimer", "does not hold {{ disclaimer }}"),
    "a review that is due": (
        "review.yaml",
        "review_due: 2027-05-28",
        "review_due: 2026-11-27",
        "review",
        "warning: the review of the words was due on 2026-11-27",
    ),
    "numbers that nobody checked for long": (
        "emergency_numbers.yaml",
        'doctor: "1450", checked: 2026-11',
        'doctor: "1450", checked: 2026-03',
        "review",
        "warning: the numbers were last checked in 2026-03",
    ),
    "a fixed reply that changed without a review": (
        "en/safety.yaml",
        "      Do not wait for an answer here.",
        "      Please do not wait for an answer here.",
        "review",
        "has changed since its review",
    ),
    "an unknown key": (
        TREATMENT,
        "    ask: What is being",
        "    asks: Again\n    ask: What is being",
        "shape",
        "asks: is not known",
    ),
    "a fact named wrongly": (
        MONITORING,
        "[monitoring.unclear-labs]",
        "[monitoring.unclear-lab]",
        "shape",
        "'monitoring.unclear-lab' is no known fact",
    ),
    "a sixth choice": (
        SPECIALIST,
        "      in-person: In person",
        "      by-letter: By letter\n      by-phone: By phone\n      in-person: In person",
        "labels",
        "is choice 6 of its question",
    ),
}

SHAPES = {"an unknown key", "a fact named wrongly", "a sixth choice"}
"""Faults in the shape of a language, of which no message is made then."""


def batches() -> Iterator[dict[str, Fault]]:
    """Put faults together that do not stand in the same file: proving the words once for each would take long."""
    for names in ([name for name in FAULTS if name not in SHAPES], sorted(SHAPES)):
        together: list[dict[str, Fault]] = []
        for name in names:
            file = FAULTS[name][0]
            free = next((one for one in together if file not in {other for other, *_ in one.values()}), None)
            if free is None:
                together.append({name: FAULTS[name]})
            else:
                free[name] = FAULTS[name]
        yield from together


@pytest.fixture(scope="module")
def problems_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[Problem]]]:
    """Give for each fault the line on which it was planted, and all problems of its copy."""
    results = {}
    for together in batches():
        folder = english(tmp_path_factory.mktemp("words"))
        lines = {name: planted(folder, file, old, new) for name, (file, old, new, _, _) in together.items()}
        problems = proved(folder, TODAY)
        results.update({name: (line, problems) for name, line in lines.items()})
    return results


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_at_its_line_with_a_cure(name: str, problems_of: dict[str, tuple[int, list[Problem]]]) -> None:
    file, _, _, kind, said = FAULTS[name]
    line, problems = problems_of[name]
    level = WARNING if said.startswith("warning: ") else ERROR
    hits = [one for one in problems if one.kind == kind and said.removeprefix("warning: ") in str(one)]
    assert hits, problems
    assert str(hits[0].file).endswith(f"/content/{file}")
    assert abs(hits[0].line - line) <= 12
    assert hits[0].level == level
    assert hits[0].cure


def test_eight_words_in_a_row_are_a_copy(copy: Path) -> None:
    (problem,) = proved(copy, TODAY, SOURCE)
    assert problem.kind == "copying"
    text = (copy / "en" / "specialist.yaml").read_text(encoding="utf-8")
    assert "nobody has to take part and one can" in str(problem)
    assert 0 < text[: text.index("Nobody has to take part")].count("\n") - problem.line < 4


def test_a_translation_that_is_missing_or_stale_is_found(copy: Path) -> None:
    shutil.copytree(CONTENT / "es", copy / "es")
    stamp(Folder(copy, None, ()), "es")
    assert untranslated(copy) == []
    line = planted(copy, "es/treatment.yaml", "title: Tratamiento", "title: Treatment and what is around it")
    planted(copy, "en/treatment.yaml", "title: Treatment", "title: Treatment and what is around it")
    planted(copy, "en/treatment.yaml", "ask: What is being discussed?", "ask: What is it that is being discussed?")
    left, stale = untranslated(copy)
    assert (left.file, left.line, left.level) == (copy / "es" / "treatment.yaml", line, ERROR)
    assert left.fault == "is still in English"
    assert (stale.place, stale.level) == ("questions.change.ask", WARNING)
    assert "second-opinion translated es treatment.yaml:questions.change.ask" in stale.cure
    _, stamped = stamp(Folder(copy, None, ()), "es", ["treatment.yaml:title", "treatment.yaml:questions.change.ask"])
    assert stamped == ["treatment.yaml:questions.change.ask"]
    assert [one.place for one in untranslated(copy)] == ["title"]
    with pytest.raises(LookupError, match=r"treatment\.yml:title"):
        stamp(Folder(copy, None, ()), "es", ["treatment.yaml:title", "treatment.yml:title"])


def test_the_shipped_words_have_no_fault() -> None:
    assert proved(CONTENT, TODAY) == []


def test_a_copied_folder_lists_what_is_left_to_translate(copy: Path) -> None:
    shutil.copytree(copy / "en", copy / "it")
    left = [one for one in untranslated(copy) if one.level == ERROR]
    assert len(left) > 300
    assert {one.file.parent.name for one in left} == {"it"}


def check(home: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the check as a maintainer does."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", "check", *words],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=environment(home, CONTENT_DIR=str(folder)),
    )


def test_errors_end_with_exit_code_2_and_machines_can_read_them(tmp_path: Path, copy: Path) -> None:
    line = planted(copy, REASONS, "text: Good. Clear advice", "text: Do not worry. Clear advice")
    planted(copy, "review.yaml", "review_due: 2027-05-28", "review_due: 2020-01-01")
    said = check(tmp_path, copy, "--json")
    assert said.returncode == 2
    error, warning = (one for one in json.loads(said.stdout) if "numbers" not in one["fault"])
    assert error == {
        "file": str(copy / REASONS),
        "line": line,
        "place": "questions.advice.guidance.none.text",
        "kind": "wording",
        "level": "error",
        "fault": "holds reassurance ('do not worry')",
        "cure": "say whom to tell, and how soon; nobody here can know that it is harmless",
    }
    assert warning["level"] == "warning"


def test_warnings_alone_are_named_and_end_well(tmp_path: Path, copy: Path) -> None:
    planted(copy, "review.yaml", "review_due: 2027-05-28", "review_due: 2020-01-01")
    said = check(tmp_path, copy)
    assert said.returncode == 0
    assert f"warning: {copy}/review.yaml:5: review_due: the review of the words was due on 2020-01-01" in said.stdout
    assert "The content is sound: en" in said.stdout
