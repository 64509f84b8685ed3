"""A message as the classifier sees it: its words, and the same words with linked names masked by their type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

# Names of these types are replaced in the masked text, so that "what's a+" and "what's an analyst" look different
# and "what's a+" and "what's the ccna" look alike.
MASKED = (
    "role",
    "credential",
    "category",
    "place",
    "region",
    "zip",
    "provider",
    "program",
    "age",
    "ordinal",
    "background",
)
_LETTERS = re.compile(r"(.)\1{2,}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Message:
    """One message: text (scrubbed), the mentions the gateway linked, and its language when known."""

    text: str
    mentions: tuple[dict[str, Any], ...] = field(default=())

    @property
    def types(self) -> tuple[str, ...]:
        """Types of the mentions, each once, in order."""
        return tuple(dict.fromkeys(m["type"] for m in self.mentions))

    def masked(self) -> str:
        """The normalised text with names replaced by `xrole`, `xplace`, …"""
        out, at = [], 0
        for mention in sorted(self.mentions, key=lambda m: m["start"]):
            if mention["type"] in MASKED and mention["start"] >= at:
                out += [self.text[at : mention["start"]], f" x{mention['type']} "]
                at = mention["end"]
        return normalise("".join([*out, self.text[at:]]))

    def covered(self) -> bool:
        """Whether the message is nothing but names (and words such as "in", "for", "and")."""
        rest = re.sub(r"\bx(" + "|".join(MASKED) + r")\b", " ", self.masked())
        words = re.findall(r"\w+", rest)
        return bool(self.mentions) and all(word in _FILLERS for word in words)


_FILLERS = frozenset(
    "a an the in at near for of and or to around by from ok so then n what about how instead rather like maybe mean"
    " en de del la el los las por para y o e cerca pa un una que q tal mejor como cual entonces digo".split()
)


def normalise(text: str) -> str:
    """Lower case, no accents, letters repeated at most twice, single spaces."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _SPACES.sub(" ", _LETTERS.sub(r"\1\1", text)).strip()
