"""Trains the small ears in content/hunches on examples: python -m benchmarks.train_hunches, or make train.

Needs scikit-learn (for training only; the bot itself does not). It learns from benchmarks/training and from the tuned
part of tests/utterances, never from the held-back part or an exam that is still blind. The figures that it prints, and
the threshold, come from lines that the model had not learned from; only how rare a feature is was counted in all. They
are a quarter of the lines, with all that a line with {choices} stands for. Files in several languages say much the same
in the same order, so what stands in the same stretch of them is left out together.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from math import prod
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parents[1]

from bot.listening.hunch import features  # noqa: E402
from bot.safety import SafetyNet  # noqa: E402

LEVELS = ("emergency", "crisis", "urgent", "advice")
NOTHING = "nothing"
FALSE_ALARMS = 0.0505
"""So many of the unseen lines with nothing in them may pass the threshold; most of these are hard look-alikes."""

VARIANTS = 10
"""How many of the texts that a line with {choices} stands for are learned from."""

STRETCH = 5
"""So many neighbouring lines are left out together."""

TYPING_MISTAKES = 0.15

RARITY = {"alarms": 3, "requests": 2, "languages": 2}
"""The power to which the rarity of a feature counts: a rare word says more about a text than one that is everywhere."""

RAREST = 3
SMALLEST = {"alarms": 5, "requests": 18, "languages": 8}
"""Features in fewer texts, and weights of fewer tenths, are left out."""

Rows: TypeAlias = csr_matrix
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Example(NamedTuple):
    """A text, what is meant by it, the stretch of files that it comes from, its language and how much it counts."""

    heard: str
    text: str
    stretch: str
    language: str
    weight: float = 1.0


def examples() -> list[Example]:
    """All texts to learn from."""
    found: list[Example] = []
    for path in sorted((ROOT / "benchmarks" / "training").glob("*.tsv")):
        rows = _rows(path)
        for stretch, (heard, text) in zip(_stretches(path, rows), rows, strict=True):
            variants = _variants(text)
            weight = len(variants) ** -0.5
            found += [Example(heard, variant, stretch, path.stem[-2:], weight) for variant in variants]
    for path in sorted((ROOT / "tests" / "utterances").glob("tuned_*.tsv")):
        rows = _rows(path)
        for stretch, (heard, detail, text) in zip(_stretches(path, rows), rows, strict=True):
            found.append(Example(f"{heard}:{detail}" if detail else heard, text, stretch, path.stem[-2:]))
    chance = random.Random(1)  # noqa: S311 - always the same
    return found + [
        example._replace(text=_misspelt(example.text, chance), weight=example.weight / 2)
        for example in found
        if chance.random() < TYPING_MISTAKES
    ]


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _stretches(path: Path, rows: list[list[str]]) -> list[str]:
    """For each row, where among those of its kind it stands, in words that are the same for files that mirror it."""
    many, before = Counter(row[0] for row in rows), Counter[str]()
    stretches = []
    for kind, *_ in rows:
        share = before[kind] * max(1, many[kind] // STRETCH) // many[kind]
        stretches.append(f"{path.stem[:-2]} {kind} {share}")
        before[kind] += 1
    return stretches


def _variants(text: str) -> list[str]:
    """Some of the texts that {one|or another} stands for, always the same ones."""
    chance = random.Random(text)  # noqa: S311 - always the same
    many = prod(max(2, choice.count("|") + 1) for choice in _CHOICE.findall(text))
    wanted = many if many <= 3 * VARIANTS else VARIANTS
    found: dict[str, None] = {}
    for _ in range(4 * wanted):
        variant = text
        while choice := _CHOICE.search(variant):
            options = choice[1].split("|") if "|" in choice[1] else [choice[1], ""]
            variant = variant[: choice.start()] + chance.choice(options) + variant[choice.end() :]
        found[" ".join(variant.split())] = None
        if len(found) == wanted:
            break
    return list(found)


def _misspelt(text: str, chance: random.Random) -> str:
    """The text with a letter left out, doubled or swapped in every twenty or so."""
    letters = list(text)
    for _ in range(1 + len(text) // 20):
        place = chance.randrange(len(letters))
        if letters[place].isalpha():
            letters[place] = chance.choice(["", letters[place] * 2, *letters[place - 1 : place]])
    return "".join(letters)


class Table:
    """Texts as numbers: how often each feature is in each text, by the root of their number."""

    def __init__(self, counts: list[Counter[str]]) -> None:
        texts = Counter(feature for count in counts for feature in count)
        self.names = sorted(feature for feature, number in texts.items() if number >= RAREST)
        self._places = {name: place for place, name in enumerate(self.names)}

    def rows(self, counts: list[Counter[str]]) -> Rows:
        """A sparse matrix with a row for each text."""
        values, places, ends = [], [], [0]
        for count in counts:
            scale = max(1, count.total()) ** -0.5
            for feature, number in count.items():
                if feature in self._places:
                    places.append(self._places[feature])
                    values.append(number * scale)
            ends.append(len(places))
        return csr_matrix((values, places, ends), shape=(len(counts), len(self.names)), dtype=np.float32)


class Model(NamedTuple):
    """What a feature says for each kind, and what each kind has without any."""

    slopes: np.ndarray
    biases: np.ndarray

    @classmethod
    def learned(cls, rows: Rows, meant: np.ndarray, weights: np.ndarray) -> Model:
        """The mean of two learners, which is better than either.

        Logistic regression gives the odds of each kind; the other looks at each kind alone and not at all at what is
        already clear, and its answers, which are no odds, are stretched as wide as the first one's.
        """
        odds = LogisticRegression(C=100.0, max_iter=250).fit(rows, meant, sample_weight=weights)
        clear = SGDClassifier("modified_huber", alpha=3e-6, max_iter=30, tol=None, average=True, random_state=1)
        clear.fit(rows, meant, sample_weight=weights)
        wide = odds.decision_function(rows).std() / clear.decision_function(rows).std()
        slopes, biases = clear.coef_ * wide, clear.intercept_ * wide
        return cls((odds.coef_ + slopes) / 2, (odds.intercept_ + biases) / 2)

    def judge(self, rows: Rows) -> np.ndarray:
        """A number for each text and kind; differences are odds, in natural logarithms."""
        judged: np.ndarray = rows @ self.slopes.T + self.biases
        return judged


def train(name: str, title: str, chosen: list[tuple[Example, str, float]], counts: dict[str, Counter[str]]) -> None:
    """Learn one table and write it; each example comes with its kind and how much it counts."""
    kinds = sorted({kind for _, kind, _ in chosen} - {NOTHING}, key=lambda kind: (*LEVELS, kind).index(kind))
    order = [*kinds, NOTHING] if any(kind == NOTHING for _, kind, _ in chosen) else kinds
    nothing = len(order) > len(kinds)
    bags = [counts[example.text] for example, _, _ in chosen]
    table = Table(bags)
    rows = table.rows(bags)
    rarity = _rarity(rows, RARITY[name])
    rows @= diags(rarity)
    meant = np.array([order.index(kind) for _, kind, _ in chosen])
    weights = np.array([weight for _, _, weight in chosen])
    stretches = np.array([example.stretch for example, _, _ in chosen])
    threshold = _tried(rows, meant, weights, stretches, kinds) if nothing and name == "alarms" else 0.0
    model = Model.learned(rows, meant, weights)
    less = (model.slopes[-1], model.biases[-1]) if nothing else (model.slopes.mean(axis=0), 0.0)
    columns = [np.rint((model.slopes[place] - less[0]) * rarity * 10).astype(int) for place in range(len(kinds))]
    biases = [round(float(model.biases[place] - less[1]) * 10) for place in range(len(kinds))]
    text = f"# {title} Weights in tenths, written by benchmarks/train_hunches.py; see there.\n".replace("\t", " ")
    text += "\t".join(["#kinds", *kinds]) + "\n"
    text += "\t".join(["#thresholds", *[f"{threshold:.2f}"] * len(kinds)]) + "\n"
    text += "\t".join(["", *map(str, biases)]) + "\n"
    kept = 0
    for feature, numbers in zip(table.names, zip(*columns, strict=True), strict=True):
        if max(map(abs, numbers)) >= SMALLEST[name]:
            cells = (str(number) if abs(number) >= SMALLEST[name] else "" for number in numbers)
            text += "\t".join([feature, *cells]).rstrip("\t") + "\n"
            kept += 1
    (ROOT / "content" / "hunches" / f"{name}.tsv").write_text(text, encoding="utf-8")
    print(f"  {kept} features, {len(text.encode()) // 1024} KB, from {len(chosen)} texts")


def _rarity(rows: Rows, power: int) -> np.ndarray:
    """For each feature the power of the logarithm of how rare it is (inverse document frequency), 1 on average."""
    found: np.ndarray = np.log(rows.shape[0] / (1 + np.asarray((rows > 0).sum(axis=0)).ravel())) ** power
    rarity: np.ndarray = found / found.mean()
    return rarity


def _tried(rows: Rows, meant: np.ndarray, weights: np.ndarray, stretches: np.ndarray, kinds: list[str]) -> float:
    """Learn from three quarters of the lines, say how well that does on the rest, and give the threshold."""
    learned, left = next(GroupKFold(4).split(rows, meant, stretches))
    unseen = Model.learned(rows[learned], meant[learned], weights[learned]).judge(rows[left])
    odds, meant, weights = (unseen - unseen[:, -1:])[:, :-1], meant[left], weights[left]
    loudness = np.log(np.exp(odds).sum(axis=1))
    ordinary = meant == len(kinds)
    order = np.argsort(-loudness[ordinary])
    share = np.cumsum(weights[ordinary][order]) / weights[ordinary].sum()
    threshold = float(loudness[ordinary][order][int(np.searchsorted(share, FALSE_ALARMS))])
    print(f"threshold {threshold:.2f}; of lines that were not learned from")
    for place, kind in enumerate(kinds):
        own = meant == place
        heard = loudness[own] > threshold
        right = heard & (odds[own].argmax(axis=1) == place)
        some, same = np.average(heard, weights=weights[own]), np.average(right, weights=weights[own])
        print(f"  {kind:<12} {own.sum():>6} something {some:.1%} right {same:.1%}")
    return threshold


def main() -> None:
    """Learn all tables."""
    folder = ROOT / "content" / "hunches"
    folder.mkdir(exist_ok=True)
    for name in ("alarms", "requests", "languages"):
        if not (folder / f"{name}.tsv").exists():
            (folder / f"{name}.tsv").write_text("#kinds\n#thresholds\n")
    net = SafetyNet.load(ROOT / "content")
    found = examples()
    counts = {example.text: features(net.vocabulary.hear(example.text).spellings) for example in found}
    alarms, requests, languages = [], [], []
    for example in found:
        kind, _, detail = example.heard.partition(":")
        levels = [level for level in kind.split("+") if level in LEVELS]
        alarms += [(example, level, example.weight / max(1, len(levels))) for level in levels or [NOTHING]]
        if not levels:
            requests.append((example, detail or NOTHING, example.weight))
        languages.append((example, example.language, example.weight))
    train("alarms", "What sounds like danger, or asks for a decision.", alarms, counts)
    train("requests", "What sounds like a command or a topic.", requests, counts)
    train("languages", "Which language it sounds like.", languages, counts)


if __name__ == "__main__":
    main()
