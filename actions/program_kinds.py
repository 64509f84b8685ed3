"""Programs of a kind (mentoring, work-based, youth roles, for high school) in the learner's region, as a list to pick from.

Receives a turn and kinds, gives programs and an answer. "Partnerships" one cannot sign up for are never listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions import nearby, programs
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.search import find
from knowledge.views import Program, ProgramSearch

SMS_PAGE, WEB_PAGE = 3, 4
MOST = 24  # more of one kind nobody pages through
HIGH_SCHOOL = (
    "bootcamp", "camp", "club", "dual_enrollment", "course", "training", "work_based", "internship", "youth_role", "mentoring",
)  # fmt: skip
LONGEST_SMS_LABEL = 44


def of(turn: TurnContext, *kinds: str) -> list[Program]:
    """Programs of these kinds, the nearest first; in the learner's region where one is known."""
    return _found(turn, ProgramSearch(kinds=kinds))


def for_high_school(turn: TurnContext) -> list[Program]:
    """What the region has for people still in high school, in the order of `HIGH_SCHOOL`: to join before to talk to."""
    where = nearby.where(turn)
    if where is None or where.region is None:
        return []
    found = _found(turn, ProgramSearch(kinds=HIGH_SCHOOL, in_high_school=True))
    return sorted((p for p in found if p.in_high_school), key=lambda p: HIGH_SCHOOL.index(p.kind))


def _found(turn: TurnContext, wanted: ProgramSearch) -> list[Program]:
    where = nearby.where(turn)
    if where:
        wanted = replace(wanted, region=where.region, place=where.place)
    return [match.program for match in find(knowledge(), wanted, MOST).matches]


def listed(
    turn: TurnContext, lead: str, found: Sequence[Program], topic: str, offset: int = 0, room: int = 0
) -> Answer:
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
    made.slots["more"] = None
    if len(found) > offset + size:
        made.slots["more"] = {
            "topic": "program_kinds",
            "list": topic,
            "ids": [p.id for p in found],
            "offset": offset + size,
        }
        made.choice(say("utter_choice_more", turn), "more")
    return made


def label(turn: TurnContext, program: Program) -> str:
    name = program.short.say(turn.language)
    return name if len(name) <= LONGEST_SMS_LABEL else name[:LONGEST_SMS_LABEL].rsplit(" ", 1)[0]


def page(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The next page (actions/paging.py)."""
    found = knowledge().programs_by_id(more["ids"])
    return listed(turn, say("utter_kinds_more", turn), found, more["list"], int(more["offset"]))
