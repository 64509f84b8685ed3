"""pathway: the steps from where the learner is to a job, one of its steps, or the plan to keep."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, career_changes, pathway_steps, plans, roles, starting_points
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Occupation

_ANOTHER = re.compile(
    r"\b(?:another|other|different) (?:way|path|route)\b|\b(?:otro camino|otra (?:forma|manera|ruta))\b", re.IGNORECASE
)


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
    by = next(iter(turn.named("by")), None) or _another_first_step(turn)
    return pathway_steps.answer(turn, goal, starting_points.of(turn, goal), by)


def _another_first_step(turn: TurnContext) -> str | None:
    """ "Another way?" after a way was shown: the first stop of the next best one."""
    path = turn.slots.get("path")
    if not path or turn.choice or not _ANOTHER.search(turn.text):
        return None
    firsts = [way.steps[0].to for way in knowledge().pathways(path["start"], path["role"])]
    return next((first for first in firsts if first != path["stops"][0]), None)


def _planned(turn: TurnContext, goal: Occupation | None) -> Answer | None:
    """The plan for the job named now, else for the way last shown: a look at one of its steps does not change the goal."""
    shown = pathway_steps.shown_before(turn)
    named = [role.id for role in roles.named_now(turn) if role.role == "target"]
    if shown and (not named or shown.goal.id in named):
        return plans.answer(turn, shown)
    way = pathway_steps.way(turn, goal, starting_points.of(turn, goal)) if goal else None
    if way is None:
        return None
    made = plans.answer(turn, way)
    made.slots |= pathway_steps.remembered(way, None)  # "and after step 2?" means this way
    return made


def ask_start(turn: TurnContext, goal: Occupation) -> Answer:
    """From where? The on-ramps learners have; a job in words is understood, too."""
    made = Answer(say("utter_ask_start", turn), topics=["pathway"], outcome="asked_back", about={"role": goal.id})
    for start in (starting_points.HIGH_SCHOOL, starting_points.VETERAN, starting_points.DEGREE_ABROAD):
        name = f"utter_choice_start_{start.replace('-', '_')}"
        made.choice(say(name, turn), "pathway", role=goal.id, start=start)
    made.choice(say("utter_choice_start_job", turn), "career_change", role=goal.id)
    return made
