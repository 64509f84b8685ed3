"""Nothing is near: says so, offers the nearest topic, the menu and a person; counted as unanswered under that topic."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.ask_back import nearest
from actions.menu import offer_topic
from actions.turn import TurnContext
from actions.wording import say


class ActionAdmitDoubt(Action):
    def name(self) -> str:
        return "action_admit_doubt"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        near = nearest(turn)[:1]
        answer = Answer(say("utter_not_understood", turn), outcome="not_known", topics=near or ["help"])
        answer.keeps_topic = True
        for topic in dict.fromkeys([*near, "help", "talk_to_human"]):
            offer_topic(answer, turn, topic)
        return answer.send(dispatcher, turn)
