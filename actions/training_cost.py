"""The sum on the table: what the credential or program a learner wants paid for costs, with its source. Empty otherwise."""

from __future__ import annotations

from actions import ageing, article_answer, programs
from actions.library import knowledge
from actions.phrasing import money
from actions.turn import TurnContext
from actions.wording import say


def said(turn: TurnContext) -> str:
    """ "CompTIA A+ costs $506 (CompTIA, 2026)." for what this very message names."""
    for id in turn.named("credential"):
        credential = knowledge().credential(id)
        if credential and credential.cost and not ageing.is_stale(turn, credential.cost, "credential", "cost"):
            low, high = credential.cost.value.low, credential.cost.value.high
            price = money(low) if low == high else f"{money(low)}-{money(high)}"
            name = "utter_pay_credential" if high else "utter_pay_credential_free"
            cited = article_answer.source(turn, credential.cost)
            return say(name, turn, name=credential.name, price=price, cite=cited)
    for id in turn.named("program"):
        program = knowledge().program(id)
        if program and (cost := programs.cost(turn, program)):
            cited = article_answer.source(turn, program.fact("cost"))
            name = program.short.say(turn.language)
            return say("utter_pay_program", turn, name=name, cost=cost.rstrip("."), cite=cited)
    return ""
