"""credential_compare: certifications side by side: what each proves, costs and leads to; with one named, the ones next to it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import ageing, asking
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import listing, money
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential


class ActionCompareCredentials(Action):
    def name(self) -> str:
        return "action_compare_credentials"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        ids = compared(turn)
        found = [credential for credential in map(knowledge().credential, ids) if credential]
        if len(found) < 2:
            return asking.for_credential(turn).send(dispatcher, turn)
        return answer(turn, found[:3]).send(dispatcher, turn)


def compared(turn: TurnContext) -> list[str]:
    """Those named now, joined by the ones spoken of or shown before."""
    shown = [item["id"] for item in turn.slots.get("shown") or [] if item["kind"] == "credential"]
    ids = list(dict.fromkeys([*turn.all("credential"), *(shown if len(turn.named("credential")) < 2 else [])]))
    first = knowledge().credential(ids[0]) if len(ids) == 1 else None
    return [*ids, *(first.next[:1] if turn.sms else first.next)] if first else ids


def answer(turn: TurnContext, credentials: list[Credential]) -> Answer:
    """Which comes first where one builds on the other, then each with its price."""
    first, second = credentials[0], credentials[1]
    if second.id in first.next:
        order = say("utter_credential_order", turn, first=first.name, second=second.name)
    elif first.id in second.next:
        order = say("utter_credential_order", turn, first=second.name, second=first.name)
    else:
        order = say("utter_credential_no_order", turn)
    each = "; ".join(f"{c.name}: {price(turn, c)}" for c in credentials)
    names = listing([c.name for c in credentials], turn.language)
    made = Answer(
        say("utter_credential_compare", turn, names=names, order=order, each=each, prices=prices(turn, credentials))
    )
    made.about = {"credential": [c.id for c in credentials]}
    made.shown = [{"kind": "credential", "id": c.id} for c in credentials]
    for credential in credentials:
        lines = [credential.what.say(turn.language), price(turn, credential)]
        if credential.prerequisites:
            lines.append(say("utter_card_prerequisites", turn, text=credential.prerequisites.say(turn.language)))
        made.card("comparison", credential.name, lines, [credential.cost, credential.described])
        made.choice(credential.name, "credential_overview", credential=credential.id)
    return made


def prices(turn: TurnContext, credentials: list[Credential]) -> str:
    """Whose prices these are, for a text message; on the web the cards say it."""
    told = dict.fromkeys(c.cost.source.short for c in credentials if c.cost)
    return " " + say("utter_credential_prices", turn, sources=", ".join(told)) if turn.sms and told else ""


def price(turn: TurnContext, credential: Credential) -> str:
    """The price with its year, or that nobody states one."""
    if credential.cost is None or ageing.is_stale(turn, credential.cost, "credential", "cost"):
        return say("utter_price_unknown", turn)
    low, high = credential.cost.value.low, credential.cost.value.high
    amount = money(low) if low == high else f"{money(low)}-{money(high)}"
    return f"{amount} ({credential.cost.as_of[:4]})" if credential.cost.as_of != "undated" else amount
