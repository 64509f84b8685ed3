"""How a program is named, described and looked up in an answer: labels, cards, conditions in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions import ageing
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import listing, money
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge.views import Program, ProgramMatch, Provider

LONGEST_LABEL = 56
NEAR_MILES = 30.0
# What a cut name must not end in: "Institute of".
LOOSE_END = re.compile(r"( (of|the|at|de|del|la|and|y))+$")
# The finder's field names for what the search slot calls otherwise.
CONDITION_OF = {"categories": "category", "roles": "role", "credentials": "credential", "radius_miles": "radius"}
# What a condition that is met is worth saying, first things first; `utter_reason_<name>` says it.
REASONS = ("free", "max_cost", "need:child-care", "need:transport", "need:laptop", "need:food", "need:housing", "need:english",
           "language", "evenings", "weekends", "online", "in_person", "has_diploma", "in_high_school", "age", "max_weeks")  # fmt: skip
MOST_REASONS = 3


def asked_about(turn: TurnContext) -> tuple[Program | None, Provider | None]:
    """The program or provider this turn is about: named now, picked from the list, or spoken of before."""
    named = turn.named("program")
    provider_named = turn.named("provider")
    program = knowledge().program(named[0]) if named else None
    if program is None and provider_named:
        provider = knowledge().provider(provider_named[0])
        return _only_program(provider, turn), provider
    if program is None and turn.one("program"):
        program = knowledge().program(turn.one("program") or "")
    if program is None and not provider_named:
        shown = turn.slots.get("shown") or []
        if len(shown) == 1 and shown[0]["kind"] == "program":
            program = knowledge().program(shown[0]["id"])
    provider = knowledge().provider(program.provider if program else turn.one("provider") or "")
    if program is None and provider:
        return _only_program(provider, turn), provider
    return program, provider


def offers(provider: Provider | None, turn: TurnContext) -> list[Program]:
    """A provider's programs, those in the learner's region first."""
    if provider is None:
        return []
    found = [p for p in knowledge().programs(provider=provider.id) if p.kind != "partnership"]
    where, fields = turn.where(), set(turn.named("category"))
    return sorted(
        found,
        key=lambda p: (
            bool(fields) and not fields & set(p.categories),
            where is not None and p.region != where.region,
            p.awards is not None,
        ),
    )


def _only_program(provider: Provider | None, turn: TurnContext) -> Program | None:
    """The provider's program when there is one, or one in the learner's region."""
    found = offers(provider, turn)
    where = turn.where()
    local = [p for p in found if where and p.region == where.region]
    for some in (found, local):
        if len(some) == 1:
            return some[0]
    return None


def label(turn: TurnContext, program: Program, why: str = "") -> str:
    """What stands on a choice: the short name, who runs it, and one fact that decides: `why` it is there, or its own."""
    name = program.short.say(turn.language)
    if ":" not in name and program.provider_name.split()[0] not in name and len(name) + len(program.provider_name) < 44:
        name = f"{program.provider_name}: {name}"
    name = fitted(name)
    if not turn.sms:
        return name
    fact = (
        why
        if why
        else say("utter_label_free", turn)
        if program.free and cost(turn, program)
        else program.length_text.say(turn.language)
        if program.length_text
        else ""
    )
    full = f"{name}, {fact}" if fact else name
    return full if len(full) <= LONGEST_LABEL else name


def fitted(name: str) -> str:
    """A name that fits a choice: of "school: field" the school is cut at a word, for the field is what tells them apart."""
    if len(name) <= LONGEST_LABEL:
        return name
    school, colon, subject = name.partition(": ")
    if not colon:
        return name[:LONGEST_LABEL].rsplit(" ", 1)[0]
    room = max(LONGEST_LABEL - len(subject) - 2, 0)
    cut = max(school[: room + 1].rfind(mark) for mark in " -")
    school = LOOSE_END.sub("", school[: max(cut, 0)])
    return f"{school}: {subject}" if school else subject[:LONGEST_LABEL]


def reasons(turn: TurnContext, match: ProgramMatch, found: dict[str, Any]) -> list[str]:
    """Why this one stands here: what was asked and is known to be met, how near it is, and what it prepares for."""
    told, program = deciding(turn, match), match.program
    if found.get("credential") in program.credentials:
        credential = knowledge().credential(found["credential"])
        told.append(say("utter_reason_credential", turn, name=credential.name)) if credential else None
    elif found.get("role") in program.roles:
        told.append(say("utter_reason_role", turn))
    return told[:MOST_REASONS] or [say("utter_reason_field", turn)]


def deciding(turn: TurnContext, match: ProgramMatch) -> list[str]:
    """The reasons that decide: free, near, and each wish that is met."""
    program = match.program
    told = [say("utter_reason_free", turn)] if program.free and cost(turn, program) else []
    told += [
        say(f"utter_reason_{name.replace(':', '_')}", turn) for name in REASONS if name in match.met and name != "free"
    ]
    if match.distance_miles is not None and match.distance_miles < NEAR_MILES:
        told.insert(1, say("utter_reason_near", turn, miles=max(1, round(match.distance_miles))))
    return list(dict.fromkeys(told))


def card(
    made: Answer, turn: TurnContext, program: Program, match: ProgramMatch | None = None,
    found: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Adds the program's card: why it stands here, cost, length, times, who may join, and what nobody says about it."""
    language = turn.language
    lines: list[str | None] = [program.provider_name, program.about.say(language)]
    if match and found is not None:
        lines.append(say("utter_card_why", turn, reasons=listing(reasons(turn, match, found), language)))
    lines.append(say("utter_card_cost", turn, text=cost(turn, program)) if cost(turn, program) else None)
    for name, text in (
        ("length", program.length_text),
        ("schedule", program.schedule_text),
        ("who", program.eligibility_text),
    ):
        lines.append(say(f"utter_card_{name}", turn, text=text.say(language)) if text else None)
    if program.places:
        lines.append(say("utter_card_where", turn, text=", ".join(program.places)))
    if match and match.distance_miles is not None and (found is None or match.distance_miles >= NEAR_MILES):
        lines.append(say("utter_card_distance", turn, miles=f"{match.distance_miles:.0f}"))
    if match:
        unsaid = [say(f"utter_condition_{c}", turn) for c in match.unknown if exists(f"utter_condition_{c}")]
        lines.append(say("utter_card_unknown", turn, what=listing(unsaid, language)) if unsaid else None)
    lines.append(program.check.say(language) if program.check else None)
    lines.append(program.phone)
    made.card("program", program.name.say(language), lines, [program.described], program.url)


