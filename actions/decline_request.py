"""out_of_scope: a real request that is not ours; says so, names 211, offers what we do know."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.menu import offer_start
from actions.turn import TurnContext
from actions.wording import say


class ActionDeclineRequest(Action):
    def name(self) -> str:
        return "action_decline_request"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        answer = Answer(say("utter_out_of_scope", turn), outcome="out_of_scope", keeps_topic=True)
        offer_start(answer, turn)
        return answer.send(dispatcher, turn)
