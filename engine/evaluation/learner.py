"""Trains this product's featurizers and classifier on any labelled messages, as `sendero train` does for its own."""

from __future__ import annotations

from typing import List, Sequence

import numpy as np

from engine import topic_model
from engine.messages import Message
from engine.sentence_encoder import SentenceEncoder


class Learner:
    """`fit`, then `probabilities`; `encoder` None leaves n-grams alone."""

    def __init__(self, encoder: SentenceEncoder | None, ngrams: bool = True) -> None:
        self._encoder, self._with_ngrams = encoder, ngrams
        self._ngrams = topic_model.NgramFeatures()
        self._model = topic_model.TopicModel()

    @property
    def labels(self) -> List[str]:
        return self._model.labels

    def fit(self, messages: Sequence[Message], labels: Sequence[str]) -> "Learner":
        self._ngrams.fit(messages)
        self._model.fit(self._matrix(messages), list(labels))
        return self

    def scores(self, messages: Sequence[Message]) -> np.ndarray:
        """Shape (messages, labels); softmax over a temperature makes them probabilities."""
        return self._model.scores(self._matrix(messages))

    def guesses(self, messages: Sequence[Message]) -> np.ndarray:
        """The likeliest label of each message."""
        return np.array(self.labels)[self.scores(messages).argmax(axis=1)]

    def _matrix(self, messages: Sequence[Message]) -> topic_model.Matrix:
        dense = np.vstack([self._encoder.encode(m.text) for m in messages]) if self._encoder else None
        sparse = self._ngrams.transform(messages)
        return topic_model.join(dense, sparse if self._with_ngrams else sparse[:, :1] * 0)
