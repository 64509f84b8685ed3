"""clarify: says again what the last answer was about, in one plain sentence, or asks which part to explain."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import exists, say


class ActionExplainAgain(Action):
    def name(self) -> str:
        return "action_explain_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        plain = _plainly(turn)
        answer = Answer(f"{say('utter_clarify_lead', turn)} {plain}" if plain else say("utter_clarify_what", turn))
        answer.outcome = "answered" if plain else "asked_back"
        answer.keeps_topic = True
        return answer.send(dispatcher, turn)


def _plainly(turn: TurnContext) -> str | None:
    """The last topic in plain words (utter_plain_<topic>), else what the role or credential is."""
    name = f"utter_plain_{turn.previous_topic}"
    if turn.previous_topic and exists(name):
        return say(name, turn)
    role = knowledge().occupation(turn.one("role") or "")
    credential = knowledge().credential(turn.one("credential") or "")
    about_credential = (turn.previous_topic or "").startswith("credential")
    if credential and (about_credential or role is None):
        return credential.what.say(turn.language)
    return role.what.say(turn.language) if role else None