def cost(turn: TurnContext, program: Program) -> str:
    """The cost in words, or nothing when nobody states it or what is stated is too old to repeat."""
    if ageing.withheld_cost(turn, program):
        return ""
    if program.cost_text:
        return program.cost_text.say(turn.language)
    if program.free:
        return say("utter_label_free", turn)
    if program.tuition:
        low, high = program.tuition
        return money(low) if low == high else f"{money(low)}-{money(high)}"
    return ""


def doubt(turn: TurnContext, program: Program) -> str:
    return unchecked(program.described, turn, "program")


def about(found: dict[str, Any]) -> dict[str, Any]:
    """Entities of a search, as the answer reports them."""
    made = {
        kind: found[kind]
        for kind in ("role", "category", "credential", "provider", "region", "place")
        if found.get(kind)
    }
    role = knowledge().occupation(made.get("role", ""))
    if role and role.category and "category" not in made:
        made["category"] = role.category
    return made


def what(turn: TurnContext, found: dict[str, Any], without: Sequence[str] = ()) -> str:
    """What is searched for: "free cybersecurity classes"."""
    role, category = knowledge().occupation(found.get("role") or ""), knowledge().category(found.get("category") or "")
    credential = knowledge().credential(found.get("credential") or "")
    subject = (
        role.short.say(turn.language) if role
        else credential.name if credential
        else say(f"utter_field_{category.id}", turn) if category
        else say("utter_field_any", turn)
    )  # fmt: skip
    extras = [
        say(f"utter_wish_{name}", turn)
        for name in ("free", "evenings", "weekends", "online", "in_person", "language", "daytime")
        if found.get(name) and name not in without
    ]
    return ", ".join([subject, *extras])


def where(turn: TurnContext, found: dict[str, Any]) -> str:
    """Where it is searched: "near Nogales", or nothing for online."""
    place = knowledge().place(found.get("place") or "")
    region = knowledge().region(found.get("region") or "")
    name = place.name if place else region.short.say(turn.language) if region else ""
    return say("utter_near", turn, place=name) if name else ""
