"""How well the classifier understands writers it has never read: cross-validation by groups of writers.

`python -m engine.crossvalidate ANNOTATED.json OUT.json`: reads examples with writer and mentions (written by
`sendero nlu annotate`), splits the writers into four groups, trains on three and tests on the fourth.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Dict, List

import numpy as np

from engine import sentence_encoder, topic_model
from engine.messages import Message

FOLDS = 4


def main(source: str, target: str) -> None:
    examples: List[Dict[str, Any]] = json.loads(Path(source).read_text(encoding="utf-8"))
    messages = [Message(e["text"], tuple(e["mentions"])) for e in examples]
    labels = np.array([e["intent"] for e in examples])
    writers = sorted({(e["writer"].split("-")[0], e["writer"]) for e in examples})
    # Dealt out language by language, so that each fold holds writers of each.
    fold_of = {writer: number % FOLDS for number, (_, writer) in enumerate(writers)}
    folds = np.array([fold_of[e["writer"]] for e in examples])
    encoder = sentence_encoder.load_or_none()
    dense = np.vstack([encoder.encode(m.text) for m in messages]) if encoder else None
    right: Dict[str, List[bool]] = defaultdict(list)
    confused: Counter[str] = Counter()
    for fold in range(FOLDS):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        ngrams = topic_model.NgramFeatures().fit([messages[i] for i in train])
        matrix = topic_model.join(dense, ngrams.transform(messages))
        model = topic_model.SoftmaxClassifier().fit(matrix[train], list(labels[train]))
        guesses = np.array(model.labels)[model.probabilities(matrix[test]).argmax(axis=1)]
        for i, guess in zip(test, guesses, strict=True):
            right[examples[i]["writer"].split("-")[0]].append(guess == labels[i])
            if guess != labels[i]:
                confused[f"{labels[i]} -> {guess}"] += 1
    result = {language: round(float(np.mean(hits)), 4) for language, hits in right.items()}
    result["all"] = round(float(np.mean([hit for hits in right.values() for hit in hits])), 4)
    Path(target).write_text(json.dumps({"accuracy": result, "confused": confused.most_common(40)}, indent=1))
    print(result)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
