"""mentoring: programs that match learners with a mentor, where the learner is; says where they are when not there."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import nearby, program_kinds
from actions.answer import Answer
from actions.menu import offer_topic
from actions.turn import TurnContext
from actions.wording import say

TOPIC = "mentoring"


class ActionFindMentoring(Action):
    def name(self) -> str:
        return "action_find_mentoring"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The region's mentoring programs; without a region all of them; an honest no where we know none."""
    found = program_kinds.of(turn, TOPIC)
    place = nearby.name(turn)
    if not found:
        made = Answer(
            say("utter_mentoring_none", turn, place=place), outcome="not_known", about=dict(nearby.about(turn))
        )
        offer_topic(made, turn, "career_center")
        offer_topic(made, turn, "work_based")
        return made
    lead = say("utter_mentoring_found" if place else "utter_mentoring_all", turn, place=place)
    if not turn.sms:
        lead = nearby.joined(lead, nearby.outside_note(turn))
    made = program_kinds.listed(turn, lead, found, TOPIC)
    made.about |= nearby.about(turn)
    if len(made.choices) < 3:
        offer_topic(made, turn, "work_based")
    return made
