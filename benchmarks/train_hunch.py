"""Trains content/hunch.tsv, the small ear that only adds alarms: python benchmarks/train_hunch.py.

Needs scikit-learn (for training only; the bot itself does not). It learns from the tuned part of tests/utterances and
from benchmarks/training, never from the held-back part. The thresholds come from lines that the model had not seen
(five folds): at most so many ordinary lines may alarm as FALSE_ALARMS says.
"""

from __future__ import annotations

import sys
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bot.listening.hunch import stretches  # noqa: E402 - the script also runs without an installation
from bot.safety import SafetyNet  # noqa: E402

LEVELS = ("emergency", "crisis", "urgent", "advice")
FALSE_ALARMS = {"emergency": 0.015, "crisis": 0.03, "urgent": 0.004, "advice": 0.012}
STRICTNESS = 15.0  # smaller: smoother weights
SMALLEST = 3  # tenths; weights nearer to zero are left out
RAREST = 2  # what stands in fewer lines is left out


def examples() -> list[tuple[str, str]]:
    """All lines to learn from: what is heard and the text."""
    lines: list[tuple[str, str]] = []
    for path in (
        *(ROOT / "tests" / "utterances").glob("tuned_*.tsv"),
        *(ROOT / "benchmarks" / "training").glob("*.tsv"),
    ):
        for row in path.read_text(encoding="utf-8").splitlines():
            if not row.startswith("#"):
                heard, *_, text = row.split("\t")
                lines.append((heard, text))
    return sorted(set(lines))


def features(text: str, net: SafetyNet) -> dict[str, float]:
    """What is weighed in a text, all stretches together."""
    found: set[str] = set()
    for stretch in stretches(net.plain_words(net.vocabulary.hear(text))):
        found |= stretch
    return dict.fromkeys(found, 1 / sqrt(len(found))) if found else {}


def main() -> None:
    """Learn, choose the thresholds and write the weights."""
    net = SafetyNet.load(ROOT / "content")
    lines = examples()
    vectors = DictVectorizer()
    table: Any = vectors.fit_transform([features(text, net) for _, text in lines])
    common = np.asarray((table > 0).sum(axis=0)).ravel() >= RAREST
    table = table[:, common]
    names = vectors.get_feature_names_out()[common]
    ordinary = np.array([not set(heard.split("+")) & set(LEVELS) for heard, _ in lines])
    columns, thresholds, biases = [], [], []
    for level in LEVELS:
        meant = np.array([level in heard.split("+") for heard, _ in lines])
        model = LogisticRegression(C=STRICTNESS, max_iter=500, class_weight="balanced")
        unseen = cross_val_predict(
            model, table, meant, cv=StratifiedKFold(5, shuffle=True, random_state=1), method="decision_function"
        )
        loudest = np.sort(unseen[ordinary])[::-1]
        threshold = float(loudest[int(FALSE_ALARMS[level] * len(loudest))])
        model.fit(table, meant)
        columns.append(np.rint(model.coef_[0] * 10).astype(int))
        biases.append(round(float(model.intercept_[0]) * 10))
        thresholds.append(threshold)
        recall = float((unseen[meant] > threshold).mean())
        if "--loudest" in sys.argv:
            order = np.argsort(-np.where(ordinary, unseen, -99))[:12]
            print("\n".join(f"  {unseen[i]:.2f} {lines[i]}" for i in order))
        print(f"{level}: threshold {threshold:.2f}, alone it hears {recall:.1%} of {meant.sum()} unseen lines")
    rows = [(name, numbers) for name, numbers in zip(names, zip(*columns, strict=True), strict=True)]
    kept = [(name, numbers) for name, numbers in rows if max(map(abs, numbers)) >= SMALLEST]
    text = "# Weights in tenths; written by benchmarks/train_hunch.py, see there.\n"
    text += "\t".join(["levels", *LEVELS]) + "\n"
    text += "\t".join(["thresholds", *(f"{threshold:.2f}" for threshold in thresholds)]) + "\n"
    text += "\t".join(["", *map(str, biases)]) + "\n"
    for name, numbers in kept:
        text += (
            "\t".join([name, *(str(number) if abs(number) >= SMALLEST else "" for number in numbers)]).rstrip() + "\n"
        )
    (ROOT / "content" / "hunch.tsv").write_text(text, encoding="utf-8")
    print(f"{len(kept)} weights, {len(text.encode()) // 1024} KB, from {len(lines)} lines")


if __name__ == "__main__":
    main()
