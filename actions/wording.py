"""Says a response of `domain/` in the language and for the channel of a turn. No learner-facing sentence lives in Python."""

from __future__ import annotations

import random

from actions.turn import TurnContext
from knowledge import phrasebook
from knowledge.phrasebook import WordingMissingError, responses

__all__ = ["WordingMissingError", "exists", "responses", "say"]


def say(name: str, turn: TurnContext, /, **values: object) -> str:
    """The response `name` for this turn, its placeholders filled; variations of equal rank take turns at random."""
    variation = random.choice(phrasebook.variations(name, turn.language, turn.channel))
    return phrasebook.fill(variation["text"], values)


def exists(name: str) -> bool:
    return name in responses()
