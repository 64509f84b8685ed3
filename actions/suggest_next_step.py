"""next_step: what comes after a job or a certification one has. O*NET says which work is alike, not who moved where."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import next_steps
from actions.turn import TurnContext


class ActionSuggestNextStep(Action):
    def name(self) -> str:
        return "action_suggest_next_step"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return next_steps.answer(turn).send(dispatcher, turn)
