"""The score sheets of the words, as a page: what a machine can judge is judged, what needs people is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.content_check import proved
from bot.content_check.folder import Folder
from bot.content_check.texts import texts_of
from bot.flows import IN_ORDER, OPENING
from bot.score_sheets.clear_communication import CLEAR_COMMUNICATION
from bot.score_sheets.coga import COGA
from bot.score_sheets.evidence import Evidence
from bot.score_sheets.ipdas import IPDAS
from bot.score_sheets.pemat import PEMAT
from bot.score_sheets.sheet import DOES_NOT_APPLY, NO, NOT_DONE, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from bot.score_sheets.sheet import Item, Sheet

SHEETS = (PEMAT, CLEAR_COMMUNICATION, COGA, IPDAS)
SECTIONS = (OPENING.name, *IN_ORDER)

_HEAD = """\
# The words, measured

Made by `second-opinion scores`; a test fails when it is not fresh. A machine has judged every *yes* and *no* here, by
the rules in `bot/content_check/` and `bot/score_sheets/`, or a test named beside the item holds the bot to it. What the
machine looked for stands in the column *how*. It is less than the item asks, and less than a person sees who reads: a
sheet full of *yes* says that nothing was found, not that the words are good.

**Not done** is what needs people. Nobody has done it: no clinician has reviewed the words, no patient has tested them,
and nobody has measured an effect. The sheets are other people's, and none of them has approved this bot.
"""

_GRADES = ("language", "file", "words", "formula", "value", "limit", "active voice, roughly")


def as_markdown(path: Path, today: date) -> str:
    """Give the page for a content folder."""
    folder = Folder.read(path)
    problems = proved(path, today)
    languages = {code: list(texts_of(folder, code)) for code in folder.codes}
    evidence = {
        code: {
            name: Evidence(
                code,
                name,
                own := [text for text in texts if text.name == name],
                [one for one in problems if own and one.file == own[0].file.path],
                {text.place: text for text in texts},
            )
            for name in dict.fromkeys(text.name for text in texts)
        }
        for code, texts in languages.items()
    }
    whole = [
        Evidence(
            code,
            "",
            texts,
            [one for one in problems if one.file.parent.name == code],
            {text.place: text for text in texts},
        )
        for code, texts in languages.items()
    ]
    blocks = [_HEAD, *_reading(evidence)]
    for sheet in SHEETS:
        blocks += _of_sections(sheet, evidence) if sheet.of_sections else _of_the_whole(sheet, whole)
    return "\n".join(blocks)


def _reading(evidence: dict[str, dict[str, Evidence]]) -> Iterator[str]:
    yield "## Words and reading grade\n"
    yield "Every file of a language that has a hundred words or more. `second-opinion check` fails beyond the limit.\n"
    yield f"| {' | '.join(_GRADES)} |\n|{' --- |' * len(_GRADES)}"
    for code, files in evidence.items():
        for name, one in files.items():
            if grade := one.grade:
                active = "not counted" if one.active is None else f"{one.active:.0%}"
                limits = f"{grade.formula.name} | {grade.value:.1f} | {grade.formula.asks}"
                yield f"| {code} | {name} | {one.words} | {limits} | {active} |"
    yield ""


def _of_sections(sheet: Sheet, evidence: dict[str, dict[str, Evidence]]) -> Iterator[str]:
    yield f"## {sheet.title}\n\n{sheet.source}.\n"
    yield f"| item | | how | {' | '.join(SECTIONS)} |\n| --- | --- | --- |{' --- |' * len(SECTIONS)}"
    for item in sheet.items:
        cells = [_cell(item, [files[name] for files in evidence.values() if name in files]) for name in SECTIONS]
        yield f"| {item.number} | {_words(item)} | {' | '.join(cells)} |"
    yield f"\n{_sum(sheet, [files[name] for files in evidence.values() for name in SECTIONS if name in files])}\n"


def _of_the_whole(sheet: Sheet, whole: Sequence[Evidence]) -> Iterator[str]:
    yield f"## {sheet.title}\n\n{sheet.source}.\n"
    yield "| item | | how | |\n| --- | --- | --- | --- |"
    for item in sheet.items:
        yield f"| {item.number} | {_words(item)} | {_cell(item, whole)} |"
    yield f"\n{_sum(sheet, whole)}\n"


def _words(item: Item) -> str:
    how = (item.sign, item.remark, f"held by `{item.held_by}`" if item.held_by else "")
    return f"{item.words} | {', '.join(one for one in how if one)}"


def _cell(item: Item, evidence: Sequence[Evidence]) -> str:
    """Give the verdict, or one for each language when they differ."""
    verdicts = {one.code: item.verdict(one) for one in evidence}
    if len(set(verdicts.values())) == 1:
        return next(iter(verdicts.values()))
    return ", ".join(f"{code}: {verdict}" for code, verdict in verdicts.items())


def _sum(sheet: Sheet, evidence: Sequence[Evidence]) -> str:
    verdicts = [item.verdict(one) for item in sheet.items for one in evidence]
    judged = verdicts.count(YES) + verdicts.count(NO)
    not_done = sum(item.judge is None and not item.held_by and item.applies for item in sheet.items)
    return (
        f"Judged by machine: {verdicts.count(YES)} of {judged} yes. Items {NOT_DONE}: {not_done}."
        f" Items that do not apply ({DOES_NOT_APPLY}): {sum(not item.applies for item in sheet.items)}."
    )
