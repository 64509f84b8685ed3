"""What the most similar training messages were about: the second opinion beside the softmax.

The tuned encoder puts messages of one topic into several small clusters (a price asked by a mother, by a gamer, with a
joke); a plane through the space cannot follow them all, the nearest examples do. Only topics the softmax thinks of are
looked at, so a message costs a tenth of the corpus, not the whole of it.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np

CANDIDATES = 10  # topics looked at, the likeliest by the softmax
NEAREST, SHARPNESS = 30, 20.0  # examples that have a say; how much a closer one says more
FLOOR, WEIGHT = 0.01, 0.5  # share of a topic without a neighbour; weight beside the softmax (docs/understanding.md)


class Neighbours:
    """Unit vectors of the training messages, topic by topic."""

    def fit(self, vectors: np.ndarray, topics: np.ndarray) -> "Neighbours":
        """`vectors` has shape (messages, dimensions), `topics` a number from 0 for each; every number must occur."""
        order = np.argsort(topics, kind="stable")
        self._vectors = _unit(vectors)[order]
        self._starts = np.searchsorted(topics[order], np.arange(topics.max() + 2))
        return self

    def opinion(self, vectors: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """What to add to log probabilities, shape of `scores`: (messages, topics)."""
        out = np.full(scores.shape, WEIGHT * np.log(FLOOR))
        for row, vector in enumerate(_unit(vectors)):
            candidates = np.argsort(scores[row])[::-1][:CANDIDATES]
            out[row, candidates] = WEIGHT * np.log(self._shares(vector, candidates) + FLOOR)
        return out

    def _shares(self, vector: np.ndarray, candidates: Sequence[int]) -> np.ndarray:
        """How much of the nearest examples each candidate holds; sums to 1."""
        near = [self._vectors[self._starts[topic] : self._starts[topic + 1]] @ vector for topic in candidates]
        owner = np.repeat(np.arange(len(near)), [len(part) for part in near])
        likeness = np.concatenate(near)
        if len(likeness) > NEAREST:
            kept = np.argpartition(-likeness, NEAREST)[:NEAREST]
            owner, likeness = owner[kept], likeness[kept]
        held = np.bincount(owner, np.exp(SHARPNESS * (likeness - 1)), len(near))
        return np.asarray(held / max(held.sum(), 1e-12))


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
