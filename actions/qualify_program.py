"""program_eligibility: who may join, with the rule; yes, no or not known for the age the learner told."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import program_answer, programs
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
    """The rule as stated; with an age, whether it fits. Silence is never a no."""
    name = program.short.say(turn.language)
    verdict = of_age(turn, program)
    if program.eligibility_text is None and not verdict:
        return Answer(
            say("utter_program_eligibility_unknown", turn, name=name, contact=program_answer.contact(program)),
            outcome="not_known",
        )
    rule = program.eligibility_text.say(turn.language) if program.eligibility_text else ""
    doubt = programs.doubt(turn, program)
    text = say("utter_program_eligibility", turn, name=name, verdict=verdict, rule=rule, unchecked=doubt)
    return Answer(" ".join(text.split()))


def of_age(turn: TurnContext, program: Program) -> str:
    """Whether the age told in this message is inside the program's limits; empty when there is nothing to compare."""
    ages = [int(m["value"]) for m in turn.mentions if m["type"] == "age" and m["value"].isdigit()]
    if not ages or (program.min_age is None and program.max_age is None):
        return ""
    fits = (program.min_age or 0) <= ages[0] <= (program.max_age or 200)
    return say("utter_age_fits" if fits else "utter_age_outside", turn, age=ages[0])
