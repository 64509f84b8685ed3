"""Whether a learner may join a program: yes, no, or not known, with the rule that decides. Silence is never a no.

Receives a program and what the learner told in this conversation; gives a verdict. Asks nothing and keeps nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from actions import program_search
from actions.phrasing import listing
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program

Decision = Literal["yes", "no", "unknown"]
OLDEST_IN_SCHOOL = 21
_HAS_DIPLOMA = re.compile(
    r"\b(?:have|got|finished|graduated|with|tengo|termin[eé]|con|me gradu[eé])\b.{0,20}\b(?:diploma|ged|high ?school|prepa\w*|bachillerato)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the learner; None is not known."""

    age: int | None = None
    diploma: bool | None = None
    in_high_school: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`because`: the rules that say no; `open`: what it still depends on, as names of `utter_ask_rule_…`."""

    decision: Decision
    because: tuple[tuple[str, int | None], ...] = ()
    open: tuple[str, ...] = ()


def told(turn: TurnContext) -> Told:
    """From this message, else from the search under way and what was told before."""
    said = program_search.conditions(turn)
    before: dict[str, Any] = turn.slots.get("about_me") or {}
    in_school = (
        said.get("in_high_school") or before.get("in_high_school") or before.get("start") == "high-school" or None
    )
    diploma = said.get("has_diploma")
    if diploma is None and _HAS_DIPLOMA.search(turn.text) and not turn.choice:
        diploma = True
    return Told(said.get("age"), False if in_school and diploma is None else diploma, in_school)


def decide(program: Program, learner: Told) -> Verdict:
    """No where one rule is broken; yes where every rule stated is met; else what it depends on."""
    broken: list[tuple[str, int | None]] = []
    missing: list[str] = []
    if program.min_age is not None or program.max_age is not None:
        if learner.age is None:
            missing.append("age")
        elif program.min_age is not None and learner.age < program.min_age:
            broken.append(("min_age", program.min_age))
        elif program.max_age is not None and learner.age > program.max_age:
            broken.append(("max_age", program.max_age))
    if program.diploma and learner.diploma is not True:
        broken.append(("diploma", None)) if learner.diploma is False else missing.append("diploma")
    if program.in_high_school and learner.in_high_school is not True:
        grown = learner.diploma is True or (learner.age or 0) > OLDEST_IN_SCHOOL
        broken.append(("in_high_school", None)) if grown else missing.append("in_high_school")
    if program.in_high_school is False and learner.in_high_school:
        broken.append(("after_high_school", None))
    missing += [name for name, asked in (("income", program.income_limited), ("work", program.work_authorization),
                                         ("residency", program.residency)) if asked]  # fmt: skip
    if broken:
        return Verdict("no", tuple(broken))
    return Verdict("unknown", open=tuple(missing)) if missing else Verdict("yes")


def worded(turn: TurnContext, verdict: Verdict, ruled: bool) -> str:
    """The verdict in a sentence, with the rule or what is still open; `ruled`: the rule in full follows."""
    if verdict.decision == "yes":
        return say("utter_eligible_yes", turn)
    if verdict.decision == "no":
        why = [say(f"utter_rule_{name}", turn, age=limit) for name, limit in verdict.because]
        return say("utter_eligible_no", turn, why=listing(why, turn.language))
    if turn.sms and ruled:
        return say("utter_eligible_unknown_rule", turn)
    open_ = [say(f"utter_ask_rule_{name}", turn) for name in verdict.open]
    return say("utter_eligible_unknown", turn, what=listing(open_, turn.language))


def states_rules(program: Program) -> bool:
    """Whether anybody states who may join."""
    stated = (program.min_age, program.max_age, program.diploma, program.in_high_school, program.income_limited,
              program.work_authorization, program.residency, program.eligibility_text)  # fmt: skip
    return any(value is not None for value in stated)
