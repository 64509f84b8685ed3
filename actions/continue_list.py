"""more: the next page of the list last shown, by the module that made it; says so when there is no more."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import interest_quiz, way_back
from actions.answer import Answer
from actions.menu import offer_start
from actions.paging import PAGERS
from actions.turn import TurnContext
from actions.wording import say


class ActionContinueList(Action):
    def name(self) -> str:
        return "action_continue_list"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        more = turn.slots.get("more") or {}
        pager = PAGERS.get(more.get("topic", ""))
        if pager:
            answer = pager(turn, more)
        elif way_back.under_way(turn):
            return interest_quiz.again(turn).send(dispatcher, turn)
        else:
            answer = Answer(say("utter_nothing_more", turn))
            offer_start(answer, turn)
        # "and in Nogales?" after a second page still means the list's own topic.
        answer.topics, answer.keeps_topic = ["more"], True
        return answer.send(dispatcher, turn)
