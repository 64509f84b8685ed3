"""Trains the name tagger and writes `data/weights.tsv`.

Receives generated messages (`generate.py`); gives averaged perceptron weights. The same seed gives the same file.

    python -m bot.privacy.names.recipe.train
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict

from bot.privacy.names.lexicon import DATA, lexicon
from bot.privacy.names.recipe.generate import labelled_messages
from bot.privacy.names.tagger import Weights, decode, features
from bot.privacy.names.words import words_of
from bot.privacy.reading import Reading

SEED = 20260411
Row = list[str]


def examples(count: int, seed: int) -> list[tuple[list[Row], list[int]]]:
    known = lexicon()
    rows = []
    for text, marked in labelled_messages(count, seed):
        reading = Reading(text)
        words = words_of(reading.clean, reading.folded)
        if not words:
            continue
        labels = []
        for word in words:
            inside = [(a, b) for a, b in marked if a <= word.start and word.end <= b]
            labels.append(0 if not inside else 1 if word.start == inside[0][0] else 2)
        rows.append((features(words, known), labels))
    return rows


def train(rows: list[tuple[list[Row], list[int]]], epochs: int, seed: int) -> Weights:
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    live: Weights = {}
    step = 0
    shuffled = random.Random(seed)

    def add(feature: str, label: int, by: float) -> None:
        weights[feature][label] += by
        totals[feature][label] += by * step
        live[feature] = (weights[feature][0], weights[feature][1], weights[feature][2])

    for epoch in range(epochs):
        shuffled.shuffle(rows)
        wrong, began = 0, time.monotonic()
        for sentence, gold in rows:
            step += 1
            guess = decode(sentence, live)
            if guess == gold:
                continue
            wrong += 1
            before = 0, 0
            for row, g, p in zip(sentence, gold, guess, strict=True):
                if g != p:
                    for feature in row:
                        add(feature, g, 1.0)
                        add(feature, p, -1.0)
                for label, sign, last in ((g, 1.0, before[0]), (p, -1.0, before[1])):
                    if (last, label) in _TRANSITIONS and (g, before[0]) != (p, before[1]):
                        add("t:OB", _TRANSITIONS[last, label], sign)
                before = g, p
        print(f"epoch {epoch + 1}: {wrong} of {len(rows)} wrong, {time.monotonic() - began:.0f} s", flush=True)
    averaged: Weights = {}
    for feature, values in weights.items():
        mean = [value - total / step for value, total in zip(values, totals[feature], strict=True)]
        averaged[feature] = (mean[0], mean[1], mean[2])
    return averaged


# B to I, I to I, and a name right after a name; kept under one feature (see `decode`).
_TRANSITIONS = {(1, 2): 0, (2, 2): 1, (1, 1): 2, (2, 1): 2}


def write(weights: Weights, least: float) -> int:
    lines = []
    for feature, values in sorted(weights.items()):
        if max(values) - min(values) >= least:
            name = feature.replace("\n", "\\n").replace("\t", " ")
            lines.append(name + "".join(f"\t{round(v * 100)}" for v in values))
    (DATA / "weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=150_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--least", type=float, default=2.0, help="drop features whose weights differ by less")
    options = parser.parse_args()
    rows = examples(options.messages, SEED)
    print(f"{write(train(rows, options.epochs, SEED), options.least)} features kept")


if __name__ == "__main__":
    main()
