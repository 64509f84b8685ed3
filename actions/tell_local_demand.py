"""local_demand: who hires near me. We hold no local job ads and say so; then what we have, and who would know."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import local_demand, nearby, roles
from actions.turn import TurnContext


class ActionTellLocalDemand(Action):
    def name(self) -> str:
        return "action_tell_local_demand"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        role = next(iter(roles.named_now(turn) or roles.known(turn.all("role"))), None)
        made = local_demand.of_role(turn, role) if role and role.outlook else local_demand.of_place(turn)
        made.about |= nearby.about(turn)
        return made.send(dispatcher, turn)
