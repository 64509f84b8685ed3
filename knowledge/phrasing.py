"""How numbers, dates and lists are written in each language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.views import Fact

_MONTHS = {
    "en": ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "marzo", "abril", "mayo", "junio", "julio", "ago", "sept", "oct", "nov", "dic"),
}
_AND = {"en": "and", "es": "y"}
_OR = {"en": "or", "es": "o"}


def money(dollars: int) -> str:
    """$52,000 in both languages, as it is written in the United States."""
    return f"${dollars:,}"


def thousands(dollars: int) -> str:
    """$52k: short money for text messages, rounded to the nearest thousand."""
    return f"${round(dollars / 1000)}k"


def hourly(dollars_a_year: int) -> str:
    """A yearly figure as pay an hour, over 2,080 hours a year (BLS's full-time year)."""
    return f"${dollars_a_year / 2080:.0f}"


def when(as_of: str, language: str) -> str:
    """2025-05 → "May 2025"; a bare year stays; "undated" is said."""
    if as_of == "undated":
        return {"en": "no date", "es": "sin fecha"}[language]
    parts = as_of.split("-")
    if len(parts) < 2 or not parts[1].isdigit():
        return as_of
    return f"{_MONTHS[language][int(parts[1]) - 1]} {parts[0]}"


def cite(fact: Fact[Any], language: str) -> str:
    """Where a fact is from and how old it is: "BLS, May 2025"."""
    return f"{fact.source.short}, {when(fact.as_of, language)}"


def listing(items: Sequence[str], language: str, *, last: str = "and") -> str:
    """a, b and c / a, b y c."""
    word = (_AND if last == "and" else _OR)[language]
    if language == "es" and last == "and" and items and items[-1].lower().startswith(("i", "hi")):
        word = "e"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def percent(value: float) -> str:
    return f"{value:.0f}%" if abs(value) >= 10 or value == int(value) else f"{value:.1f}%"


def people(count: int, language: str) -> str:
    """A count of people or jobs, rounded so that it can be said aloud: 34,200."""
    return f"{round(count, -2 if count >= 1000 else 0):,}"
