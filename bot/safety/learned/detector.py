"""Says how sure it is that someone is in danger, where the phrases of the screen are silent.

Receives plain words, gives a `Heard` or None. Weights are in `weights.npz`, made by `train.py` from texts in the project;
the file holds numbers in hashed buckets and no words. Needs no engine, database or network; keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
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

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """The likeliest kind of danger, and the probability that it is danger at all."""

    kind: str
    probability: float


class Detector:
    """One set of weights, with the encoder they were made with or without. Safe to share between threads."""

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
            self._kind = stored[f"{name}_kind"].astype(np.float32)
            self._kind_bias = stored[f"{name}_kind_bias"].astype(np.float32)
        self._encode = encode

    def __call__(self, text: str) -> Heard | None:
        """The strongest window of the message; None for one without words."""
        windows = [words for words in features.windows(text) if words]
        if not windows:
            return None
        hashed = [features.buckets(words) for words in windows]
        if len(windows) > ENCODED_WINDOWS:
            most = OF_MANY if len(windows) >= MANY else ENCODED_WINDOWS
            order = sorted(range(len(windows)), key=lambda n: -self._sparse(hashed[n]))[:most]
            windows, hashed = [windows[n] for n in order], [hashed[n] for n in order]
        return max((self._read(w, h) for w, h in zip(windows, hashed, strict=True)), key=lambda h: h.probability)

    def _sparse(self, hashed: list[int]) -> float:
        return float(self._danger[hashed].sum() * _scale(hashed))

    def _read(self, words: list[str], hashed: list[int]) -> Heard:
        score = self._sparse(hashed) + self._bias
        kinds = self._kind[:, hashed].sum(axis=1) * _scale(hashed) + self._kind_bias
        if self._encode:
            vector = self._encode(" ".join(words)) * features.DENSE_WEIGHT
            score += float(self._danger[features.BUCKETS :] @ vector)
            kinds = kinds + self._kind[:, features.BUCKETS :] @ vector
        return Heard(self._kinds[int(kinds.argmax())], float(1 / (1 + np.exp(-score))))


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
