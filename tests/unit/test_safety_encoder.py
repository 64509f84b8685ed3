"""The crisis screen listens through the encoder it was trained with, whatever the engine's own is tuned to."""

from __future__ import annotations

import numpy as np

from bot.safety.learned import encoder
from bot.safety.learned.detector import WEIGHTS


def test_the_shipped_encoder_is_the_one_the_weights_were_trained_with() -> None:
    loaded = encoder.load_or_none()
    assert loaded is not None
    with np.load(WEIGHTS) as stored:
        assert str(stored["encoder"]) == loaded.fingerprint
