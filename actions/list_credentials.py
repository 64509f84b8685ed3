"""credentials_for_role: certifications that lead toward a role, cheapest first; says that employers differ."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking
from actions.answer import Answer
from actions.compare_credentials import price, prices
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential, Occupation


class ActionListCredentials(Action):
    def name(self) -> str:
        return "action_list_credentials"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        role = knowledge().occupation(turn.one("role") or "")
        if role is None:
            return asking.for_role(turn).send(dispatcher, turn)
        found = fitting(role.id, role.category)
        if not found:
            made = Answer(say("utter_credentials_for_role_none", turn, role=role.short.say(turn.language)))
            made.about = {"role": role.id}
            made.choice(say("utter_choice_pathway", turn), "pathway", role=role.id)
            return made.send(dispatcher, turn)
        return answer(turn, role, found).send(dispatcher, turn)


def fitting(role_id: str, category: str | None) -> list[Credential]:
    """Those that name the role, else those of its category."""
    named = [c for c in knowledge().credentials() if role_id in c.leads_to]
    return named or [c for c in knowledge().credentials(category=category) if category]


def answer(turn: TurnContext, role: Occupation, found: list[Credential]) -> Answer:
    """Up to four names; each a choice."""
    most = 3 if turn.sms else 4
    # Those that name this role earliest among what they lead to come first; equals stay in the content's order.
    ordered = sorted(found, key=lambda c: c.leads_to.index(role.id) if role.id in c.leads_to else 99)[:most]
    sources = prices(turn, ordered)
    made = Answer(say("utter_credentials_for_role", turn, role=role.short.say(turn.language), prices=sources))
    made.about = {"role": role.id, "credential": [c.id for c in ordered]}
    made.shown = [{"kind": "credential", "id": c.id} for c in ordered]
    for credential in ordered:
        lines = [credential.what.say(turn.language), price(turn, credential)]
        made.card("credential", credential.name, lines, [credential.described, credential.cost, credential.worth])
        made.choice(f"{credential.name}, {price(turn, credential)}" if turn.sms else credential.name,
                    "credential_overview", credential=credential.id)  # fmt: skip
    return made
