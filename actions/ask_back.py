"""Two or three topics are close: asks which, in plain words. Wrong and confident is the worst an answer can be."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import exists, say

MOST = 2
NAMED = ("role", "credential", "category", "program", "provider")


class ActionAskBack(Action):
    def name(self) -> str:
        return "action_ask_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        near = nearest(turn)
        entities = {kind: turn.named(kind) for kind in NAMED if turn.named(kind)}
        answer = Answer(say("utter_ask_back", turn), outcome="asked_back", topics=near[:MOST] or ["help"])
        answer.keeps_topic = True
        for topic in near[:MOST]:
            answer.choice(say(f"utter_topic_{topic}", turn), topic, **entities)
        answer.choice(say("utter_topic_none", turn), "talk_to_human")
        return answer.send(dispatcher, turn)


def nearest(turn: TurnContext) -> list[str]:
    """The topics the classifier found nearest, those that can be offered by name."""
    return [guess["name"] for guess in turn.ranking if exists(f"utter_topic_{guess['name']}")]
