"""pathway: the steps from where the learner is to a job, one of its steps, or the plan to keep."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, career_changes, pathway_steps, plans, roles, starting_points
from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Occupation


class ActionShowPathway(Action):
    def name(self) -> str:
        return "action_show_pathway"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """A step of the way last shown when one is named; else the plan when it is asked for; else the way itself."""
    shown = pathway_steps.shown_before(turn)
    if turn.step and shown:
        return pathway_steps.detail(turn, shown, turn.step)
    goal, _ = starting_points.goal_and_held(turn)
    if plans.wanted(turn) and (planned := _planned(turn, goal)):
        return planned
    background = roles.background(turn)
    if goal is None and background:
        made = career_changes.answer(turn, background, None)
        made.topics = ["pathway"]
        return made
    if goal is None:
        made = asking.for_role(turn)
        made.slots |= starting_points.told(turn, starting_points.of(turn, None))
        return made
    if turn.named("ask_start"):
        return ask_start(turn, goal)
    by = next(iter(turn.named("by")), None)
    return pathway_steps.answer(turn, goal, starting_points.of(turn, goal), by)


def _planned(turn: TurnContext, goal: Occupation | None) -> Answer | None:
    """The plan for the job named now, else for the way last shown."""
    shown = pathway_steps.shown_before(turn)
    if shown and (goal is None or shown.goal.id == goal.id):
        return plans.answer(turn, shown)
    way = pathway_steps.way(turn, goal, starting_points.of(turn, goal)) if goal else None
    return plans.answer(turn, way) if way else None


def ask_start(turn: TurnContext, goal: Occupation) -> Answer:
    """From where? The on-ramps learners have; a job in words is understood, too."""
    made = Answer(say("utter_ask_start", turn), topics=["pathway"], outcome="asked_back", about={"role": goal.id})
    for start in (starting_points.HIGH_SCHOOL, starting_points.VETERAN, starting_points.DEGREE_ABROAD):
        name = f"utter_choice_start_{start.replace('-', '_')}"
        made.choice(say(name, turn), "pathway", role=goal.id, start=start)
    made.choice(say("utter_choice_start_job", turn), "career_change", role=goal.id)
    return made
