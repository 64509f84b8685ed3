"""affirm: a yes with nothing pending: asks what to go on with."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import interest_quiz
from actions.answer import Answer
from actions.menu import offer_start
from actions.turn import TurnContext
from actions.wording import say


class ActionConfirmChoice(Action):
    def name(self) -> str:
        return "action_confirm_choice"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        if interest_quiz.asked_last(turn) and (quiz := interest_quiz.answer(turn)):
            return quiz.send(dispatcher, turn)
        answer = Answer(say("utter_affirm_what", turn), outcome="asked_back", keeps_topic=True)
        offer_start(answer, turn)
        return answer.send(dispatcher, turn)
