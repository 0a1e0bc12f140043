"""People who go through the talk while workers die, and what must be true of them afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from talking import Talk
from walks import TO_A_LIST

from bot.local_telegram.patient import Patient

if TYPE_CHECKING:
    from pathlib import Path

    from bot.local_telegram.api import LocalTelegram
    from bot.session import Session

MOST_NOTES = 24
"""How many entries each person types; the list takes a few more."""


AGREED = 3
"""How many steps lead to the consent; before it nothing is stored, so that a worker's death loses the place."""


@dataclass
class Person:
    """Someone who says and taps the same as everyone else, one thing after the other."""

    patient: Patient
    done: int = 0
    updates: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_through(self) -> bool:
        """Say whether nothing is left to do."""
        return self.done == len(SCRIPT)

    def act(self) -> None:
        """Do the next thing."""
        if not self.is_through:
            kind, words = SCRIPT[self.done]
            self.done += 1
            self.updates.append(self.patient.say(words) if kind == "say" else self.patient.tap_data(words, 1))

    def unanswered(self, expected: list[list[str]]) -> int:
        """Count the answers that have not come yet."""
        return sum(len(texts) for texts in expected[: self.done]) - len(self.texts())

    def texts(self) -> list[str]:
        """Give what was sent to this person, in order."""
        return [
            call.parameters["text"]
            for call in self.patient.telegram.called("sendMessage")
            if call.parameters["chat_id"] == self.patient.chat.id and call.result
        ]

    def check(self, session: Session, expected: list[list[str]]) -> int:
        """Prove that everything done took effect once and was answered, and give how many answers came again."""
        notes = [words for _, words in SCRIPT[: self.done] if words.startswith("note")]
        assert list(session.entries("preparation.timeline").values()) == notes
        wanted = [text for texts in expected[: self.done] for text in texts]
        seen, again = 0, 0
        for text in self.texts():
            if seen < len(wanted) and text == wanted[seen]:
                seen += 1
            else:
                assert text in wanted[max(0, seen - 2) : seen], (
                    f"{text!r} came, which nobody asked for, after {wanted[max(0, seen - 2) : seen]}"
                )
                again += 1
        assert seen == len(wanted), f"the answer to {SCRIPT[min(seen, len(SCRIPT) - 1)]} is missing"
        return again


def _script() -> list[tuple[str, str]]:
    steps = [("say", "/start"), *(("tap", data) for data in TO_A_LIST)]
    for number in range(MOST_NOTES):
        steps += [("say", f"note {number}"), ("tap", "show:page:help" if number % 2 else "show:answers")]
    return steps


SCRIPT = _script()
"""Everything that each person does, in order."""


def people(telegram: LocalTelegram, number: int) -> list[Person]:
    """Give so many people who have not begun."""
    return [Person(Patient(telegram, name=f"Person {each}")) for each in range(number)]


async def expected_texts(folder: Path) -> list[list[str]]:
    """Give what each step of the script is answered with when nothing fails."""
    expected = []
    async with Talk(folder) as talk:
        person = Person(talk.patient)
        while not person.is_through:
            before = len(person.texts())
            person.act()
            await talk.settled()
            expected.append(person.texts()[before:])
    assert all(expected), "a step without an answer proves nothing"
    return expected
