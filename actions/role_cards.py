"""Jobs as cards and as lists one can page through. A text message gets no cards: what it needs is said in its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import roles
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import hourly, money
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge.journey.words import EDUCATION
from knowledge.views import Fact, Occupation

SMS_PAGE, WEB_PAGE = 4, 5


def add(
    answer: Answer, turn: TurnContext, kind: str, title: str, lines: Sequence[str | None],
    facts: Sequence[Fact[Any] | None], url: str | None = None,
) -> None:  # fmt: skip
    """A card on the web, nothing in a text message."""
    if not turn.sms:
        answer.card(kind, title, lines, facts, url)


def add_role(answer: Answer, turn: TurnContext, role: Occupation, *extra: str | None) -> None:
    """A job's card: what it is, pay, growth and usual start."""
    lines = [
        role.what.say(turn.language),
        *extra,
        pay_line(turn, role),
        growth_line(turn, role),
        entry_line(turn, role),
    ]
    add(answer, turn, "role", role.name.say(turn.language), lines, [role.described, role.pay, role.outlook])


def pay_line(turn: TurnContext, role: Occupation) -> str | None:
    if not role.pay or role.pay.value.median is None:
        return None
    median = role.pay.value.median
    line = say("utter_card_pay_median", turn, yearly=money(median), hourly=hourly(median))
    covers = roles.covers(turn, role.pay.value.covers)
    return f"{line}. {covers}" if covers else line


def growth_line(turn: TurnContext, role: Occupation) -> str | None:
    if not role.outlook:
        return None
    figures = role.outlook.value
    return say(
        "utter_card_growth", turn, growth=signed(figures.growth_percent), openings=f"{figures.openings_per_year:,}"
    )


def entry_line(turn: TurnContext, role: Occupation) -> str | None:
    """The usual schooling, as BLS lists it."""
    education = education_of(turn, role)
    return say("utter_card_entry", turn, education=education) if education else None


def education_of(turn: TurnContext, role: Occupation) -> str | None:
    """ "an associate's degree (2 years)"; None where BLS lists nothing we can word."""
    name = f"utter_education_{EDUCATION.get(role.outlook.value.entry_education)}" if role.outlook else ""
    return say(name, turn) if exists(name) else None


def signed(value: float) -> str:
    """+15.8% / -3.7%."""
    return f"{value:+g}%" if value else "0%"


def listed(
    turn: TurnContext, lead: str, ids: Sequence[str], topic: str, offset: int = 0, *, priced: bool = True
) -> Answer:
    """One page of jobs: choices that lead to each, cards beside them on the web, MORE for the rest."""
    size = SMS_PAGE if turn.sms else WEB_PAGE
    found = [role for id in ids[offset : offset + size] if (role := knowledge().occupation(id))]
    rest = len(ids) > offset + size
    answer = Answer(lead, topics=[topic])
    for role in found:
        add_role(answer, turn, role)
        label = roles.label(turn, role) if priced else roles.names(turn, role)["title"]
        answer.choice(label, "role_overview", role=role.id)
    if rest:
        answer.choice(say("utter_choice_more", turn), "more")
    answer.shown = [{"kind": "role", "id": role.id} for role in found]
    answer.slots["more"] = (
        {"topic": "role_list", "list": topic, "ids": list(ids), "offset": offset + size} if rest else None
    )
    return answer


def more_roles(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The next page of any list of jobs."""
    lead = say("utter_more_roles", turn, cite=roles.pay_cite(turn, more["ids"]))
    return listed(turn, lead, more["ids"], more["list"], more["offset"])
