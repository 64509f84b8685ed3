"""How well the classifier understands writers it has never read: cross-validation by groups of writers.

`python -m engine.evaluation.writers ANNOTATED.json OUT.json [ENCODERS]`: reads examples with writer and mentions, splits
the writers into four groups, trains on three and tests on the fourth. ENCODERS is a folder with an encoder for each fold
(`fold-0` …), tuned without that fold's writers; without it the base encoder serves every fold.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence

import numpy as np

from engine import topic_model
from engine.evaluation.learner import Learner
from engine.folds import FOLDS, folds_of
from engine.messages import Message
from engine.resolver import ASK_BACK, NOT_UNDERSTOOD, resolve
from engine.sentence_encoder import BASE, SentenceEncoder

NOT_OURS = frozenset({"out_of_scope", "small_talk"})
# Answers to a request of ours; taking small talk for one of these is the mistake that counts.
OURS = ("digital_jobs", "pathways", "credentials", "programs", "support")


def main(source: str, target: str, encoders: str | None = None) -> None:
    examples: List[Dict[str, Any]] = json.loads(Path(source).read_text(encoding="utf-8"))
    messages = [Message(e["text"], tuple(e["mentions"])) for e in examples]
    labels = np.array([e["intent"] for e in examples])
    fold_of = folds_of([e["writer"] for e in examples])
    folds = np.array([fold_of[e["writer"]] for e in examples])
    names = sorted(set(labels))
    # A topic that only writers of the tested group wrote for is unknown there: it cannot be guessed.
    scores = np.full((len(examples), len(names)), -99.0, np.float32)
    for fold in range(FOLDS):
        encoder = SentenceEncoder(Path(encoders) / f"fold-{fold}") if encoders else SentenceEncoder(BASE)
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        learner = Learner(encoder).fit([messages[i] for i in train], list(labels[train]))
        known = [names.index(label) for label in learner.labels]
        scores[np.ix_(test, known)] = learner.scores([messages[i] for i in test])
        print(
            f"fold {fold}: {np.mean(scores[test].argmax(1) == [names.index(x) for x in labels[test]]):.4f}", flush=True
        )
    result = report(examples, messages, names, scores)
    Path(target).write_text(json.dumps(result, indent=1, ensure_ascii=False))


def report(
    examples: Sequence[Mapping[str, Any]], messages: Sequence[Message], names: Sequence[str], scores: np.ndarray
) -> Dict[str, Any]:
    """Accuracy by language, the temperature that fits, what doubt costs and saves, and what is taken for what."""
    right: Dict[str, List[bool]] = defaultdict(list)
    confused: Counter[str] = Counter()
    samples: Dict[str, List[str]] = defaultdict(list)
    target = np.array([names.index(e["intent"]) for e in examples])
    best = scores.argmax(axis=1)
    for example, guess in zip(examples, best, strict=True):
        hit = names[guess] == example["intent"]
        right[example["writer"].split("-")[0]].append(hit)
        if not hit:
            pair = f"{example['intent']} -> {names[guess]}"
            confused[pair] += 1
            samples[pair].append(example["text"])
    accuracy = {language: round(float(np.mean(hits)), 4) for language, hits in right.items()}
    accuracy["all"] = round(float((best == target).mean()), 4)
    temperature = topic_model.fitted_temperature(scores, target)
    shares = topic_model.softmax(scores / temperature)
    return {
        "accuracy": accuracy,
        "temperature": round(temperature, 3),
        "doubt": [
            doubt(examples, messages, names, shares, lowest, close)
            for lowest in (0.15, 0.2, 0.25, 0.3, 0.35)
            for close in (0.05, 0.1, 0.15, 0.2)
        ],
        "confused": [[pair, count, samples[pair][:6]] for pair, count in confused.most_common(60)],
    }


def doubt(
    examples: Sequence[Mapping[str, Any]],
    messages: Sequence[Message],
    names: Sequence[str],
    shares: np.ndarray,
    lowest: float,
    close: float,
) -> Dict[str, float]:
    """Of single messages without context: answered right, answered wrong, asked back, and not ours but taken as ours."""
    counts: Counter[str] = Counter()
    group_of = {example["intent"]: example["group"] for example in examples}
    for example, message, row in zip(examples, messages, shares, strict=True):
        order = np.argsort(row)[::-1][:10]
        ranking = [{"name": names[i], "confidence": float(row[i])} for i in order]
        topic, _confidence = resolve(ranking, message, {}, None, lowest, close)
        wanted = example["intent"]
        if wanted in {"inform", "correct", "choose", "not_understood"}:
            continue
        counts["all"] += 1
        counts["not_ours"] += wanted in NOT_OURS
        if topic in {ASK_BACK, NOT_UNDERSTOOD}:
            counts["asked_back"] += wanted not in NOT_OURS
        elif topic != wanted:
            counts["wrong"] += 1
            counts["taken"] += wanted in NOT_OURS and group_of.get(topic) in OURS
    return {
        "lowest": lowest,
        "close": close,
        "wrong_confident": round(counts["wrong"] / counts["all"], 4),
        "asked_back": round(counts["asked_back"] / counts["all"], 4),
        "oos_taken": round(counts["taken"] / max(1, counts["not_ours"]), 4),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
