"""The fixed hotline cards: what a person in danger is answered, whatever else is broken.

Receives a `Hit` and a language or channel; gives a `Reply` or a whole `Turn` from `cards.yml`, read once at import.
Never asks the engine, the database or the network, never adapts to the words, never promises or advises.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from bot.messages import Card, Channel, Language, Reply, Turn, Understanding
from bot.safety.screen import Hit, Kind

CARDS = Path(__file__).with_name("cards.yml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Strict):
    """One card in one language: `sms` stands alone, the rest is for the web."""

    sms: str
    text: str
    title: str
    url: str
    lines: list[str]


class CardFile(_Strict):
    """All cards, and the clinician who reviewed them; None until one has."""

    reviewed_by: str | None
    reviewed_on: date | None
    version: int
    self_harm: dict[Language, Wording]
    medical_emergency: dict[Language, Wording]
    threat_to_others: dict[Language, Wording]
    abuse: dict[Language, Wording]
    trafficking: dict[Language, Wording]
    unsafe_home: dict[Language, Wording]

    def wording(self, kind: Kind, language: Language) -> Wording:
        cards: dict[Language, Wording] = getattr(self, kind)
        return cards[language]


CARD_FILE = CardFile.model_validate(yaml.safe_load(CARDS.read_text(encoding="utf-8")))


def card_for(hit: Hit, language: Language, channel: Channel = "web") -> Reply:
    """The card for `hit`: text and a hotline card on the web, one text of at most two segments by SMS."""
    wording = CARD_FILE.wording(hit.kind, language)
    if channel == "sms":
        return Reply(text=wording.sms)
    card = Card(kind="hotline", title=wording.title, lines=wording.lines, url=wording.url)
    return Reply(text=wording.text, cards=[card])


def crisis_turn(hit: Hit, channel: Channel, language: Language | None = None) -> Turn:
    """The whole answer to a message with `hit` in it, in the language it was said in unless another is given."""
    language = language or hit.language
    return Turn(
        replies=[card_for(hit, language, channel)],
        understanding=Understanding(topics=[hit.topic], language=language, outcome="crisis"),
    )
