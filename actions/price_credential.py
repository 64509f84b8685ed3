"""credential_cost: what the exam costs, as a range where sources disagree, with its date; retakes where known."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import ageing, asking
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite, money
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential


class ActionPriceCredential(Action):
    def name(self) -> str:
        return "action_price_credential"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        credential = knowledge().credential(turn.one("credential") or "")
        if credential is None:
            return asking.for_credential(turn).send(dispatcher, turn)
        return answer(turn, credential).send(dispatcher, turn)


def answer(turn: TurnContext, credential: Credential) -> Answer:
    """The price and its age; what nobody states is said to be unknown."""
    cost = credential.cost
    if cost is None:
        made = Answer(
            say("utter_credential_cost_unknown", turn, name=credential.name, issuer=credential.issuer),
            outcome="not_known",
        )
    elif ageing.is_stale(turn, cost, "credential", "cost"):
        said = {"name": credential.name, "when": ageing.since(cost, turn.language), "issuer": credential.issuer}
        made = Answer(say("utter_credential_cost_withheld", turn, **said), outcome="not_known")
    else:
        price = cost.value
        amount = money(price.low) if price.low == price.high else f"{money(price.low)}-{money(price.high)}"
        note = price.note.say(turn.language) if price.note else ""
        made = Answer(
            say(
                "utter_credential_cost",
                turn,
                name=credential.name,
                amount=amount,
                note=f" ({note})" if note else "",
                cite=cite(cost, turn.language),
                unchecked=unchecked(cost, turn, "credential", "cost"),
            )
        )
        lines = [amount, note or None, credential.retake.say(turn.language) if credential.retake else None]
        made.card("credential", credential.name, lines, [cost])
    made.about = {"credential": credential.id}
    made.choice(say("utter_choice_pay_for_training", turn), "pay_for_training", credential=credential.id)
    made.choice(say("utter_choice_credential_prep", turn), "credential_prep", credential=credential.id)
    made.choice(say("utter_choice_credential_value", turn), "credential_value", credential=credential.id)
    return made
