"""credential_prep: how long people study, what the exam is like, and free ways to prepare, as far as sources say."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential


class ActionPrepareCredential(Action):
    def name(self) -> str:
        return "action_prepare_credential"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        credential = knowledge().credential(turn.one("credential") or "")
        if credential is None:
            return asking.for_credential(turn).send(dispatcher, turn)
        return answer(turn, credential).send(dispatcher, turn)


def answer(turn: TurnContext, credential: Credential) -> Answer:
    """Study time first; without one, the exam and an honest plan."""
    study = credential.study
    exam = credential.exam.say(turn.language) if credential.exam else ""
    if study:
        text = say("utter_credential_prep", turn, name=credential.name, study=study.value.say(turn.language),
                   exam=exam, cite=cite(study, turn.language), unchecked=unchecked(study, turn, "credential", "study"))  # fmt: skip
    else:
        text = say("utter_credential_prep_unknown", turn, name=credential.name, exam=exam)
    made = Answer(" ".join(text.split()), about={"credential": credential.id})
    parts = (credential.exam, credential.covers, credential.prerequisites, credential.study_free, credential.retake)
    lines: list[str | None] = [study.value.say(turn.language) if study else None]
    lines += [part.say(turn.language) for part in parts if part]
    made.card("credential", credential.name, lines, [study, credential.described])
    made.choice(say("utter_choice_classes_for", turn, name=credential.name), "find_program", credential=credential.id)
    made.choice(say("utter_choice_credential_cost", turn), "credential_cost", credential=credential.id)
    made.choice(say("utter_choice_credential_value", turn), "credential_value", credential=credential.id)
    return made
