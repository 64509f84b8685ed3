"""find_program: programs that fit, the best first, each with what matters; refines a search under way; pages by MORE."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import ageing, asking, program_search, programs
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import listing
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge import search
from knowledge.conditions import can_be_met
from knowledge.views import Program, SearchResult

PAGE_WEB, PAGE_SMS = 4, 3
WISHES = ("free", "evenings", "weekends", "online", "in_person", "language", "daytime")
# Which need of `ids.yml` a condition nobody meets comes down to.
NEED_OF = {"free": "cost", "max_cost": "cost", "stipend": "cost", "evenings": "schedule", "weekends": "schedule",
           "daytime": "schedule", "online": "distance", "radius_miles": "distance", "in_person": "distance", "language": "english",
           "max_weeks": "time", "has_diploma": "credentials"}  # fmt: skip


class ActionFindPrograms(Action):
    def name(self) -> str:
        return "action_find_programs"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = program_search.conditions(turn)
        if not found.get("region") and not found.get("online"):
            made = asking.for_place(turn)
            made.slots["search"] = found
            made.about = programs.about(found)
            return made.send(dispatcher, turn)
        return answer(turn, found).send(dispatcher, turn)


def answer(turn: TurnContext, found: program_search.Conditions, offset: int = 0) -> Answer:
    """One page of the search; when nothing fits, the one condition worth giving up."""
    size = PAGE_SMS if turn.sms else PAGE_WEB
    result = search.find(knowledge(), program_search.as_search(found, ageing.today(turn)), size, offset)
    if not result.matches:
        return nothing(turn, found, result)
    shown = [match.program for match in result.matches]
    made = Answer(lead(turn, found, result, offset))
    made.about = programs.about(found)
    made.shown = [{"kind": "program", "id": program.id} for program in shown]
    for match in result.matches:
        programs.card(made, turn, match.program, match, found)
        why = next(iter(programs.deciding(turn, match)), "")
        made.choice(programs.label(turn, match.program, why), "program_details", program=match.program.id)
    if not turn.sms and len(shown) > 1:
        made.choice(say("utter_choice_compare_programs", turn), "program_details", program=[p.id for p in shown[:3]])
    for need in [need for need in found.get("needs") or [] if exists(f"utter_need_{need}")][:1]:
        met = any(f"need:{need}" in match.met for match in result.matches)
        if not met and need != "cost" and can_be_met(need):
            made.choice(
                say("utter_choice_help_with", turn, need=say(f"utter_need_{need}", turn)), "supports", need=need
            )
    following = offset + len(shown)
    made.slots = {"search": found, "program": None, "gaps": None if offset else unmet(found, result)}
    made.slots["more"] = {"topic": "find_program", "offset": following} if following < result.total else None
    if made.slots["more"]:
        made.choice(say("utter_choice_more", turn), "more")
    return made


def unmet(found: program_search.Conditions, result: SearchResult) -> list[str] | None:
    """What is needed and no program is known to offer, as "need:field", for the staff's count; first things come first, so
    a need the best match does not meet is met by none."""
    role = knowledge().occupation(found.get("role") or "")
    field = found.get("category") or (role.category if role else None)
    if field is None:
        return None
    met = {name for match in result.matches for name in match.met}
    needs = [need for need in found.get("needs") or [] if f"need:{need}" not in met and can_be_met(need)]
    wishes = [
        NEED_OF[name] for name in NEED_OF if found.get("radius" if name == "radius_miles" else name) and name not in met
    ]
    if found.get("has_diploma") is False and "has_diploma" not in met:
        wishes.append("credentials")
    near = [wish for wish in wishes if wish != "distance" or not result.matches]
    return [f"{need}:{field}" for need in dict.fromkeys([*needs, *near])] or None


def lead(turn: TurnContext, found: program_search.Conditions, result: SearchResult, offset: int) -> str:
    """How many of what and where; a wish that no program shown is known to meet is said to be open.

    "Free" describes what was counted only where all of it is known to be; else each says it for itself.
    """
    wished = [name for name in WISHES if found.get(name)]
    unsaid = [name for name in wished if not any(name in match.met for match in result.matches)]
    whole = result.total == len(result.matches)
    not_all = [name for name in wished if not whole or not all(name in match.met for match in result.matches)]
    open_wishes = listing([say(f"utter_condition_{name}", turn) for name in unsaid], turn.language, last="or")
    return say(
        "utter_programs_page" if offset else "utter_programs_unsaid" if unsaid else "utter_programs_found", turn,
        count=result.total, what=programs.what(turn, found, without=not_all), where=programs.where(turn, found),
        wishes=open_wishes,
    )  # fmt: skip


def nothing(turn: TurnContext, found: program_search.Conditions, result: SearchResult) -> Answer:
    """Nobody offers this: says so, what to loosen and what that opens up, and who may know more."""
    made = Answer(
        say("utter_programs_none", turn, what=programs.what(turn, found), where=programs.where(turn, found)),
        outcome="not_known",
        about=programs.about(found),
        slots={"search": found, "gaps": unmet(found, result)},
    )
    if result.loosen:
        condition, count = result.loosen
        drop = programs.CONDITION_OF.get(condition, condition)
        opened = say(f"utter_loosen_{condition}", turn, count=count)
        if first := _first_without(found, drop, ageing.today(turn)):
            made.text = say(
                "utter_programs_loosen", turn, what=programs.what(turn, found), where=programs.where(turn, found),
                opened=opened[0].lower() + opened[1:], first=programs.fitted(first.short.say(turn.language)),
            )  # fmt: skip
        made.choice(opened, "find_program", drop=drop)
    made.choice(
        say("utter_topic_career_center", turn),
        "career_center",
        **({"region": found["region"]} if found.get("region") else {}),
    )
    return made


def _first_without(found: program_search.Conditions, condition: str, today: date) -> Program | None:
    """The best program once a condition is given up."""
    looser = {name: value for name, value in found.items() if name != condition}
    matches = search.find(knowledge(), program_search.as_search(looser, today), 1).matches
    return matches[0].program if matches else None


def page(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The next page (actions/paging.py)."""
    return answer(turn, turn.slots.get("search") or {}, int(more["offset"]))
