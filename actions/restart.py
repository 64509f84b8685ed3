"""restart: forgets what the conversation was about, except the language. Takes the place of Rasa's own action_restart."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import CARRIED, Answer
from actions.menu import offer_start
from actions.turn import TurnContext
from actions.wording import say

FORGOTTEN = (*CARRIED, "earlier_role", "shown", "last_list", "more", "search", "about_me", "asking", "path", "quiz")


class ActionRestart(Action):
    def name(self) -> str:
        return "action_restart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        answer = Answer(say("utter_restart", turn), slots=dict.fromkeys(FORGOTTEN))
        offer_start(answer, turn)
        return answer.send(dispatcher, turn)
