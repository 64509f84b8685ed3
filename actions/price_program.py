"""program_cost: what a program costs and whether it pays a stipend, as far as anyone states it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import ageing, program_answer
from actions.answer import Answer, unchecked
from actions.programs import cost
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program


class ActionPriceProgram(Action):
    def name(self) -> str:
        return "action_price_program"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return program_answer.about_one(turn, answer).send(dispatcher, turn)


def answer(turn: TurnContext, program: Program) -> Answer:
    """The stated cost, or whom to ask."""
    name, stated = program.short.say(turn.language), cost(turn, program)
    if withheld := ageing.withheld_cost(turn, program):
        return Answer(withheld, outcome="not_known")
    if not stated:
        return Answer(
            say("utter_program_cost_unknown", turn, name=name, contact=ageing.contact(program)),
            outcome="not_known",
        )
    stipend = say("utter_program_stipend", turn) if program.stipend else ""
    doubt = unchecked(program.fact("cost"), turn, "program", "cost")
    return Answer(say("utter_program_cost", turn, name=name, cost=stated, stipend=stipend, unchecked=doubt))
