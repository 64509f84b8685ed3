"""Which single step from one job to another nobody should be told is one step.

A rule (preparation by O*NET job zone, schooling by BLS entry education) and an editor's list, which goes before the rule
in both directions. O*NET's "related occupations" are alike in their work; being alike does not make one a way to the other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from knowledge.views import Occupation

LIST = Path(__file__).resolve().parent / "content" / "unrealistic_steps.yml"
# BLS's entry education as levels; a step may ask for two more at most (some college -> bachelor's).
SCHOOLING = {
    "No formal educational credential": 0,
    "High school diploma or equivalent": 1,
    "Some college, no degree": 2,
    "Postsecondary nondegree award": 2,
    "Associate's degree": 3,
    "Bachelor's degree": 4,
    "Master's degree": 5,
    "Doctoral or professional degree": 6,
}
MOST_SCHOOLING = 2
MOST_ZONES = 1
# Nobody without any experience is sent straight into work that needs considerable preparation (job zone 4 and up).
ZONE_FROM_NOTHING = 3
FROM_NOTHING = "no-experience"

Reason = Literal["listed", "preparation", "schooling"]


def too_far(start: str, here: Occupation | None, there: Occupation) -> Reason | None:
    """Why this is no single step, or None when it may be one; `here` is None for a start that is no job."""
    refused, kept = editors_list()
    pair = (start, there.id)
    if pair in refused:
        return "listed"
    if pair in kept:
        return None
    if start == FROM_NOTHING and (there.job_zone or 0) > ZONE_FROM_NOTHING:
        return "preparation"
    if here is None:
        return None
    if here.job_zone and there.job_zone and there.job_zone - here.job_zone > MOST_ZONES:
        return "preparation"
    asked, have = schooling(there), schooling(here)
    if asked is not None and have is not None and asked - have > MOST_SCHOOLING:
        return "schooling"
    return None


def schooling(role: Occupation) -> int | None:
    """The level of schooling BLS lists for starting in a job; None where it lists none."""
    return SCHOOLING.get(role.outlook.value.entry_education) if role.outlook else None


@cache
def editors_list(path: Path = LIST) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Steps refused and steps kept by an editor, as (from, to)."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    refused, kept = (frozenset((e["from"], e["to"]) for e in loaded[name]) for name in ("refused", "kept"))
    return refused, kept
