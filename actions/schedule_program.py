"""program_schedule: how long it takes, when it meets, and whether online or in person, as far as stated."""

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


class ActionScheduleProgram(Action):
    def name(self) -> str:
        return "action_schedule_program"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return program_answer.about_one(turn, answer).send(dispatcher, turn)


def answer(turn: TurnContext, program: Program) -> Answer:
    """Length, times and place, each only when stated."""
    name, language = program.short.say(turn.language), turn.language
    parts = [text.say(language) for text in (program.length_text, program.schedule_text) if text]
    if program.full_time and not program.schedule_text:
        parts.append(say("utter_full_time", turn))
    parts += [say(f"utter_modality_{how}", turn) for how in program.modality]
    if not parts:
        return Answer(
            say("utter_program_schedule_unknown", turn, name=name, contact=program_answer.contact(program)),
            outcome="not_known",
        )
    doubt = programs.doubt(turn, program)
    return Answer(say("utter_program_schedule", turn, name=name, times="; ".join(parts), unchecked=doubt))
