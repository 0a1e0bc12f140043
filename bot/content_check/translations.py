"""Translations: nothing is left in English, and none is older than the English it was made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.content.files import WARNING
from bot.content.review import fingerprint
from bot.content_check.folder import ENGLISH
from bot.content_check.texts import TYPED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from bot.content.files import ContentFile, Problem, Where
    from bot.content_check.folder import Folder

KIND = "translation"

STAMPS = "translated_from.yaml"
"""The file of a language with a fingerprint of the English that each text was translated from."""

OWN = (TYPED - {"filename"}) | {"language_name", "medical_words", "not_entries", "typed_all", "typed_except"}
"""Parts that each language has for itself."""

OWN_NAMES = {"person"}
"""Parts in which each language has names of its own, as its grammar needs them."""

ASKED = {"ask_doctor", "for_every_visit"}
"""Parts whose names are kept with a person's answers, so that they have to be the same in every language."""

FEWEST_WORDS = 4
"""From how many words on the same text in two languages was forgotten, and is no name or number."""

_FILLED_IN = re.compile(r"<[^>]*>|\{\{.*?\}\}|\{%.*?%\}")
"""What is the same in every language: markup, and where words are filled in."""

_HEAD = """\
# The English that each text was translated from, as a fingerprint; "second-opinion check" warns when it has changed.
# Written by: second-opinion translated {code}
"""


def translation_problems(folder: Folder) -> Iterator[Problem]:
    """Give every text that is still English, and every one whose English has changed since it was translated."""
    for code in folder.codes:
        if code != ENGLISH and ENGLISH in folder.codes:
            yield from _of(folder, code)


def _of(folder: Folder, code: str) -> Iterator[Problem]:
    stamped = stamps(folder, code)
    for name, file in folder.spoken(code):
        english = english_texts(folder, name)
        yield from _unpaired(english, file)
        for where, words in file.texts():
            place = ".".join(map(str, where))
            original = english.get(where)
            if original is None:
                continue
            if _is_still(original, words):
                yield file.problem(where, "is still in English", "translate it", KIND)
            elif (old := stamped.get(name, {}).get(place)) != fingerprint(original):
                fault = "has a changed English text since it was translated" if old else "has no stamp of its English"
                compare = "translate it, or leave it as it is" if words == original else "compare the two"
                cure = f"{compare}, then run: second-opinion translated {code} {name}:{place}"
                yield file.problem(where, fault, cure, KIND, WARNING)


def _is_still(english: str, words: str) -> bool:
    """Say whether words were left in English; a name or a number is the same in two languages."""
    return words == english and len(_FILLED_IN.sub(" ", words).split()) >= FEWEST_WORDS


def _unpaired(english: Mapping[Where, str], file: ContentFile) -> Iterator[Problem]:
    """Give what only one of the two languages has, where both need it."""
    there = {where for where, _ in file.texts()}
    for where in english:
        if where not in there and not OWN_NAMES & set(where):
            yield file.problem(where, "is missing; the English has it", "translate it", KIND)
    for where in there - english.keys():
        if ASKED & set(where):
            yield file.problem(where, "is a question that the English does not have", "name it as in English", KIND)


def english_texts(folder: Folder, name: str) -> dict[Where, str]:
    """Give the texts of an English file that have to be translated, by their places."""
    return {where: words for where, words in folder.one(f"{ENGLISH}/{name}").texts() if not OWN & set(where)}


def stamps(folder: Folder, code: str) -> dict[str, dict[str, str]]:
    """Give the fingerprints of the English that a language was translated from, by file and place."""
    file: ContentFile = folder.one(f"{code}/{STAMPS}")
    return {name: dict(places) for name, places in file.data.items() if isinstance(places, dict)}


def stamp(folder: Folder, code: str, wanted: Collection[str] = ()) -> tuple[Path, list[str]]:
    """Write down that texts of a language say what their English says now; what is still in English gets no stamp.

    Args:
        folder: The content.
        code: The language that was translated.
        wanted: Files, and ``file:place`` with everything within it; all texts when empty.

    Returns:
        The file written, and the places whose stamps in it are new or changed.

    Raises:
        LookupError: Nothing is translated at one of the places; no stamp is written.
    """
    old, new = stamps(folder, code), dict[str, dict[str, str]]()
    left, changed = dict.fromkeys(wanted), list[str]()
    for name, file in folder.spoken(code):
        english = english_texts(folder, name)
        for where, words in file.texts():
            place = ".".join(map(str, where))
            known = old.get(name, {}).get(place)
            if where not in english:
                continue
            meant = [one for one in wanted if _holds(one, name, place)]
            for one in meant:
                left.pop(one, None)
            done = (meant or not wanted) and not _is_still(english[where], words)
            value = fingerprint(english[where]) if done else known
            if value != known:
                changed.append(f"{name}:{place}")
            if value:
                new.setdefault(name, {})[place] = value
    if left:
        raise LookupError(", ".join(left))
    path = folder.path / code / STAMPS
    lines = [
        line
        for name, places in new.items()
        for line in (f"{name}:", *(f"  {place}: {value}" for place, value in places.items()))
    ]
    path.write_text(_HEAD.format(code=code) + "\n".join(lines) + "\n", encoding="utf-8")
    return path, changed


def _holds(wanted: str, name: str, place: str) -> bool:
    """Say whether a text is meant by a file, or by a place in it that it is part of."""
    name_wanted, _, place_wanted = wanted.partition(":")
    return name == name_wanted and (not place_wanted or f"{place}.".startswith(f"{place_wanted}."))
