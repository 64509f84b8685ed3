"""compare_roles: two or three jobs side by side, with who is ahead on what was asked. Asks for the other when one is named.

Where BLS has one figure for both jobs it says so: nobody is ahead then.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import role_comparison
from actions.turn import TurnContext


class ActionCompareRoles(Action):
    def name(self) -> str:
        return "action_compare_roles"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = role_comparison.to_compare(turn)
        made = (
            role_comparison.answer(turn, found, "compare_roles")
            if len(found) > 1
            else role_comparison.ask_other(turn, found)
        )
        return made.send(dispatcher, turn)
