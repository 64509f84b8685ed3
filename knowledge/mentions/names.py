"""What goes into the linker and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# background is a job people come from (a feeder occupation); it is kept apart so that nobody answers with its pay.
TYPES = (
    "role", "background", "credential", "category", "region", "place", "zip", "provider", "program",
    "age", "budget", "schedule", "modality", "need", "ordinal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one record. `more` is handed on with each mention; `cued` in it marks an ordinary word."""

    type: str
    id: str
    alias: str
    language: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a message and linked to the knowledge base.

    `type` is one of `TYPES`, `value` the record's id (or the normalised value), `start`/`end` are code-point offsets
    into the text. What `more` may hold: role and category name each other, place has name, state and region,
    program has provider, age has grade, who and approximate, schedule has max_weeks.
    """

    type: str
    value: str
    start: int
    end: int
    text: str
    score: float = 1.0
    more: dict[str, str] = field(default_factory=dict)
