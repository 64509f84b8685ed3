"""What becomes of a fact as it gets old: told, told with its date, or withheld with whom to ask (`knowledge.freshness`).

Receives a turn, whose `today` is the only clock, and a fact. Costs and deadlines are withheld once they are stale;
everything else goes on being told with its date.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.freshness import UNDATED, Stage, dated, stage
from knowledge.views import Fact, Program

_SEASONS = {
    "en": ("winter", "spring", "summer", "fall"),
    "es": ("invierno de", "primavera de", "verano de", "otoño de"),
}


def today(turn: TurnContext) -> date:
    """The turn's day; the machine's only where a turn carries none."""
    return date.fromisoformat(turn.today) if turn.today else date.today()


def is_stale(turn: TurnContext, fact: Fact[Any], kind: str, part: str = "*") -> bool:
    return stage(fact, kind, today(turn), part) is Stage.STALE


def hedge(turn: TurnContext, fact: Fact[Any], kind: str, part: str = "*") -> str:
    """ " (as of spring 2024)" for a fact past its time, else nothing."""
    if stage(fact, kind, today(turn), part) is Stage.FRESH:
        return ""
    said = since(fact, turn.language)
    return " " + (say("utter_as_of", turn, when=said) if said else say("utter_as_of_unknown", turn))


def since(fact: Fact[Any], language: str) -> str:
    """When a fact was last known to hold, as people say it: "spring 2024", "2023"; empty without a date."""
    newest = max((text for text in (fact.as_of, fact.verified_on) if text and text != UNDATED), default="")
    day = dated(fact.as_of, fact.verified_on)
    if day is None or len(newest) == 4:
        return newest
    season = _SEASONS[language][day.month % 12 // 3]
    return f"{season} {day.year + (day.month == 12)}"  # December belongs to next year's winter


def contact(program: Program) -> str:
    """Whom to ask about a program: its own phone or the provider's, else a site, else the provider's name."""
    provider = knowledge().provider(program.provider)
    site = (program.url or (provider.url if provider else None) or "").removeprefix("https://").removeprefix("http://")
    phone = program.phone or (provider.phone if provider else None)
    return phone or site.removeprefix("www.").rstrip("/") or program.provider_name


def withheld_cost(turn: TurnContext, program: Program) -> str:
    """The sentence in place of a price too old to repeat, or nothing while it may be told."""
    fact = program.fact("cost")
    priced = program.cost_text or program.tuition or program.free is not None or program.stipend is not None
    if not priced or not is_stale(turn, fact, "program", "cost"):
        return ""
    name, since_when = program.short.say(turn.language), since(fact, turn.language)
    return say("utter_program_cost_withheld", turn, name=name, when=since_when, contact=contact(program))


def dates(turn: TurnContext, program: Program) -> str:
    """Start dates and deadline as a sentence: those to come, or that they are too old, or past, or not known."""
    now, fact = today(turn), program.fact("deadline")
    coming = [start for start in program.starts if date.fromisoformat(start) >= now]
    exact = program.deadline_on
    past = bool(exact and date.fromisoformat(exact) < now)
    starts = ", ".join(coming) or ("" if program.starts else program.start_dates or "")
    deadline = "" if past else exact or program.deadline or ""
    if past and not coming:
        return say("utter_program_deadline_passed", turn, date=exact, contact=contact(program))
    if not starts and not deadline:
        return say("utter_program_no_dates", turn)
    if is_stale(turn, fact, "program", "deadline"):
        return say("utter_program_dates_withheld", turn, when=since(fact, turn.language), contact=contact(program))
    told = ", ".join(part for part in (starts, deadline) if part)
    return say("utter_program_dates", turn, dates=told + hedge(turn, fact, "program", "deadline"))
