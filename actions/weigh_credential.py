"""credential_value: what can be sourced about a certification's worth (DoD 8140 roles), and what nobody can promise."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential


class ActionWeighCredential(Action):
    def name(self) -> str:
        return "action_weigh_credential"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        credential = knowledge().credential(turn.one("credential") or "")
        if credential is None:
            made = Answer(say("utter_credential_value_general", turn))
            made.choice(say("utter_topic_credentials_for_role", turn), "credentials_for_role")
            made.choice("CompTIA Security+", "credential_value", credential="comptia-security-plus")
            made.choice("Google IT Support", "credential_value", credential="google-it-support")
            return made.send(dispatcher, turn)
        return answer(turn, credential).send(dispatcher, turn)


def answer(turn: TurnContext, credential: Credential) -> Answer:
    """What is sourced, else an honest sentence with the jobs it leads toward."""
    worth = credential.worth
    leads = [role for role in map(knowledge().occupation, credential.leads_to) if role]
    if worth:
        text = say("utter_credential_value", turn, name=credential.name, worth=worth.value.say(turn.language),
                   cite=cite(worth, turn.language))  # fmt: skip
    else:
        text = say("utter_credential_value_unknown", turn, name=credential.name)
    made = Answer(text, about={"credential": credential.id})
    names = [role.short.say(turn.language) for role in leads[:4]]
    lines = [
        worth.value.say(turn.language) if worth else None,
        say("utter_card_leads_to", turn, roles=", ".join(names)) if names else None,
        credential.who.say(turn.language) if credential.who else None,
    ]
    made.card("credential", credential.name, lines, [worth, credential.described])
    if leads:
        made.choice(
            say("utter_choice_pay_of", turn, role=leads[0].short.say(turn.language)), "role_pay", role=leads[0].id
        )
    made.choice(say("utter_choice_credential_cost", turn), "credential_cost", credential=credential.id)
    made.choice(say("utter_choice_credential_prep", turn), "credential_prep", credential=credential.id)
    return made
