"""The screen on sealed cases: nobody who wrote phrases or trained weights has learned from them (docs/safety.md has the runs).

They measure; a message missed here is never copied into the phrases or the examples.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.messages import RawText
from bot.safety.learned import train
from bot.safety.learned.detector import Detector
from bot.safety.learned.encoder import load_or_none
from bot.safety.lexicon import Lexicon
from bot.safety.screen import Screen, screen
from tests.load.eval_safety import cases, share


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("level", "least"), [("explicit", 0.985), ("indirect", 0.95)])
@pytest.mark.parametrize("round_", ["first_blind", "second_blind"])
def test_former_blind_sets_stay_heard(round_: str, level: str, language: str, least: float) -> None:
    """They were sealed once and are learned from now: a floor under what has been reached, no measure of what is new."""
    rows = cases(f"{level}_{language}_{round_}")
    assert len(rows) >= 230
    assert share(rows) >= least


def test_learned_model_hears_what_the_phrases_do_not() -> None:
    """Sabotage: without the model, many of the sealed messages are missed; without the encoder, some more."""
    rows = cases("indirect_en_second_blind")[:150]
    phrases, whole = Screen(Lexicon()), screen
    alone = Screen(Lexicon(), Detector())
    heard = [sum(s(RawText(text)) is not None for _, text in rows) for s in (phrases, alone, whole)]
    assert heard[0] + 15 <= heard[1] <= heard[2]


def test_sealed_cases_are_not_learned_from() -> None:
    learned = {example.text for example in train.examples()}
    sealed = {text for path in train.CASES.glob("sealed_*.tsv") for _, text in cases(path.stem)}
    assert not sealed & learned


def test_weights_of_another_encoder_are_not_used(tmp_path: Path) -> None:
    encoder = load_or_none()
    assert encoder is not None
    encoder.fingerprint = "another"
    assert Detector(encode=encoder)("i want to die") == Detector()("i want to die")
