"""The bilingual sentence encoder: one message in, 384 numbers out (unit length). See encoder/MODEL_CARD.md.

Receives scrubbed text; keeps nothing. One message a call: int8 activations depend slightly on the batch.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import numpy as np

logger = logging.getLogger(__name__)

DIMENSIONS = 384
FOLDER = Path(__file__).parent / "encoder"
BASE = FOLDER / "base"  # as distilled, before it was tuned on our topics; what tuning starts from
MODEL, TOKENIZER, SUMS = "model.int8.onnx", "tokenizer.json", "SHA256SUMS"
LONGEST = 128  # word pieces the model was trained for
loaded = False  # whether this process has the encoder; the channel reports it and /readyz warns


class EncoderUnavailableError(Exception):
    """The model's files are missing or are not the ones that were shipped."""


class SentenceEncoder:
    """Wraps the ONNX model; raises `EncoderUnavailableError` when a file is missing or its hash is wrong."""

    def __init__(self, folder: Path = FOLDER) -> None:
        _check(folder)
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, text: str) -> np.ndarray:
        """The message's vector, shape (384,), float32, unit length."""
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], dtype=np.int64)
        mask = np.array([encoded.attention_mask], dtype=np.int64)
        return self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0][0]


def _check(folder: Path) -> None:
    """Every file that SHA256SUMS names is there and unchanged."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
        for line in lines:
            expected, name = line.split()
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise EncoderUnavailableError(f"{name} is not the file that was shipped (its hash differs)")
    except OSError as error:
        raise EncoderUnavailableError(f"cannot read {error.filename}") from error


def load_or_none(folder: Path = FOLDER) -> SentenceEncoder | None:
    """The encoder, or None (said in one line) when it cannot be had: the engine then starts on n-grams alone."""
    global loaded
    try:
        encoder = SentenceEncoder(folder)
        loaded = True
        return encoder
    except EncoderUnavailableError as error:
        logger.error("Sentence encoder unavailable, starting on n-grams alone: %s", error)
        return None
