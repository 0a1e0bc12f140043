"""Reviews: the dates on which words and numbers must be looked at again, and the stamps of the fixed replies."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.content.files import WARNING, read
from bot.content.review import fingerprint
from bot.listening.files import languages, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.content.files import Problem
    from bot.content_check.folder import Folder

KIND = "review"
FILE = "review.yaml"

NUMBERS_HOLD = timedelta(days=215)
"""How long emergency numbers count as checked: six months from the end of the month of the check."""


def review_problems(folder: Folder, today: date) -> Iterator[Problem]:
    """Give every review date that is past, and every fixed reply that changed since it was stamped."""
    file = read(folder.path / FILE, [])
    if folder.content and folder.content.review.review_due < today:
        fault = f"the review of the words was due on {folder.content.review.review_due}"
        cure = "look through them, then set words_of, review_due and reviewed_by"
        yield file.problem(("review_due",), fault, cure, KIND, WARNING)
    numbers = read(folder.path / "emergency_numbers.yaml", [])
    for country, entry in numbers.data.items():
        if (checked := _month(entry.get("checked", ""))) is None or checked + NUMBERS_HOLD < today:
            fault = f"the numbers were last checked in {entry.get('checked', 'no known month')}"
            cure = "check them against their source, then set the month"
            yield numbers.problem((country, "checked"), fault, cure, KIND, WARNING)
    yield from _unstamped(folder)


def _unstamped(folder: Folder) -> Iterator[Problem]:
    if folder.content is None:
        return
    for code in languages(folder.path):
        stamped = folder.content.review.safety_replies.get(code, {})
        for name, words in replies(folder, code).items():
            stamp = stamped.get(name)
            if stamp is None or stamp.words != fingerprint(words):
                fault = "has changed since its review" if stamp else "has no review stamp"
                cure = f'have it reviewed, then run: second-opinion reviewed {code} --by "NAME, DATE"'
                file = read(folder.path / code / "safety.yaml", [])
                yield file.problem(("replies", name, "text"), fault, cure, KIND)


def replies(folder: Folder, code: str) -> Mapping[str, str]:
    """Give the fixed replies of the safety net in a language, by name."""
    return {name: entry["text"] for name, entry in words_of(folder.path, code, "safety")["replies"].items()}


def stamp(folder: Folder, code: str, reviewed: str) -> int:
    """Stamp the fixed replies of a language that have changed, and say how many.

    Raises:
        OSError: The language has no fixed replies.
    """
    known = folder.content.review.safety_replies if folder.content else {}
    all_stamps = {
        language: {name: (one.words, one.reviewed) for name, one in entry.items()} for language, entry in known.items()
    }
    old = all_stamps.get(code, {})
    all_stamps[code] = {
        name: old[name] if name in old and old[name][0] == fingerprint(words) else (fingerprint(words), reviewed)
        for name, words in replies(folder, code).items()
    }
    lines = ["safety_replies:"]
    for language, entry in sorted(all_stamps.items()):
        lines.append(f"  {language}:")
        lines += [f'    {name}: {{words: {one}, reviewed: "{by}"}}' for name, (one, by) in entry.items()]
    path = folder.path / FILE
    head = re.split(r"^safety_replies:", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return sum(old.get(name) != one for name, one in all_stamps[code].items())


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
