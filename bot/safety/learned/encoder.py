"""The bilingual sentence encoder in the gateway's own process, so that the screen needs no engine.

Receives plain text, gives a unit vector of 384 numbers; keeps nothing. The files are the distilled encoder tuned on messages of
danger (`train.py` says how; the engine's own is tuned on career topics, and danger is none of them), checked against their hashes;
where they are missing the screen goes on with phrases and n-grams, and says so once.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

log = structlog.get_logger()
FOLDER = Path(__file__).with_name("tuned")
MODEL, TOKENIZER, SUMS = "model.int8.onnx", "tokenizer.json", "SHA256SUMS"
LONGEST = 64  # word pieces the model was tuned on; a window of 24 words seldom has more


class Encoder:
    """One session of the model on one thread. Raises OSError or ValueError where the files are not what was shipped."""

    def __init__(self, folder: Path = FOLDER) -> None:
        for line in (folder / SUMS).read_text().splitlines():
            expected, name = line.split()
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ValueError(f"{name} is not the file that was shipped")
        self.fingerprint = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()[:16]
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(LONGEST)

    def __call__(self, text: str) -> NDArray[np.float32]:
        """Shape (384,), float32, unit length."""
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], dtype=np.int64)
        mask = np.array([encoded.attention_mask], dtype=np.int64)
        vector: NDArray[np.float32] = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})[0][0]
        return vector


def load_or_none(folder: Path = FOLDER) -> Encoder | None:
    """The encoder, or None: help fails open, so its absence stops nothing."""
    try:
        return Encoder(folder)
    except (OSError, ValueError, ImportError) as error:
        log.error("screen_without_encoder", reason=type(error).__name__)
        return None
