"""Which codes may stand in an insight row: the gate that keeps free text out of the store.

Receives whatever a turn reported, gives the code if it is one that the content or the knowledge base knows, else None.
It never shortens, guesses or repairs: what is not known is left out.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, get_args

import yaml

from bot.messages import Channel, Language, Outcome

CONTENT = Path(__file__).resolve().parents[2] / "knowledge" / "content"
NO_TOPIC = ""  # a turn that came near no topic: counted as unanswered, under no name
NOT_KEPT = ""  # the channel of a turn of which only topic, language and week are kept


class Catalogue(Protocol):
    """What the knowledge base must answer: is there something with this id?"""

    def occupation(self, id: str, /) -> object | None: ...
    def credential(self, id: str, /) -> object | None: ...
    def program(self, id: str, /) -> object | None: ...
    def region(self, id: str, /) -> object | None: ...


class NothingKnown:
    """A catalogue without entries, for who only needs the fixed codes."""

    def _none(self, id: str, /) -> object | None:
        return None

    occupation = credential = program = region = _none


class Codes:
    """The known codes; programs and the like are asked of the catalogue, so that one added today counts today."""

    channels = frozenset(get_args(Channel))
    languages = frozenset(get_args(Language))
    outcomes = frozenset(get_args(Outcome))

    def __init__(self, catalogue: Catalogue | None = None, content: Path = CONTENT) -> None:
        self._catalogue: Catalogue = catalogue or NothingKnown()
        self._content = content

    @cached_property
    def _ids(self) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.safe_load((self._content / "ids.yml").read_text("utf-8"))
        return loaded

    @cached_property
    def topics(self) -> frozenset[str]:
        groups = yaml.safe_load((self._content / "topics.yml").read_text("utf-8"))
        return frozenset(code for group in groups.values() for code in group)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        return tuple(self._ids["regions"])

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(self._ids["needs"])

    @cached_property
    def unmet_pairs(self) -> frozenset[str]:
        """Every pair of need and field there can be."""
        return frozenset(f"{need}:{field}" for need in self.needs for field in self._ids["categories"])

    def region(self, code: str | None) -> str | None:
        return code if code and len(code) <= 40 and self._catalogue.region(code) else None

    def role(self, code: str) -> str | None:
        known = len(code) <= 16 and (code in self._ids["role_aliases"] or self._catalogue.occupation(code))
        return code if known else None

    def credential(self, code: str) -> str | None:
        return code if len(code) <= 64 and self._catalogue.credential(code) else None

    def program(self, code: str) -> str | None:
        return code if len(code) <= 96 and self._catalogue.program(code) else None

    def unmet(self, code: str) -> str | None:
        """A need and a field of work, "child-care:networking"; anything else is left out."""
        return code if code in self.unmet_pairs else None

    def need(self, code: str) -> str | None:
        return code if code in self.needs else None
