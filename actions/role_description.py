"""A job in words: what it is, and what a normal day looks like."""

from __future__ import annotations

import re
from typing import Any

from actions import asking, role_cards, roles
from actions.answer import Answer
from actions.phrasing import cite, listing, money
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Occupation

_SENTENCE = re.compile(r"(?<=[.!?]) +")
SMS_ROOM = 230


def answer(turn: TurnContext, role: Occupation) -> Answer:
    """What the job is, what it pays, who likes it."""
    pay = role.pay.value.median if role.pay else None
    made = Answer(
        say(
            "utter_role_overview" if role.pay and pay else "utter_role_overview_no_pay",
            turn,
            what=role.what.say(turn.language),
            median=money(pay or 0),
            cite=cite(role.pay, turn.language) if role.pay else "",
            covers=roles.covers(turn, role.pay.value.covers) if role.pay else "",
            **roles.names(turn, role),
        ),
        about={"role": role.id},
    )
    role_cards.add(
        made, turn, "role", role.name.say(turn.language),
        [
            say("utter_card_day", turn, day=role.day.say(turn.language)) if role.day else None,
            say("utter_card_thrives", turn, thrives=role.thrives.say(turn.language)) if role.thrives else None,
            say("utter_card_skills", turn, skills=listing([s.say(turn.language) for s in role.skills], turn.language))
            if role.skills else None,
            role_cards.pay_line(turn, role), role_cards.growth_line(turn, role), role_cards.entry_line(turn, role),
        ],
        [role.described, role.pay, role.outlook],
    )  # fmt: skip
    if turn.sms and role.day:
        made.choice(say("utter_choice_day", turn), "role_overview", role=role.id, part="day")
        made.slots["more"] = {"topic": "role_overview", "role": role.id}
    roles.offer(made, turn, role, "role_pay", "pathway")
    return made


def first_of(turn: TurnContext, found: list[Occupation]) -> Answer:
    """Several jobs by text: the first one told, the others to pick, and how they compare."""
    made = answer(turn, found[0])
    made.choices = []
    for other in found[1:]:
        made.choice(roles.names(turn, other)["title"], "role_overview", role=other.id)
    ids = [role.id for role in found]
    made.choice(say("utter_topic_compare_roles", turn), "compare_roles", role=ids)
    made.about = {"role": ids}
    return made


def tell_day(turn: TurnContext, role: Occupation) -> Answer:
    """A normal day; by text as many sentences as fit."""
    day = role.day.say(turn.language) if role.day else role.what.say(turn.language)
    if turn.sms:
        kept = ""
        for sentence in _SENTENCE.split(day):
            if len(kept) + len(sentence) > SMS_ROOM:
                break
            kept = f"{kept} {sentence}".strip()
        day = kept or day
    made = Answer(
        say("utter_role_day", turn, day=day, cite=role.described.source.short, **roles.names(turn, role)),
        about={"role": role.id},
        topics=["role_overview"],
    )
    role_cards.add_role(made, turn, role)
    roles.offer(made, turn, role, "role_requirements", "pathway")
    return made


def more_of_role(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """MORE after a job's overview: its day."""
    found = roles.known([more["role"]])
    made = tell_day(turn, found[0]) if found else asking.for_role(turn)
    made.slots["more"] = None
    return made
