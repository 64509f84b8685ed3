"""Trains the classifier of stop requests and writes `weights.tsv`; tests/load/eval_optout.py says how well it does.

Learns from the training messages of data/nlu, the cases of tests/cases/optout that are not held out, and messages made
from `phrases.yml`. The same seed gives the same file.

    python -m bot.channels.sms.stop_requests.train
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy import optimize, sparse

from bot.channels.sms.optout import read_words
from bot.channels.sms.stop_requests import HERE, WEIGHTS, features
from bot.settings import PROJECT

SEED = 20261125
MADE = {"stop": 8_000, "harmless": 7_000}
CASES = PROJECT / "tests" / "cases" / "optout"
OTHER_WISHES = {"opt_in", "delete_data"}  # neither a stop nor surely none
HARSHNESS = 2.0  # of the penalty on weights
LEAST = 0.04  # weights nearer to zero are left out


@dataclass(frozen=True)
class Example:
    """One message; `weight` is how many it counts for."""

    text: str
    words: tuple[str, ...]
    stop: bool
    writer: str
    weight: float = 1.0


def said() -> Iterator[Example]:
    """The training messages of data/nlu, by writer."""
    for path in sorted((PROJECT / "data" / "nlu").glob("**/*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            intent = block.get("intent")
            if not intent or intent in OTHER_WISHES:
                continue
            for line in block["examples"].splitlines():
                if line.strip().startswith("- "):
                    stop = intent == "opt_out"
                    yield Example(
                        line.strip()[2:], tuple(read_words(line.strip()[2:])), stop, path.stem, 6.0 if stop else 1.0
                    )


def listed() -> Iterator[Example]:
    """The cases the rules were written against."""
    for name in ("paraphrases", "false_friends"):
        for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            decision, text = line.split("\t")
            if decision != "ambiguous":
                yield Example(text, tuple(read_words(text)), decision == "opt_out", "listed", 4.0)


def made(seed: int) -> Iterator[Example]:
    """Messages from the grammar."""
    grammar = yaml.safe_load((HERE / "phrases.yml").read_text(encoding="utf-8"))
    chance = random.Random(seed)

    def fill(template: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda part: str(chance.choice(grammar["parts"][part[1]])), template)

    for kind, count in MADE.items():
        for number in range(count):
            text = fill(grammar[kind][number % len(grammar[kind])])
            words = [word for word in text.split() if word != "-"]
            if chance.random() < 0.25 and len(words) > 3:  # a word lost or misspelled
                at = chance.randrange(len(words))
                words[at] = words[at][:-1] if len(words[at]) > 4 else ""
            line = " ".join(words)
            yield Example(line, tuple(read_words(line)), kind == "stop", "made", 0.5)


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by feature, of a logistic regression with a penalty."""
    rows = [features(example.words) for example in examples]
    counts = Counter(feature for row in rows for feature in row)
    known = {feature: n for n, feature in enumerate(sorted(f for f, count in counts.items() if count >= 3))}
    cells = [(i, known[feature]) for i, row in enumerate(rows) for feature in row if feature in known]
    matrix = sparse.csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(rows), len(known)))
    signs = np.array([1.0 if example.stop else -1.0 for example in examples])
    weights = np.array([example.weight for example in examples])

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (matrix @ parameters[1:] + parameters[0])
        slope = -signs * weights / (1 + np.exp(np.clip(margin, -30, 30)))
        value = float((weights * np.logaddexp(0, -margin)).sum() + HARSHNESS / 2 * (parameters[1:] ** 2).sum())
        gradient = np.concatenate([[slope.sum()], matrix.T @ slope + HARSHNESS * parameters[1:]])
        return value, gradient

    found = optimize.minimize(loss, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    kept = {feature: round(float(found[n + 1]), 2) for feature, n in known.items() if abs(found[n + 1]) >= LEAST}
    return {"bias": round(float(found[0]), 2), **kept}


def write(weights: dict[str, float], path: Path = WEIGHTS) -> None:
    lines = [f"{feature}\t{weight}" for feature, weight in weights.items()]
    path.write_text("# made by train.py: do not edit\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(fit([*said(), *listed(), *made(SEED)]))
