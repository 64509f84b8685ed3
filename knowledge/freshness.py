"""How old a fact may get: a time-to-live per kind of fact, and what follows once it is over.

Fresh: told as it is. Aging, past its time: told with its date. Stale, past twice its time: cost and deadline are withheld
and the provider's contact is given instead. A fact without a date is aging from the start and never goes stale, since
nobody can say how old it is. A person's check (`verified_on`) counts as its date. Nothing here reads a clock: the caller
says what today is.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from knowledge.views import Fact

UNDATED = "undated"

# Days. Prices are set once a year, and a page names last year's for a while: eighteen months. Deadlines go by the term.
# Official figures live until their next yearly release is usually out; descriptions of work change slowly.
TTL = {
    "deadline": 270,
    "cost": 548,
    "eligibility": 548,
    "program": 548,
    "awards": 1_096,
    "outcomes": 1_096,
    "provider": 730,
    "support": 365,
    "career_center": 365,
    "credential": 730,
    "study": 1_461,
    "renewal": 730,
    "worth": 1_096,
    "national_wage": 730,
    "local_wage": 548,
    "local_median": 730,
    "local_openings": 365,
    "projection": 1_461,
    "role": 1_461,
    "degree_share": 1_461,
    "step": 1_096,
    "article": 1_096,
    "statement": 3_653,
    "work_role": 1_096,
}
WITHHELD = frozenset({"cost", "deadline"})  # what is not told once it is stale


class Stage(StrEnum):
    FRESH = "fresh"
    AGING = "aging"
    STALE = "stale"


def ttl(kind: str, part: str = "*", official: bool = False) -> int:
    """Days a part of a record lives; `official` counts of programs are renewed by their yearly release."""
    if part != "*" and part in TTL:
        return TTL[part]
    return TTL["awards"] if kind == "program" and official else TTL[kind]


def dated(as_of: str, verified_on: str | None = None) -> date | None:
    """The day a fact was last known to hold: a year or month counts from its first day; None without any date."""
    known = [_first_day(text) for text in (as_of, verified_on) if text and text != UNDATED]
    return max(known, default=None)


def age(fact: Fact[Any], today: date) -> int | None:
    """Days since the fact was known to hold, or None when nobody dated it."""
    day = dated(fact.as_of, fact.verified_on)
    return None if day is None else (today - day).days


def stage(fact: Fact[Any], kind: str, today: date, part: str = "*") -> Stage:
    """How far a fact of this kind has aged by `today`. A record marked expired is stale whatever its date."""
    if fact.status == "expired":
        return Stage.STALE
    return stage_of(age(fact, today), ttl(kind, part, fact.source.kind == "official"))


def cost_told_until(as_of: str, verified_on: str | None, status: str) -> str | None:
    """The last day (ISO) on which a program's cost may be told; None for one without a date: nobody can call it too old."""
    if status == "expired":
        return date.min.isoformat()
    day = dated(as_of, verified_on)
    return (day + timedelta(days=2 * TTL["cost"])).isoformat() if day else None


def stage_of(days: int | None, lives: int) -> Stage:
    if days is None:
        return Stage.AGING
    return Stage.FRESH if days <= lives else Stage.AGING if days <= 2 * lives else Stage.STALE


def _first_day(as_of: str) -> date:
    return date.fromisoformat((as_of + "-01-01"[: 10 - len(as_of)]) if len(as_of) == 4 else (as_of + "-01")[:10])
