"""role_pay: what a job pays in the country, and the pay levels of a place when one is named or remembered.

Several jobs ("which pays more") are put side by side. Asked about starting pay it says what the lowest tenth earns and
that no source lists starting pay.
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, industries, nearby, role_cards, role_comparison, roles
from actions.answer import Answer
from actions.phrasing import cite, hourly, money, thousands
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Fact, LocalPay, NationalPay, Occupation

_STARTING = re.compile(
    r"start|entry|junior|begin|new ?bie|fresh|first job|no experience|empez|empiez|inici|princip|novat|primer|al entrar"
    r"|recién|recien|sin experiencia|trainee",
    re.IGNORECASE,
)


class ActionTellRolePay(Action):
    def name(self) -> str:
        return "action_tell_role_pay"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = roles.in_question(turn) or _in_industry(turn)
        if not found:
            return asking.for_role(turn).send(dispatcher, turn)
        if len(found) > 1:
            return role_comparison.answer(turn, found, "role_pay").send(dispatcher, turn)
        return answer(turn, found[0]).send(dispatcher, turn)


def _in_industry(turn: TurnContext) -> list[Occupation]:
    """The digital jobs of the industry a message names without a job: "does computers for a hospital"."""
    industry = industries.named(turn)
    return roles.known(industries.ROLES[industry])[: roles.MOST_COMPARED] if industry else []


def answer(turn: TurnContext, role: Occupation) -> Answer:
    """National percentiles first, then the place's levels, each said for what it is."""
    local = nearby.pay(turn, role)
    if role.pay is None or role.pay.value.median is None:
        made = Answer(say("utter_role_pay_unknown", turn, **roles.names(turn, role)), about={"role": role.id})
        made.outcome = "not_known"
        roles.offer(made, turn, role, "role_overview", "pathway")
        return made
    pay = role.pay.value
    starting = bool(_STARTING.search(turn.text)) and pay.p10 is not None
    name = "utter_role_pay_start" if starting else "utter_role_pay"
    text = say(
        f"{name}_local" if local else name,
        turn,
        median=money(pay.median or 0),
        hourly=hourly(pay.median or 0),
        p10=money(pay.p10 or 0),
        cite=cite(role.pay, turn.language),
        covers=roles.covers(turn, pay.covers),
        **_levels(turn, local),
        **roles.names(turn, role),
    )
    made = Answer(nearby.joined(text, nearby.outside_note(turn)), about={"role": role.id} | nearby.about(turn))
    role_cards.add(made, turn, "role", role.name.say(turn.language), _lines(turn, pay, local), [role.pay, local])
    roles.offer(made, turn, role, "role_outlook", "pathway")
    if not turn.sms:
        roles.offer(made, turn, role, "role_requirements")
    return made


def _levels(turn: TurnContext, local: Fact[LocalPay] | None) -> dict[str, str]:
    if not local:
        return {}
    return {
        "area": nearby.name(turn),
        "level1": thousands(local.value.level1),
        "level4": thousands(local.value.level4),
        "local_cite": cite(local, turn.language),
    }


def _lines(turn: TurnContext, pay: NationalPay, local: Fact[LocalPay] | None) -> list[str | None]:
    percentiles = (("p10", pay.p10), ("median", pay.median), ("p90", pay.p90))
    lines: list[str | None] = [
        say(f"utter_card_pay_{name}", turn, yearly=money(figure), hourly=hourly(figure))
        for name, figure in percentiles
        if figure is not None
    ]
    if pay.top_coded:
        lines.append(say("utter_card_pay_top_coded", turn))
    if local:
        levels = {"level1": money(local.value.level1), "level4": money(local.value.level4)}
        lines.append(say("utter_card_pay_levels", turn, area=local.value.area_name, **levels))
    return lines
