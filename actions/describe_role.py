"""role_overview: what a job is; what a normal day looks like when that is asked, or with MORE."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, role_comparison, role_description, roles
from actions.turn import TurnContext

_DAY = re.compile(r"\b(day|daily|d[ií]a|diario|rutina|routine)\b", re.IGNORECASE)


class ActionDescribeRole(Action):
    def name(self) -> str:
        return "action_describe_role"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = roles.in_question(turn)
        if not found:
            return asking.for_role(turn).send(dispatcher, turn)
        if len(found) > 1 and turn.sms:
            return role_description.first_of(turn, found).send(dispatcher, turn)
        if len(found) > 1:
            return role_comparison.answer(turn, found, "role_overview").send(dispatcher, turn)
        if found[0].day and (turn.named("part") == ["day"] or _DAY.search(turn.text)):
            return role_description.tell_day(turn, found[0]).send(dispatcher, turn)
        return role_description.answer(turn, found[0]).send(dispatcher, turn)
