"""category_roles: the jobs of one of the six fields; without a field, the six to pick from."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import role_cards, roles
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say

OTHER_COMPUTER_JOBS = "15-1299"  # a remainder, not a job one can want


class ActionListCategoryRoles(Action):
    def name(self) -> str:
        return "action_list_category_roles"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        named = roles.named_now(turn)
        id = next(iter(turn.named("category")), None) or (named[0].category if named else turn.one("category"))
        made = answer(turn, id) if id and knowledge().category(id) else categories(turn)
        return made.send(dispatcher, turn)


def answer(turn: TurnContext, id: str) -> Answer:
    """Every job of the field, those with most openings first; what the learner called it ("cyber") and its kin come before.

    Kin are the jobs that the same certifications lead to.
    """
    category = knowledge().category(id)
    assert category is not None
    wanted = [role.id for role in roles.named_now(turn) if role.category == id]
    near = Counter(other for role in wanted for one in knowledge().credentials(role=role) for other in one.leads_to)
    found = [role for role in knowledge().occupations(id) if role.id != OTHER_COMPUTER_JOBS]
    found.sort(
        key=lambda role: (
            role.id not in wanted,
            -near[role.id],
            not any(role.id[:3] == one[:3] for one in wanted),
            -(role.outlook.value.openings_per_year if role.outlook else 0),
        )
    )
    lead = say("utter_category_roles", turn, category=category.name.say(turn.language), count=len(found),
               cite=roles.pay_cite(turn, [role.id for role in found]))  # fmt: skip
    made = role_cards.listed(turn, lead, [role.id for role in found], "category_roles")
    made.about = {"category": id}
    return made


def categories(turn: TurnContext) -> Answer:
    """The six fields, as choices."""
    made = Answer(say("utter_categories", turn), topics=["category_roles"])
    for category in knowledge().categories():
        made.choice(category.name.say(turn.language), "category_roles", category=category.id)
    made.shown = [{"kind": "category", "id": category.id} for category in knowledge().categories()]
    return made
