"""How well the bot listens: recall for each level, false alarms, topics, commands and time, on tests/utterances."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bot.listening.ears import Ears  # noqa: E402 - the script also runs without an installation

LEVELS = ("emergency", "crisis", "urgent", "advice")
GROUPS = (*LEVELS, "command", "topic", "no alarm: look-alikes", "no alarm: answers", "no alarm: all")
_LOOK_ALIKES = {"quiet": "no alarm: look-alikes", "entry": "no alarm: answers"}
_Z = 1.96


class Utterance(NamedTuple):
    """One line of the evaluation set."""

    part: str
    language: str
    heard: str
    detail: str
    text: str


def utterances(folder: Path) -> list[Utterance]:
    """Read every file of the set; its name says the part and the language."""
    lines: list[Utterance] = []
    for path in sorted(folder.glob("*.tsv")):
        part, _, language = path.stem.rpartition("_")
        rows = path.read_text(encoding="utf-8").splitlines()
        lines += [Utterance(part, language, *row.split("\t")) for row in rows if not row.startswith("#")]
    return lines


def judge(ears: Ears, line: Utterance) -> dict[str, bool]:
    """Say for each figure that the line counts for whether it was right."""
    answer = ears.listen(line.text)
    expected = line.heard.split("+")[0]  # the most serious of several levels
    if expected in LEVELS:
        return {expected: answer["heard"] == expected}
    quiet = answer["heard"] not in LEVELS
    right = {"no alarm: all": quiet}
    if expected in _LOOK_ALIKES:
        right[_LOOK_ALIKES[expected]] = quiet
    elif expected in ("command", "topic"):
        right[expected] = (answer["heard"], dict(answer)[_detail(expected)]) == (expected, line.detail)
    return right


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % confidence bounds of a share."""
    share, square = right / total, _Z * _Z / total
    middle = share + square / 2
    spread = _Z * (share * (1 - share) / total + square / (4 * total)) ** 0.5
    return max(0.0, (middle - spread) / (1 + square)), min(1.0, (middle + spread) / (1 + square))


def main(arguments: list[str]) -> None:
    """Print the tables; with --misses also every line that was heard wrongly, of the tuned part only."""
    ears = Ears.load(ROOT / "content")
    lines = utterances(ROOT / "tests" / "utterances")
    tally: dict[tuple[str, str], list[bool]] = defaultdict(list)
    times = []
    for line in lines:
        started = perf_counter()
        judged = judge(ears, line)
        times.append(perf_counter() - started)
        for group, right in judged.items():
            for column in (line.part, line.language):
                tally[column, group].append(right)
            if not right and "--misses" in arguments and line.part.startswith("tuned"):
                print(f"{line.part} {line.language} {group}: {line.text!r} -> {ears.listen(line.text)}")
    for column in (*sorted({line.part for line in lines}), *sorted({line.language for line in lines})):
        print(f"\n{column:<28}{'right':>7}{'of':>6}{'share':>8}   95 % bounds")
        for group in GROUPS:
            if rights := tally[column, group]:
                low, high = wilson(sum(rights), len(rights))
                share = sum(rights) / len(rights)
                print(f"  {group:<26}{sum(rights):>7}{len(rights):>6}{share:>8.1%}   {low:.1%} to {high:.1%}")
    times.sort()
    print(f"\ntime for each text: median {times[len(times) // 2] * 1e3:.2f} ms, slowest {times[-1] * 1e3:.2f} ms")
    for name, text in long_texts().items():
        started = perf_counter()
        ears.listen(text)
        print(f"4,096 characters of {name}: {(perf_counter() - started) * 1e3:.1f} ms")


def long_texts() -> dict[str, str]:
    """The longest message Telegram carries, of several nasty kinds."""
    near_misses = " ".join(f"braethn{chr(97 + i % 26)}{chr(97 + i // 26 % 26)} ocrelizimub" for i in range(300))
    nonsense = " ".join(
        f"{i * 2654435761 % 2**40:x}".translate(str.maketrans("0123456789", "ghijklmnop")) for i in range(600)
    )
    return {
        "signs": ("i cant breathe and my chest hurts " * 200)[:4096],
        "misspelt words": near_misses[:4096],
        "nonsense": nonsense[:4096],
        "one letter": "a" * 4096,
        "one-letter words": "a b " * 1024,
        "stacked accents": "e\u0301\u0316\u0334" * 1024,
        "ligatures": "\ufdfa" * 4096,
    }


def _detail(heard: str) -> str:
    return "command" if heard == "command" else "section"


if __name__ == "__main__":
    main(sys.argv[1:])
