"""find_program: programs that fit, the best first, each with what matters; refines a search under way; pages by MORE."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, program_search, programs
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import listing
from actions.turn import TurnContext
from actions.wording import say
from knowledge import search
from knowledge.views import SearchResult

PAGE_WEB, PAGE_SMS = 4, 3
WISHES = ("free", "evenings", "weekends", "online", "in_person")


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
    result = search.find(knowledge(), program_search.as_search(found), size, offset)
    if not result.matches:
        return nothing(turn, found, result)
    shown = [match.program for match in result.matches]
    made = Answer(lead(turn, found, result, offset))
    made.about = programs.about(found)
    made.shown = [{"kind": "program", "id": program.id} for program in shown]
    for match in result.matches:
        programs.card(made, turn, match.program, match)
        made.choice(programs.label(turn, match.program), "program_details", program=match.program.id)
    following = offset + len(shown)
    made.slots = {"search": found, "program": None}
    made.slots["more"] = {"topic": "find_program", "offset": following} if following < result.total else None
    if made.slots["more"]:
        made.choice(say("utter_choice_more", turn), "more")
    return made


def lead(turn: TurnContext, found: program_search.Conditions, result: SearchResult, offset: int) -> str:
    """How many of what and where; a wish that no program shown is known to meet is said to be open."""
    met = {name for match in result.matches for name in match.met}
    unsaid = [name for name in WISHES if found.get(name) and name not in met]
    open_wishes = listing([say(f"utter_condition_{name}", turn) for name in unsaid], turn.language, last="or")
    return say(
        "utter_programs_page" if offset else "utter_programs_unsaid" if unsaid else "utter_programs_found", turn,
        count=result.total, what=programs.what(turn, found, without=unsaid), where=programs.where(turn, found),
        wishes=open_wishes,
    )  # fmt: skip


def nothing(turn: TurnContext, found: program_search.Conditions, result: SearchResult) -> Answer:
    """Nobody offers this: says so, what to loosen and what that opens up, and who may know more."""
    made = Answer(
        say("utter_programs_none", turn, what=programs.what(turn, found), where=programs.where(turn, found)),
        outcome="not_known",
        about=programs.about(found),
        slots={"search": found},
    )
    if result.loosen:
        condition, count = result.loosen
        name = f"utter_loosen_{condition}"
        made.choice(say(name, turn, count=count), "find_program", drop=programs.CONDITION_OF.get(condition, condition))
    made.choice(
        say("utter_topic_career_center", turn),
        "career_center",
        **({"region": found["region"]} if found.get("region") else {}),
    )
    return made


def page(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The next page (actions/paging.py)."""
    return answer(turn, turn.slots.get("search") or {}, int(more["offset"]))
