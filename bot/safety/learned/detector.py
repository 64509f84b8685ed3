"""Says how sure it is that someone is in danger, where the phrases of the screen are silent.

Receives plain words, gives a `Heard` or None. Weights are in `weights.npz`, made by `train.py` from texts in the project;
the file holds numbers in hashed buckets and no words. Needs no engine, database or network; keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.safety.learned import features
from bot.safety.learned.encoder import Encoder
from bot.safety.learned.encoder import load_or_none as load_encoder

log = structlog.get_logger()
WEIGHTS = Path(__file__).with_name("weights.npz")
ENCODED_WINDOWS = 3
"""Windows of a message that are encoded (a contract message has at most about 200 words); of a longer body the likeliest
by n-grams are, which bounds the time."""
OF_MANY, MANY = 1, 40
"""The same where a body has MANY windows or more, none of which a contract message has."""

LINEAR_SHARE = 0.3
"""How much the linear model has a say beside the topics; chosen on a set that has been learned from since."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """The likeliest kind of danger, the log-odds that it is danger at all, and whether every word has been read."""

    kind: str
    score: float
    whole: bool = True


class Detector:
    """One set of weights, with the encoder they were made with or without. Safe to share between threads.

    With the encoder a message's score is how much likelier its vector is danger of some kind than a career message of some
    topic, and, with LINEAR_SHARE, what the linear model over n-grams and vector says; without it, the linear model alone.
    """

    def __init__(self, weights: Path = WEIGHTS, encode: Encoder | None = None) -> None:
        with np.load(weights) as stored:
            if encode and encode.fingerprint != str(stored["encoder"]):
                log.error("screen_with_another_encoder")
                encode = None
            self._kinds = [str(kind) for kind in stored["kinds"]]
            name = "encoded" if encode else "alone"
            self._danger = stored[f"{name}_danger"].astype(np.float32)
            self._bias = float(stored[f"{name}_bias"])
            self.threshold = float(stored[f"{name}_threshold"])
            if encode:
                topics, bias = stored["topics"].astype(np.float32), stored["topics_bias"]
                self._topics = Topics(topics, bias, int(stored["dangers"]))
            else:
                self._kind = stored["alone_kind"].astype(np.float32)
                self._kind_bias = stored["alone_kind_bias"].astype(np.float32)
        self._encode = encode

    def __call__(self, text: str) -> Heard | None:
        """The strongest window of the message; None for one without words."""
        windows = [words for words in features.windows(text) if words]
        if not windows:
            return None
        hashed = [features.buckets(words) for words in windows]
        whole = len(windows) <= ENCODED_WINDOWS
        if not whole:
            most = OF_MANY if len(windows) >= MANY else ENCODED_WINDOWS
            order = sorted(range(len(windows)), key=lambda n: -self._sparse(hashed[n]))[:most]
            windows, hashed = [windows[n] for n in order], [hashed[n] for n in order]
        strongest = max((self._read(w, h) for w, h in zip(windows, hashed, strict=True)), key=lambda h: h.score)
        return replace(strongest, whole=whole)

    def _sparse(self, hashed: list[int]) -> float:
        return float(self._danger[hashed].sum() * _scale(hashed))

    def _read(self, words: list[str], hashed: list[int]) -> Heard:
        linear = self._sparse(hashed) + self._bias
        if not self._encode:
            kinds = self._kind[:, hashed].sum(axis=1) * _scale(hashed) + self._kind_bias
            return Heard(self._kinds[int(kinds.argmax())], linear)
        vector = self._encode(" ".join(words)) * features.DENSE_WEIGHT
        linear += float(self._danger[features.BUCKETS :] @ vector)
        likely = self._topics(vector[np.newaxis])
        kind = self._kinds[int(likely[0, : len(self._kinds)].argmax())]
        return Heard(kind, float(self._topics.danger(likely)[0]) + LINEAR_SHARE * linear)


@dataclass(frozen=True, slots=True)
class Topics:
    """How likely a vector is each kind of danger and each career topic.

    `weights` has a row a class: the kinds, danger of no known kind, then the topics; `dangers` is how many of them are danger.
    """

    weights: Vector
    bias: Vector
    dangers: int

    def __call__(self, vectors: Vector) -> Vector:
        """Scores, shape (messages, classes)."""
        scores: Vector = vectors @ self.weights.T + self.bias
        return scores

    def danger(self, scores: Vector) -> Vector:
        """Log-odds of danger, shape (messages,)."""
        odds: Vector = _total(scores[:, : self.dangers]) - _total(scores[:, self.dangers :])
        return odds


def _total(scores: Vector) -> Vector:
    """Log of the summed exponentials of each row."""
    most = scores.max(axis=1, keepdims=True)
    summed: Vector = np.log(np.exp(scores - most).sum(axis=1)) + most[:, 0]
    return summed


def load_or_none() -> Detector | None:
    """The detector as shipped; None (said once) where its weights cannot be read: the phrases then stand alone."""
    try:
        return Detector(encode=load_encoder())
    except (OSError, KeyError, ValueError) as error:
        log.error("screen_without_model", reason=type(error).__name__)
        return None


def _scale(hashed: list[int]) -> float:
    """As in training: a message weighs the same however many n-grams it has."""
    return features.SPARSE_WEIGHT / len(hashed) ** 0.5 if hashed else 0.0
