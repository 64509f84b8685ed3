"""Who continues which list when the learner says MORE: topic of the list → the function that makes its next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions import (
    article_answer,
    explain_digital_jobs,
    find_programs,
    pathway_steps,
    program_kinds,
    role_cards,
    role_description,
    supports,
)
from actions.answer import Answer
from actions.turn import TurnContext

Pager = Callable[[TurnContext, dict[str, Any]], Answer]
PAGERS: dict[str, Pager] = {
    "find_program": find_programs.page,
    "program_kinds": program_kinds.page,
    "supports": supports.page,
    "article": article_answer.page,
    "role_list": role_cards.more_roles,
    "role_overview": role_description.more_of_role,
    "digital_jobs_overview": explain_digital_jobs.more_reasons,
    "pathway": pathway_steps.more_steps,
}
