"""career_change: from another kind of job into a digital one: what carries over, and the first jobs within reach."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import career_changes, pathway_steps, roles, starting_points
from actions.turn import TurnContext


class ActionPlanCareerChange(Action):
    def name(self) -> str:
        return "action_plan_career_change"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        goal, held = starting_points.goal_and_held(turn)
        start = roles.background(turn) or held
        named_goal = goal if goal and (goal in roles.named_now(turn) or not start) else None
        if start:
            made = career_changes.answer(turn, start, named_goal)
        elif named_goal:
            made = pathway_steps.answer(turn, named_goal, starting_points.of(turn, named_goal))
            made.topics = ["career_change"]
        else:
            made = career_changes.ask(turn)
        return made.send(dispatcher, turn)
