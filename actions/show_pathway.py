"""pathway: the steps from where the learner is to a job. By text the first step, MORE for each further one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, career_changes, pathway_steps, roles, starting_points
from actions.turn import TurnContext


class ActionShowPathway(Action):
    def name(self) -> str:
        return "action_show_pathway"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        goal, _ = starting_points.goal_and_held(turn)
        background = roles.background(turn)
        if goal is None and background:
            made = career_changes.answer(turn, background, None)
            made.topics = ["pathway"]
        elif goal is None:
            made = asking.for_role(turn)
            made.slots |= starting_points.told(turn, starting_points.of(turn, None))
        else:
            made = pathway_steps.answer(turn, goal, starting_points.of(turn, goal))
        return made.send(dispatcher, turn)
