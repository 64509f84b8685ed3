"""entry_jobs: jobs that usually ask for less than a bachelor's degree and no experience. For a job named: what it asks."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import role_cards, roles, tell_role_requirements
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import cite, percent
from actions.turn import TurnContext
from actions.wording import say
from knowledge.journey.words import EDUCATION
from knowledge.views import Occupation

SHORT_SCHOOLING = ("none", "high_school", "some_college", "certificate", "associate")
SHRINKING_FAST = -10.0  # percent to 2034: still a first job, but not the first one to name


class ActionListEntryJobs(Action):
    def name(self) -> str:
        return "action_list_entry_jobs"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        category = next(iter(turn.named("category")), None)
        named = [role for role in roles.named_now(turn) if role.role == "target"]
        if named and not category:
            made = tell_role_requirements.answer(turn, named[0])
            made.topics = ["entry_jobs"]
        else:
            made = answer(turn, category)
        return made.send(dispatcher, turn)


def answer(turn: TurnContext, category: str | None = None) -> Answer:
    """The jobs, most openings first; in a field that has none, those where fewest need a bachelor's."""
    found = first_jobs(category)
    outlook = next((role.outlook for role in found if role.outlook), None)
    if found:
        lead = say("utter_entry_jobs", turn, cite=cite(outlook, turn.language) if outlook else "",
                   pay_cite=roles.pay_cite(turn, [role.id for role in found]))  # fmt: skip
        made = role_cards.listed(turn, lead, [role.id for role in found], "entry_jobs")
    else:
        made = _nearest(turn, category)
    made.about = {"category": category} if category else {}
    if not turn.sms:
        made.choice(say("utter_choice_find_program", turn), "find_program")
    return made


def first_jobs(category: str | None = None) -> list[Occupation]:
    """Digital jobs BLS lists with no experience and less than a bachelor's degree."""
    found = [
        role
        for role in knowledge().occupations(category)
        if role.outlook
        and role.outlook.value.experience == "None"
        and EDUCATION.get(role.outlook.value.entry_education) in SHORT_SCHOOLING
    ]
    return sorted(
        found, key=lambda r: (_growth(r) < SHRINKING_FAST, -(r.outlook.value.openings_per_year if r.outlook else 0))
    )


def _growth(role: Occupation) -> float:
    return role.outlook.value.growth_percent if role.outlook else 0.0


def _nearest(turn: TurnContext, category: str | None) -> Answer:
    """The field's jobs by how many people in them say less than a bachelor's will do, the most first."""
    surveyed = [role for role in knowledge().occupations(category) if role.degree_share]
    surveyed.sort(key=lambda role: role.degree_share.value["bachelor_plus"] if role.degree_share else 100)
    name = knowledge().category(category or "")
    best = surveyed[0] if surveyed else None
    if best is None or best.degree_share is None or name is None:
        return role_cards.listed(turn, say("utter_entry_jobs_none", turn), [r.id for r in first_jobs()], "entry_jobs")
    lead = say(
        "utter_entry_jobs_nearest", turn, category=name.name.say(turn.language),
        less=percent(100 - best.degree_share.value["bachelor_plus"]), cite=cite(best.degree_share, turn.language),
        pay_cite=roles.pay_cite(turn, [best.id]), **roles.names(turn, best),
    )  # fmt: skip
    return role_cards.listed(turn, lead, [role.id for role in surveyed[:4]], "entry_jobs")
