"""Decides what a message is about: a softmax over encoder vector, n-grams and mention types, and the nearest examples.

Pure (no Rasa): the Rasa components of `components.py` wrap these classes, and the evaluation runs them on public data
sets. Features: dense (384 numbers, unit length, × 0.5: docs/decisions/0005 says why so little) beside
TF-IDF word 1–2-grams of the masked text (× 1.6) and character 2–5-grams of the plain text.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import List, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize, minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.messages import Message, normalise
from engine.neighbours import Neighbours

DENSE_WEIGHT = 0.5
MENTION_WEIGHT = 0.5
# Words with names masked say most about new writers; at the characters' weight they are drowned by forty thousand columns.
WORD_WEIGHT = 1.6
MENTION_TYPES = (
    "role", "credential", "category", "place", "region", "zip", "provider", "program",
    "age", "budget", "schedule", "modality", "need", "ordinal", "background",
)  # fmt: skip


class NgramFeatures:
    """TF-IDF word and character n-grams plus one column a mention type; each block has unit length."""

    def __init__(self) -> None:
        self.words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"[^\s]+", dtype=np.float32
        )
        self.characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, dtype=np.float32, max_features=40_000
        )

    def fit(self, messages: Sequence[Message]) -> "NgramFeatures":
        self.words.fit([m.masked() for m in messages])
        self.characters.fit([normalise(m.text) for m in messages])
        return self

    def transform(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        """Sparse features, shape (messages, columns)."""
        return sparse.hstack(
            [
                self.words.transform([m.masked() for m in messages]) * WORD_WEIGHT,
                self.characters.transform([normalise(m.text) for m in messages]),
                _mention_columns(messages),
            ],
            format="csr",
        )


def _mention_columns(messages: Sequence[Message]) -> sparse.csr_matrix:
    columns = np.zeros((len(messages), len(MENTION_TYPES)), dtype=np.float32)
    for row, message in enumerate(messages):
        for kind in message.types:
            if kind in MENTION_TYPES:
                columns[row, MENTION_TYPES.index(kind)] = MENTION_WEIGHT
    return sparse.csr_matrix(columns)


@dataclass(frozen=True)
class Matrix:
    """Dense and sparse columns side by side, multiplied each in its own way: BLAS is twenty times as fast on the dense."""

    sparse: sparse.csr_matrix
    dense: np.ndarray | None = None

    @property
    def shape(self) -> tuple[int, int]:
        return self.sparse.shape[0], self.sparse.shape[1] + (0 if self.dense is None else self.dense.shape[1])

    def __getitem__(self, rows: np.ndarray) -> "Matrix":
        return Matrix(self.sparse[rows], None if self.dense is None else self.dense[rows])

    def times(self, weights: np.ndarray) -> np.ndarray:
        """matrix × weights; the dense columns are the last."""
        width = self.sparse.shape[1]
        product = np.asarray(self.sparse @ weights[:width])
        return product if self.dense is None else product + self.dense @ weights[width:]

    def transposed_times(self, turned: sparse.csr_matrix, values: np.ndarray) -> np.ndarray:
        """transpose × values; `turned` is the sparse part transposed once."""
        parts = [np.asarray(turned @ values)]
        if self.dense is not None:
            parts.append(self.dense.T @ values)
        return np.vstack(parts)


def join(dense: np.ndarray | None, ngrams: sparse.csr_matrix) -> Matrix:
    """Both blocks; without the encoder, n-grams alone."""
    weighted = None if dense is None else np.asarray(dense * DENSE_WEIGHT, dtype=np.float32)
    return Matrix(ngrams.astype(np.float32), weighted)


class _Share:
    """Some of the examples, and what they say of the weights: log loss and slope, shape (columns + 1, labels)."""

    def __init__(self, features: Matrix, target: np.ndarray) -> None:
        self._features, self._target, self._rows = features, target, np.arange(len(target))
        self._turned = features.sparse.T.tocsr()

    def loss(self, weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = self._features.times(weights[:-1]) + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        totals = shares.sum(axis=1, keepdims=True)
        value = float(np.log(totals[:, 0]).sum() - scores[self._rows, self._target].sum())
        shares /= totals
        shares[self._rows, self._target] -= 1
        slope = np.vstack([self._features.transposed_times(self._turned, shares), shares.sum(axis=0)])
        return value, slope


@dataclass
class TopicModel:
    """The softmax's opinion and that of the nearest training messages, sharpened or flattened by one temperature."""

    strength: float = 20.0
    temperature: float = 1.0

    def fit(self, features: Matrix, labels: Sequence[str], iterations: int = 40) -> "TopicModel":
        self._softmax = SoftmaxClassifier(self.strength).fit(features, labels, iterations)
        self._neighbours = None
        if features.dense is not None:
            numbers = {label: number for number, label in enumerate(self.labels)}
            self._neighbours = Neighbours().fit(features.dense, np.array([numbers[label] for label in labels]))
        return self

    @property
    def labels(self) -> List[str]:
        return self._softmax.labels

    def scores(self, features: Matrix) -> np.ndarray:
        """Logarithms, shape (messages, labels). Without the encoder the softmax decides alone."""
        scores = np.log(softmax(self._softmax.scores(features)) + 1e-9)
        if self._neighbours is None or features.dense is None:
            return np.asarray(scores)
        return np.asarray(scores + self._neighbours.opinion(features.dense, scores))

    def probabilities(self, features: Matrix) -> np.ndarray:
        """Shape (messages, labels), rows sum to 1."""
        return softmax(self.scores(features) / self.temperature)


@dataclass
class SoftmaxClassifier:
    """Multinomial logistic regression."""

    strength: float = 20.0

    def fit(self, features: Matrix, labels: Sequence[str], iterations: int = 40) -> "SoftmaxClassifier":
        """By L-BFGS in single precision (three times as fast here as scikit-learn's)."""
        self.labels = sorted(set(labels))
        index = {label: number for number, label in enumerate(self.labels)}
        target = np.array([index[label] for label in labels])
        columns, classes = features.shape[1], len(self.labels)
        threads = os.cpu_count() or 1
        shares = [_Share(features[rows], target[rows]) for rows in np.array_split(np.arange(len(target)), threads)]
        with ThreadPoolExecutor(threads) as pool:

            def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
                weights = flat.reshape(columns + 1, classes).astype(np.float32)
                # Products and exponentials let go of Python's lock, so each core takes its share of the examples.
                found = list(pool.map(lambda share: share.loss(weights), shares))
                penalty = float((weights[:-1] ** 2).sum()) / (2 * self.strength)
                slope = sum(part for _value, part in found)
                slope[:-1] += weights[:-1] / self.strength
                return sum(value for value, _part in found) + penalty, slope.ravel().astype(np.float64)

            start = np.zeros((columns + 1) * classes)
            options = {"maxiter": iterations, "maxcor": 5}
            found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
        found = found.reshape(columns + 1, classes)
        self.weights, self.bias = found[:-1].astype(np.float32), found[-1].astype(np.float32)
        return self

    def scores(self, features: Matrix) -> np.ndarray:
        return features.times(self.weights) + self.bias


def fitted_temperature(scores: np.ndarray, target: np.ndarray) -> float:
    """The temperature with the least log loss on scores of messages the weights have not seen."""

    def loss(temperature: float) -> float:
        chosen = softmax(scores / temperature)[np.arange(len(target)), target]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
