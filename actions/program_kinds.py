"""Programs of a kind (mentoring, work-based, youth roles, for high school) in the learner's region, as a list to pick from.

Receives a turn and kinds, gives programs and an answer. "Partnerships" one cannot sign up for are never listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import nearby, programs
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program

SMS_PAGE, WEB_PAGE = 3, 4
LONGEST_SMS_LABEL = 44


def of(turn: TurnContext, *kinds: str) -> list[Program]:
    """Programs of these kinds, in the learner's region where one is known, their town first."""
    where = nearby.where(turn)
    region = where.region if where else None
    found = [p for kind in kinds for p in knowledge().programs(region=region, kind=kind)]
    town = (where.name or "") if where else ""
    return sorted(found, key=lambda p: bool(town) and town not in p.places)


def for_high_school(turn: TurnContext) -> list[Program]:
    """What the region has for people still in high school, something to join before someone to talk to."""
    where = nearby.where(turn)
    if where is None or where.region is None:
        return []
    kinds = ("bootcamp", "camp", "club", "dual_enrollment", "course", "training", "work_based", "internship", "youth_role", "mentoring")
    return [p for p in of(turn, *kinds) if p.in_high_school]


def listed(turn: TurnContext, lead: str, found: Sequence[Program], topic: str, offset: int = 0, room: int = 0) -> Answer:
    """A page of them with MORE for the rest; `room` choices are left free for what the caller adds."""
    size = (SMS_PAGE if turn.sms else WEB_PAGE) - room
    page = found[offset : offset + size]
    made = Answer(lead, topics=[topic])
    for program in page:
        if not turn.sms:
            programs.card(made, turn, program)
        made.choice(label(turn, program), "program_details", program=program.id)
    made.shown = [{"kind": "program", "id": program.id} for program in page]
    made.about = {"program": page[0].id, "provider": page[0].provider} if len(found) == 1 else {}
    if len(found) > offset + size:
        made.slots["more"] = {"topic": "program_kinds", "list": topic, "ids": [p.id for p in found], "offset": offset + size}
        made.choice(say("utter_choice_more", turn), "more")
    return made


def label(turn: TurnContext, program: Program) -> str:
    name = program.short.say(turn.language)
    return name if len(name) <= LONGEST_SMS_LABEL else name[:LONGEST_SMS_LABEL].rsplit(" ", 1)[0]


def page(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The next page (actions/paging.py)."""
    found = knowledge().programs_by_id(more["ids"])
    return listed(turn, say("utter_kinds_more", turn), found, more["list"], int(more["offset"]))
