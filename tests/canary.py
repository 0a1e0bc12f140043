"""Somebody whose every detail is a string found nowhere else, and the search for those strings."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

USER = 7_283_946_150_123
TOKEN = "8123456789:Zq7CanaryTokenZq7"
MASTER = "Zq7-canary-master-secret-1f0c7d5b9a3e"
NAME, LAST_NAME, USERNAME = "Zq7Firstname", "Zq7Lastname", "zq7username"


@dataclass
class Canary:
    """All strings that must turn up nowhere."""

    words: list[str] = field(
        default_factory=lambda: [NAME, LAST_NAME, USERNAME, TOKEN, TOKEN.partition(":")[2], MASTER]
    )

    def text(self, what: str) -> str:
        """Make a text to be typed, and look out for it from now on."""
        made = f"Zq7{what.title().replace('.', '').replace('-', '')}Zq7"
        self.words.append(made)
        return made

    def found_in(self, places: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Give every place that holds one of the strings, in whatever form."""
        forms = set(self._forms())
        return [(name, form) for name, content in places for form in forms if form in content]

    def _forms(self) -> Iterator[bytes]:
        yield from (str(USER).encode(), USER.to_bytes(8), USER.to_bytes(8, "little"), f"{USER:x}".encode())
        for word in self.words:
            yield from (word.encode(), word.encode("utf-16-le"), word.casefold().encode(), word.encode().hex().encode())
            # Base64 depends on where in the text a word begins; only what is made of the word alone does not change.
            yield from (_in_base64(word.encode(), at) for at in range(3))


def _in_base64(word: bytes, at: int) -> bytes:
    return base64.b64encode(b" " * at + word)[-(-4 * at // 3) : 4 * (at + len(word)) // 3]


def files_in(folder: Path, since: float = 0) -> Iterator[tuple[str, bytes]]:
    """Give every file below a folder that was changed since then; one that goes away meanwhile is passed over."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime >= since:
                yield str(path.name), path.name.encode() + (path.read_bytes() if path.is_file() else b"")
