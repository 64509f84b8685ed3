"""Which writers are tested together: the same four groups for tuning the encoder and for measuring it."""

from __future__ import annotations

from typing import Dict, Sequence

FOLDS = 4


def folds_of(writers: Sequence[str]) -> Dict[str, int]:
    """The fold of each writer, dealt out language by language so that each fold holds writers of each."""
    ordered = sorted({(writer.split("-")[0], writer) for writer in writers})
    return {writer: number % FOLDS for number, (_language, writer) in enumerate(ordered)}
