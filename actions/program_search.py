"""What a learner wants of a program, gathered over turns: this message's conditions on top of the search under way.

The search travels between turns as coded values only (the `search` slot): ids, numbers and flags, never words.
"""

from __future__ import annotations

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
    if (turn.choice or {}).get("entities", {}).get("drop"):
        found.pop(turn.choice["entities"]["drop"], None) if turn.choice else None
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
        made = dict(SCHEDULES.get(value, {}))
        return made | ({"max_weeks": int(more["max_weeks"])} if more.get("max_weeks") else {})
    if kind == "modality":
        return {"online": True} if value == "online" else {"in_person": True} if value == "in_person" else {}
    if kind == "age" and value.isdigit() and more.get("who", "self") != "child":
        return {"age": int(value)}
    return {}


def as_search(found: Conditions) -> ProgramSearch:
    """The conditions as the finder takes them."""
    role = found.get("role")
    return ProgramSearch(
        region=found.get("region"),
        place=found.get("place"),
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
    )
