"""program_apply: how and where to apply, and deadlines or start dates where somebody publishes them."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import ageing, nearby, program_answer
from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program


class ActionApplyProgram(Action):
    def name(self) -> str:
        return "action_apply_program"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return program_answer.about_one(turn, answer).send(dispatcher, turn)


def answer(turn: TurnContext, program: Program) -> Answer:
    """The way in; dates only when they are known."""
    name = program.short.say(turn.language)
    how = program.apply_text.say(turn.language) if program.apply_text else ""
    link = program.apply_url or program.url or program.phone or ""
    if not how and not link:
        return Answer(say("utter_program_apply_unknown", turn, name=name, contact=program_answer.contact(program)))
    way = nearby.joined(how, f"{program_answer.short(link)}." if link else "")
    text = say("utter_program_apply", turn, name=name, way=way, dates=ageing.dates(turn, program))
    return Answer(" ".join(text.split()))
