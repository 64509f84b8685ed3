"""What a learner wants of a program, gathered over turns: this message's conditions on top of the search under way.

The search travels between turns as coded values only (the `search` slot): ids, numbers and flags, never words.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from actions.library import knowledge
from actions.turn import TurnContext
from knowledge.views import ProgramSearch

Conditions = dict[str, Any]
# Topics after which a further condition refines the search rather than starting a new one.
REFINES = frozenset({"find_program", "program_details", "program_cost", "program_schedule", "program_eligibility",
                     "program_apply", "more", "give_feedback"})  # fmt: skip
WHAT = ("category", "role", "credential", "provider")
SCHEDULES = {"evening": {"evenings": True}, "evenings": {"evenings": True}, "weekend": {"weekends": True},
             "weekends": {"weekends": True}}  # fmt: skip
SHORT_WEEKS = 26  # what "something short" may take at most
_MILES = re.compile(
    r"\b(?:within|under|less than|no more than|menos de|a|hasta|en)\s+(\d{1,3})\s*(?:mi\b|miles?|millas?)",
    re.IGNORECASE,
)
_NO_DIPLOMA = re.compile(
    r"\b(?:no|without|w/?o|don'?t have (?:a|my)|never (?:got|finished)|didn'?t finish|sin|no tengo|no termin[eé])\s+(?:a |my |el |la |mi )?"
    r"(?:diploma|ged|h\.?s\.? ?diploma|high ?school(?: diploma)?|prepa\w*|secundaria|bachillerato)\b",
    re.IGNORECASE,
)
_IN_SPANISH = re.compile(
    r"\b(?:in|en) (?:spanish|espa[nñ]ol)\b|\bspanish (?:class|course|program|training)\w*|\bbiling\w+|\bsolo hablo espa[nñ]ol",
    re.IGNORECASE,
)
_CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|lower price|too (?:expensive|much|pricey)|m[aá]s (?:barat\w+|econ[oó]mic\w+)|muy car\w+|est[aá] car\w+)\b",
    re.IGNORECASE,
)
_SCHOOL_HOURS = re.compile(
    r"\b(?:until|till|til|before|by|hasta las|antes de las)\s+(?:1|2|3|4|noon|one|two|three|four|tres|dos|cuatro)\b(?!\s*(?:miles|weeks|months|years|millas|semanas))"
    r"|\b(?:while (?:my|the) kids? (?:are|is)|mientras (?:los|mis) (?:ni[nñ]os|hijos))\b",
    re.IGNORECASE,
)
# Kinds of record that are not something one signs up for to learn.
LEARNING = ("training", "degree", "bootcamp", "work_based", "high_school")


def conditions(turn: TurnContext) -> Conditions:
    """The conditions of this turn's search."""
    under_way = turn.slots.get("search") or {}
    found: Conditions = dict(under_way) if turn.previous_topic in REFINES else {}
    named = {kind: turn.named(kind) for kind in WHAT}
    if any(named.values()):
        for kind in WHAT:
            found.pop(kind, None)
        found |= {kind: ids[0] for kind, ids in named.items() if ids}
    elif not any(kind in found for kind in WHAT):
        found |= {
            kind: value for kind in ("role", "category") if (value := turn.one(kind)) and _searchable(kind, value)
        }
    where = turn.where()
    if where and (where.place or where.region):
        found |= {"place": where.place, "region": where.region}
    for mention in turn.mentions:
        found |= _condition(mention)
    found |= _said(turn)
    told = (turn.slots.get("about_me") or {}).get("needs") or []
    if needs := list(dict.fromkeys([*turn.named("need"), *(found.get("needs") or []), *told])):
        found["needs"] = needs
    if (turn.choice or {}).get("entities", {}).get("drop"):
        found.pop(turn.choice["entities"]["drop"], None) if turn.choice else None
    return found


def _cheaper(turn: TurnContext) -> Conditions:
    """ "Cheaper" than what was shown: below the lowest price that was; free where no price is known."""
    shown = [item["id"] for item in turn.slots.get("shown") or [] if item["kind"] == "program"]
    prices = [p.tuition[0] for p in knowledge().programs_by_id(shown) if p.tuition and not p.free]
    return {"max_cost": min(prices) - 1} if prices and min(prices) > 1 else {"free": True}


def _said(turn: TurnContext) -> Conditions:
    """Conditions that no linked name carries: how far, no diploma, in Spanish, in school hours."""
    if turn.choice:
        return {}
    found: Conditions = _cheaper(turn) if _CHEAPER.search(turn.text) and not turn.named("budget") else {}
    if miles := _MILES.search(turn.text):
        found["radius"] = int(miles[1])
    if _NO_DIPLOMA.search(turn.text):
        found["has_diploma"] = False
    if _IN_SPANISH.search(turn.text):
        found["language"] = "es"
    if _SCHOOL_HOURS.search(turn.text):
        found["daytime"] = True
    return found


def _searchable(kind: str, value: str) -> bool:
    role = knowledge().occupation(value) if kind == "role" else None
    return kind != "role" or (role is not None and role.role == "target")


def _condition(mention: dict[str, Any]) -> Conditions:
    """What one mention asks of a program."""
    kind, value, more = mention["type"], mention["value"], mention.get("more") or {}
    if kind == "budget" and value.isdigit():
        return {"free": True} if value == "0" else {"max_cost": int(value)}
    if kind == "schedule":
        made: Conditions = dict(SCHEDULES.get(value, {}))
        made |= {"max_weeks": SHORT_WEEKS} if value == "short" else {"daytime": True} if value == "daytime" else {}
        return made | ({"max_weeks": int(more["max_weeks"])} if more.get("max_weeks") else {})
    if kind == "modality":
        return {"online": True} if value == "online" else {"in_person": True} if value == "in_person" else {}
    if kind == "age" and value.isdigit() and more.get("who", "self") != "child":
        # A grade means still in school; an age alone does not.
        return {"age": int(value)} | ({"in_high_school": True} if more.get("grade") else {})
    return {}


def as_search(found: Conditions, today: date) -> ProgramSearch:
    """The conditions as the finder takes them."""
    role = found.get("role")
    # How far away an online class is given does not matter.
    place = None if found.get("online") and not found.get("in_person") else found.get("place")
    return ProgramSearch(
        region=found.get("region"),
        place=place,
        categories=(found["category"],) if found.get("category") and not role else (),
        roles=(role,) if role else (),
        credentials=(found["credential"],) if found.get("credential") else (),
        provider=found.get("provider"),
        kinds=LEARNING,
        free=bool(found.get("free")),
        max_cost=found.get("max_cost"),
        age=found.get("age"),
        evenings=bool(found.get("evenings")),
        weekends=bool(found.get("weekends")),
        online=bool(found.get("online")),
        in_person=bool(found.get("in_person")),
        max_weeks=found.get("max_weeks"),
        # Miles mean nothing without a town to measure from.
        radius_miles=found.get("radius") if place else None,
        has_diploma=found.get("has_diploma"),
        in_high_school=found.get("in_high_school"),
        language=found.get("language"),
        needs=tuple(found.get("needs") or ()),
        today=today,
    )
