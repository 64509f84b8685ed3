"""Where a learner starts from, as a stop of the pathways: a job they have, high school, the military, a degree abroad.

Receives a turn, gives the id of a start. Remembers nothing itself; what was told earlier is in the slot `about_me`.
"""

from __future__ import annotations

import re
from typing import Any

from actions import roles
from actions.turn import TurnContext
from knowledge.views import Occupation

NO_EXPERIENCE, HIGH_SCHOOL, VETERAN, DEGREE_ABROAD = "no-experience", "high-school", "veteran", "degree-abroad"
_ADULT = 18
_HIGH_SCHOOL = re.compile(
    r"high ?school|\bhs\b|\d+th grade|(9|10|11|12)th|freshman|sophomore|\bjunior\b(?! (web|dev|dise|prog|ana))|\bsenior year"
    r"|prepa\b|preparatoria|secundaria|grado|after school|after i graduate|graduating|cuando me gradúe|bachillerato",
    re.IGNORECASE,
)
_VETERAN = re.compile(
    r"veteran|\bvet\b|military|army|navy|marines?\b|air force|national guard|ej[eé]rcito|militar|marina\b|served in",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(degree|diploma|engineer\w*|studied|graduated|licen\w+|t[ií]tulo|carrera|ingenier\w*|estudi[eé]\w*|gradu\w+)\b.{0,40}"
    r"\b(in|from|de|en|d) (my (home )?country|mi pa[ií]s|abroad|venezuela|colombia|cuba|m[eé]xico|mexico|el salvador|honduras"
    r"|guatemala|nicaragua|per[uú]|ecuador|argentina|dominican\w*|(la )?rep[uú]blica dominicana|brazil|brasil|haiti|hait[ií]"
    r"|india|china|philippines|nigeria|ukraine|ucrania|otro pa[ií]s|another country|all[aá])|foreign degree|t[ií]tulo extranjero",
    re.IGNORECASE,
)
# What stands right before the job somebody has, not the one they want.
_HAVE = re.compile(
    r"(\bfrom|\bdesde|\bde|\bsoy|\bi'?m( an?)?|\bi am( an?)?|\bas an?|\btrabaj\w+( de| en| como)?|\bwork\w*( in| as)?( an?)?"
    r"|\bafter|\bdespu[eé]s de|\bcurrently( an?)?|\bnow( an?)?|\bstarted( in| as)?|\bya estoy en)\s*$",
    re.IGNORECASE,
)


def of(turn: TurnContext, goal: Occupation | None) -> str:
    """The start of the way to `goal`; no experience when nothing is said."""
    said = _said(turn, goal)
    if said:
        return said
    remembered: dict[str, Any] = turn.slots.get("about_me") or {}
    if remembered.get("start"):
        return str(remembered["start"])
    return HIGH_SCHOOL if remembered.get("in_high_school") else NO_EXPERIENCE


def unsaid(turn: TurnContext) -> bool:
    """Whether the learner has not told where they start from, now or earlier."""
    remembered = turn.slots.get("about_me") or {}
    return _said(turn, None) is None and not remembered.get("start") and not remembered.get("in_high_school")


def goal_and_held(turn: TurnContext) -> tuple[Occupation | None, Occupation | None]:
    """Of the digital jobs in this turn: the one wanted, and the one held ("from help desk to cyber")."""
    named = [role for role in roles.named_now(turn) if role.role == "target"]
    held = next((role for role in named if len(named) > 1 and _is_held(turn, role)), None)
    wanted = [role for role in named if role is not held]
    return (wanted[0] if wanted else roles.target(turn)), held


def told(turn: TurnContext, start: str) -> dict[str, Any]:
    """The slot update that remembers the start, or nothing to remember."""
    if start == NO_EXPERIENCE:
        return {}
    return {"about_me": {**(turn.slots.get("about_me") or {}), "start": start}}


def _said(turn: TurnContext, goal: Occupation | None) -> str | None:
    chosen = turn.named("start")
    if chosen:
        return chosen[0]
    _, held = goal_and_held(turn)
    if held and held != goal:
        return held.id
    here = [*turn.named("background"), *(role.id for role in roles.named_now(turn) if role.role == "feeder")]
    if here:
        return here[0]
    if _ABROAD.search(turn.text):
        return DEGREE_ABROAD
    if _VETERAN.search(turn.text):
        return VETERAN
    ages = [m for m in turn.mentions if m["type"] == "age"]
    young = any((m.get("more") or {}).get("grade") or (m["value"].isdigit() and int(m["value"]) < _ADULT) for m in ages)
    return HIGH_SCHOOL if young or _HIGH_SCHOOL.search(turn.text) else None


def _is_held(turn: TurnContext, role: Occupation) -> bool:
    """Whether the words right before the job's name say that the learner has it."""
    for mention in turn.mentions:
        id = mention["value"] if mention["type"] == "role" else (mention.get("more") or {}).get("role")
        if id == role.id and _HAVE.search(turn.text[: mention.get("start", 0)]):
            return True
    return False
