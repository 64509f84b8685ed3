"""role_outlook: whether a job grows, how many openings a year, and what is known of AI's part in it."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, role_cards, role_comparison, roles
from actions.answer import Answer
from actions.phrasing import cite, people
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Occupation

_AI = re.compile(
    r"\b(ai|a\.i\.?|ia|chat ?gpt|gpt|robots?|automat\w*|bots?|inteligencia artificial|artificial|machines?|m[aá]quinas?)\b",
    re.IGNORECASE,
)
FLAT = 1.0  # percent over ten years that nobody would call growing or shrinking


class ActionTellRoleOutlook(Action):
    def name(self) -> str:
        return "action_tell_role_outlook"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = roles.in_question(turn)
        if not found:
            made = asking.for_role(turn)
            if _AI.search(turn.text):
                made.text = say("utter_outlook_ai_which", turn)
            return made.send(dispatcher, turn)
        if len(found) > 1:
            return role_comparison.answer(turn, found, "role_outlook").send(dispatcher, turn)
        return answer(turn, found[0]).send(dispatcher, turn)


def answer(turn: TurnContext, role: Occupation) -> Answer:
    """Growth and openings; on AI the note the record has, first when that is what was asked."""
    if role.outlook is None:
        made = Answer(say("utter_role_outlook_unknown", turn, **roles.names(turn, role)), outcome="not_known")
    elif role.ai_note and _AI.search(turn.text):
        text = say(
            "utter_role_outlook_ai", turn, note=role.ai_note.say(turn.language), cite=cite(role.outlook, turn.language),
            openings=f"{role.outlook.value.openings_per_year:,}", **roles.names(turn, role),
        )  # fmt: skip
        made = Answer(text)
    else:
        figures = role.outlook.value
        growth = figures.growth_percent
        trend = "up" if growth >= FLAT else "down" if growth <= -FLAT else "flat"
        text = say(
            f"utter_role_outlook_{trend}", turn, growth=f"{abs(growth):g}%",
            openings=people(figures.openings_per_year, turn.language), cite=cite(role.outlook, turn.language),
            covers=roles.covers(turn, figures.covers), **roles.names(turn, role),
        )  # fmt: skip
        made = Answer(text)
    made.about = {"role": role.id}
    if role.outlook:
        figures = role.outlook.value
        role_cards.add(
            made, turn, "role", role.name.say(turn.language),
            [
                role_cards.growth_line(turn, role),
                say("utter_card_employment", turn, now=f"{figures.employment_2024:,}", later=f"{figures.employment_2034:,}"),
                role.ai_note.say(turn.language) if role.ai_note else None,
            ],
            [role.outlook, role.described],
        )  # fmt: skip
    roles.offer(made, turn, role, "role_pay", "pathway")
    return made
