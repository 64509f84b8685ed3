"""credential_overview: what a certification proves, what it covers, who it is for, how long it lasts."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential


class ActionDescribeCredential(Action):
    def name(self) -> str:
        return "action_describe_credential"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        credential = knowledge().credential(turn.one("credential") or "")
        if credential is None:
            return asking.for_credential(turn).send(dispatcher, turn)
        return answer(turn, credential).send(dispatcher, turn)


def answer(turn: TurnContext, credential: Credential) -> Answer:
    """One sentence, then the card."""
    renewal = credential.renewal
    made = Answer(
        say(
            "utter_credential_overview" if renewal else "utter_credential_overview_plain",
            turn,
            name=credential.name,
            what=credential.what.say(turn.language),
            renewal=renewal.value.say(turn.language) if renewal else "",
            unchecked=unchecked(credential.described, turn, "credential"),
        ),
        about={"credential": credential.id},
    )
    lines: list[str | None] = [part.say(turn.language) for part in (credential.covers, credential.who) if part]
    if credential.prerequisites:
        lines.append(say("utter_card_prerequisites", turn, text=credential.prerequisites.say(turn.language)))
    lines.append(renewal.value.say(turn.language) if renewal else None)
    lines.append(say("utter_card_issuer", turn, issuer=credential.issuer))
    if credential.exam_codes:
        lines.append(say("utter_card_exam_codes", turn, codes=", ".join(credential.exam_codes)))
    made.card("credential", credential.name, lines, [credential.described, renewal])
    made.choice(say("utter_choice_credential_cost", turn), "credential_cost", credential=credential.id)
    made.choice(say("utter_choice_credential_prep", turn), "credential_prep", credential=credential.id)
    made.choice(say("utter_choice_credential_value", turn), "credential_value", credential=credential.id)
    return made
