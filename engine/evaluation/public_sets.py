"""The same featurizers and classifier on public sets, so that the figures can be held against published ones.

`python -m engine.evaluation.public_sets FOLDER OUT.json`: FOLDER holds clinc150/, hwu64/ and spanish/ as published (they
are not part of this project). No threshold is tuned on test data.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from engine import topic_model
from engine.evaluation.learner import Learner
from engine.messages import Message
from engine.sentence_encoder import SentenceEncoder

Rows = List[Tuple[str, str]]  # text, label
SEEDS, SHOTS = (1, 2, 3), 10


def main(source: str, target: str) -> None:
    folder, encoder = Path(source), SentenceEncoder()
    result: Dict[str, Any] = {}
    for name, measure in (
        ("clinc150", clinc150),
        ("hwu64_10", hwu64),
        ("ucm_es_10", ucm),
        ("ha_en_es", home_assistant),
    ):
        result[name] = measure(folder, encoder)
        print(name, result[name], flush=True)
    Path(target).write_text(json.dumps(result, indent=1))


def clinc150(folder: Path, encoder: SentenceEncoder) -> Dict[str, float]:
    """In-scope accuracy and out-of-scope recall, both with one threshold chosen on the validation part."""
    data = json.loads((folder / "clinc150" / "data_full.json").read_text())
    part = {name: [(text, label) for text, label in data[name]] for name in data}
    learner = _trained(part["train"] + part["oos_train"], encoder)
    temperature = 1.0
    validation = _probabilities(learner, part["val"] + part["oos_val"], temperature)
    threshold = _best_threshold(learner, validation, part["val"] + part["oos_val"])
    guesses = _with_threshold(learner, _probabilities(learner, part["test"] + part["oos_test"], temperature), threshold)
    wanted = np.array([label for _text, label in part["test"] + part["oos_test"]])
    inside = wanted != "oos"
    return {
        "in_scope": _share(guesses[inside] == wanted[inside]),
        "oos_recall": _share(guesses[~inside] == "oos"),
        "threshold": round(threshold, 3),
    }


def _best_threshold(learner: Learner, shares: np.ndarray, rows: Rows) -> float:
    """The share below which "none of these" is said: most right answers on the validation part, both kinds weighed alike."""
    wanted = np.array([label for _text, label in rows])
    inside = wanted != "oos"

    def gain(threshold: float) -> float:
        guesses = _with_threshold(learner, shares, threshold)
        return float((guesses[inside] == wanted[inside]).mean() * 3 + (guesses[~inside] == "oos").mean())

    return max(np.linspace(0.0, 0.9, 91), key=gain)


def _with_threshold(learner: Learner, shares: np.ndarray, threshold: float) -> np.ndarray:
    guesses = np.array(learner.labels)[shares.argmax(axis=1)]
    guesses[shares.max(axis=1) < threshold] = "oos"
    return guesses


def hwu64(folder: Path, encoder: SentenceEncoder) -> float:
    """Accuracy with ten examples an intent, mean of three seeds."""
    train, test = _read(folder / "hwu64" / "train.csv"), _read(folder / "hwu64" / "test.csv")
    return _few_shot(train, test, encoder)


def ucm(folder: Path, encoder: SentenceEncoder) -> Dict[str, float]:
    """A Spanish library assistant: ten examples an intent, tested on what is left; beside n-grams alone."""
    rows = _read(folder / "spanish" / "ucm_library_assistant_rasa_es.csv")
    return {"ours": _few_shot(rows, None, encoder), "ngrams": _few_shot(rows, None, None)}


def home_assistant(folder: Path, encoder: SentenceEncoder) -> Dict[str, float]:
    """Trained on English, tested on Spanish: nothing but the encoder can carry that over."""
    english, spanish = (
        [row for row in _read(folder / "spanish" / f"home_assistant_intents_tests_{code}.csv") if row[1]]
        for code in ("en", "es")
    )
    known = {label for _text, label in english}
    spanish = [row for row in spanish if row[1] in known]
    return {
        "ours": _accuracy(_trained(english, encoder), spanish),
        "encoder_alone": _accuracy(_trained(english, encoder, ngrams=False), spanish),
        "ngrams": _accuracy(_trained(english, None), spanish),
    }


def _few_shot(train: Rows, test: Rows | None, encoder: SentenceEncoder | None) -> float:
    found = []
    for seed in SEEDS:
        few, rest = _sample(train, seed)
        found.append(_accuracy(_trained(few, encoder), test or rest))
    return round(float(np.mean(found)), 4)


def _sample(rows: Rows, seed: int) -> Tuple[Rows, Rows]:
    """Ten examples of each label, and the rest (of labels that have a rest)."""
    chance, by_label = random.Random(seed), defaultdict(list)
    for row in rows:
        by_label[row[1]].append(row)
    few: Rows = []
    rest: Rows = []
    for label in sorted(by_label):
        chance.shuffle(by_label[label])
        few += by_label[label][:SHOTS]
        rest += by_label[label][SHOTS:]
    return few, rest


def _trained(rows: Rows, encoder: SentenceEncoder | None, ngrams: bool = True) -> Learner:
    return Learner(encoder, ngrams).fit(_messages(rows), [label for _text, label in rows])


def _accuracy(learner: Learner, rows: Rows) -> float:
    return _share(learner.guesses(_messages(rows)) == np.array([label for _text, label in rows]))


def _probabilities(learner: Learner, rows: Rows, temperature: float) -> np.ndarray:
    return topic_model.softmax(learner.scores(_messages(rows)) / temperature)


def _messages(rows: Rows) -> List[Message]:
    return [Message(text) for text, _label in rows]


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["intent"]) for row in csv.DictReader(file)]


def _share(hits: Sequence[bool]) -> float:
    return round(float(np.mean(hits)), 4)


if __name__ == "__main__":
    main(*sys.argv[1:])
