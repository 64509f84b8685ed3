"""program_details: what one program or provider offers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import program_answer, programs
from actions.answer import Answer
from actions.programs import cost
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program


class ActionDescribeProgram(Action):
    def name(self) -> str:
        return "action_describe_program"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return program_answer.about_one(turn, answer).send(dispatcher, turn)


def answer(turn: TurnContext, program: Program) -> Answer:
    """What it is, in a sentence; by text also cost and length."""
    facts = [cost(turn, program), program.length_text.say(turn.language) if program.length_text else ""]
    return Answer(
        say(
            "utter_program_details",
            turn,
            name=program.name.say(turn.language),
            provider=program.provider_name,
            about=program.about.say(turn.language),
            facts=" ".join(f"{fact.rstrip('.')}." for fact in facts if fact),
            unchecked=programs.doubt(turn, program),
        )
    )
