"""program_details: what one program or provider offers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import program_answer, program_comparison, programs
from actions.answer import Answer
from actions.programs import cost
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program

# What two text messages hold beside the three choices.
ROOM = 215


class ActionDescribeProgram(Action):
    def name(self) -> str:
        return "action_describe_program"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        if several := program_comparison.to_compare(turn):
            return program_comparison.answer(turn, several).send(dispatcher, turn)
        return program_answer.about_one(turn, answer).send(dispatcher, turn)


def answer(turn: TurnContext, program: Program) -> Answer:
    """What it is, in a sentence; by text also cost and length."""
    short, what = program.short.say(turn.language), program.about.say(turn.language)
    doubt = programs.doubt(turn, program)
    facts: list[str] = []
    for fact in (cost(turn, program), program.length_text.say(turn.language) if program.length_text else ""):
        if fact and len(" ".join([short, what, *facts, fact, doubt])) <= ROOM:
            facts.append(fact)  # one that does not fit is a choice away
    return Answer(
        say(
            "utter_program_details",
            turn,
            name=short if turn.sms else program.name.say(turn.language),
            provider=program.provider_name,
            about=what,
            facts=" ".join(f"{fact.rstrip('.')}." for fact in facts),
            unchecked=doubt,
        )
    )
