"""Offered choices: what each leads to stays on the server, and only what was offered can be picked.

A bare number, or the words of a label, means the list offered last; a button's value may come from the last few lists,
because they are still on a learner's screen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypedDict

from bot.errors import ChoiceNotOffered
from bot.messages import Choice, Reply, ScrubbedText
from bot.store.models import Conversation

LISTS_KEPT = 6
# "2", "#2", "whats 2", "la opción 2 porfa": the number and no other word that carries meaning.
_NUMBER = re.compile(
    r"^\s*(?:(?:ok|and|y|what'?s|what is|tell me|about|more|show|me|i want|give|pick|quiero|dime|de|sobre|que es|qué es|the|el|la)\s+)*"
    r"(?:#|no\.?|num\.?|number|numero|número|option|opcion|opción)?\s*(\d{1,2})\s*[.)!?]*\s*(?:pls|plz|please|porfa|por favor)?\s*$",
    re.IGNORECASE,
)


class Offered(TypedDict):
    """One choice as it is kept: `payload` is what the engine gets."""

    label: str
    value: str
    payload: dict[str, Any]
    list: int


def offer(reply: dict[str, Any], conversation: Conversation) -> Reply:
    """The engine's reply as the learner sees it; its choices are remembered on the conversation."""
    number = max((kept["list"] for kept in conversation.offered), default=0) + 1
    made: list[Offered] = [
        {"label": c["label"], "value": f"{number}.{i}", "payload": c["payload"], "list": number}
        for i, c in enumerate(reply["choices"], start=1)
    ]
    if made:
        kept = [old for old in conversation.offered if old["list"] > number - LISTS_KEPT]
        conversation.offered = [*kept, *made]
    return Reply(
        text=reply["text"],
        choices=[Choice(label=c["label"], value=c["value"]) for c in made],
        cards=reply["cards"],
    )


def pick(offered: list[Offered], text: ScrubbedText | None, value: str | None) -> Offered | None:
    """The choice a message stands for, or None for ordinary words; raises `ChoiceNotOffered` for a value never offered."""
    if value is not None:
        for choice in offered:
            if choice["value"] == value:
                return choice
        raise ChoiceNotOffered()
    last = [c for c in offered if c["list"] == max(o["list"] for o in offered)]
    words = text.reveal() if text else ""
    if (number := _NUMBER.match(words)) and 1 <= int(number[1]) <= len(last):
        return last[int(number[1]) - 1]
    return next((c for c in last if words and _plain(c["label"]) == _plain(words)), None)


def _plain(text: str) -> str:
    """Lower case, no accents, letters and digits only."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if c.isalnum())
