"""program_eligibility: may I join? Yes, no or not known, with the rule and where it is from."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import eligibility, program_answer, programs
from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program


class ActionQualifyProgram(Action):
    def name(self) -> str:
        return "action_qualify_program"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return program_answer.about_one(turn, answer).send(dispatcher, turn)


def answer(turn: TurnContext, program: Program) -> Answer:
    """Yes, no or not known for what the learner told, with the rule as stated and its source. Silence is never a no."""
    name = program.short.say(turn.language)
    if not eligibility.states_rules(program):
        return Answer(
            say("utter_program_eligibility_unknown", turn, name=name, contact=program_answer.contact(program)),
            outcome="not_known",
        )
    verdict = eligibility.worded(
        turn, eligibility.decide(program, eligibility.told(turn)), ruled=program.eligibility_text is not None
    )
    rule = program.eligibility_text.say(turn.language) if program.eligibility_text else ""
    doubt = programs.doubt(turn, program)
    text = say("utter_program_eligibility", turn, name=name, verdict=verdict, rule=rule, unchecked=doubt,
               cite=program.described.source.short)  # fmt: skip
    return Answer(" ".join(text.split()))
