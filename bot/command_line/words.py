"""The commands for the words: prove them, and stamp what was translated or reviewed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - typer reads the types
from typing import Annotated

import typer

from bot.content import load_content
from bot.content.files import ERROR, Problem
from bot.content_check import Folder, proved, review, translations
from bot.content_check.folder import ENGLISH
from bot.content_check.schema import schema_files
from bot.listening.files import languages
from bot.score_sheets import as_markdown
from bot.settings import read_settings

WRONG = 2
"""The exit code when the words have an error."""

Code = Annotated[str, typer.Argument(help="The language, such as es.")]


def check(
    *,
    source: Annotated[Path | None, typer.Option(help="The source text, of which nothing may be copied.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON, for machines.")] = False,
) -> None:
    """Prove the words: every fault with its file, line and cure; exit code 2 when one of them is an error."""
    folder = read_settings().content_dir
    problems = proved(folder, datetime.now(UTC).date(), _source_text(source) if source else "")
    errors = [one for one in problems if one.level == ERROR]
    if as_json:
        typer.echo(json.dumps([_as_data(one) for one in problems], ensure_ascii=False, indent=1))
    else:
        for one in problems:
            typer.echo(f"{one.level}: {one}" if one not in errors else str(one), err=one in errors)
        warnings = _counted(len(problems) - len(errors), "warning")
        if errors:
            files = _counted(len({one.file for one in errors}), "file")
            typer.echo(f"{_counted(len(errors), 'error')} in {files}, and {warnings}.")
        else:
            codes = ", ".join(sorted(path.parent.name for path in folder.glob("*/shared.yaml")))
            typer.echo(f"The content is sound: {codes}{f', with {warnings}' if problems else ''}.")
    if errors:
        raise typer.Exit(WRONG)


def translated(
    language: Code,
    places: Annotated[
        list[str] | None, typer.Argument(help="Files, or places in them such as reasons.yaml:title; else all.")
    ] = None,
) -> None:
    """Stamp a translation: its texts say what their English says now."""
    folder = Folder.read(read_settings().content_dir)
    _must_be_one_of(language, [code for code in folder.codes if code != ENGLISH])
    try:
        path, changed = translations.stamp(folder, language, places or ())
    except LookupError as missing:
        fault = f"nothing is translated at {missing}; name a file, or file:place as the check does"
        raise typer.BadParameter(fault, param_hint="PLACES") from missing
    for place in changed:
        typer.echo(f"stamped: {place}")
    typer.echo(f"{path}: {_counted(len(changed), 'stamp')} new or changed.")


def reviewed(
    language: Code,
    by: Annotated[str, typer.Option("--by", help='Who reviewed the words and when, else "none yet".')],
) -> None:
    """Stamp the fixed replies of the safety net that have changed."""
    folder = Folder.read(read_settings().content_dir)
    _must_be_one_of(language, languages(folder.path))
    changed = _counted(review.stamp(folder, language, by), "stamp")
    typer.echo(f"{folder.path / review.FILE}: {changed} new or changed.")


def schema() -> None:
    """Write the shapes of the content files for editors: content/schema/ and .vscode/settings.json."""
    folder = read_settings().content_dir
    written = list(schema_files(folder, load_content(folder).facts))
    for path, text in written:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    typer.echo(f"{len(written)} files are written.")


def scores() -> None:
    """Print the score sheets of the words (docs/quality.md)."""
    typer.echo(as_markdown(read_settings().content_dir, datetime.now(UTC).date()), nl=False)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _source_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"cannot be read ({error})", param_hint="--source") from error


def _must_be_one_of(language: str, known: list[str]) -> None:
    if language not in known:
        raise typer.BadParameter(f"there are no such words of it; there are: {', '.join(known) or 'none'}")


def _as_data(problem: Problem) -> dict[str, str | int]:
    return {
        "file": str(problem.file),
        "line": problem.line,
        "place": problem.place,
        "kind": problem.kind,
        "level": problem.level,
        "fault": problem.fault,
        "cure": problem.cure,
    }
