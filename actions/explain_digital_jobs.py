"""digital_jobs_overview: what digital jobs are and why people go into them, with figures of the JFF report."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import role_cards
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Statement

TOPIC = "digital_jobs_overview"
# What a learner wants to hear first; anything else the report says comes after, with MORE.
WHAT = "digital-jobs-definition"
FIRST = (
    "it-openings-non-tech", "digital-skill-pay-premium", "it-median-pay-range", "it-advance-and-stay",
    "postings-needing-digital-skills", "it-growth-non-tech", "middle-skill-digital-share", "women-in-tech",
    "black-latinx-in-tech", "four-year-degree-barrier",
)  # fmt: skip
WEB_PAGE, SMS_PAGE = 4, 2


class ActionExplainDigitalJobs(Action):
    def name(self) -> str:
        return "action_explain_digital_jobs"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """What they are in one sentence, one figure, and the six fields to look into."""
    found = _statements()
    why = found[0] if found else None
    made = Answer(
        say("utter_digital_jobs_overview", turn, why=_quoted(turn, why))
        if why
        else say("utter_digital_jobs_plain", turn),
        topics=[TOPIC],
    )
    _card(made, turn, found[:WEB_PAGE])
    if len(found) > 1:
        made.slots["more"] = {"topic": TOPIC, "offset": 1 if turn.sms else WEB_PAGE}
    return _next(made, turn)


def more_reasons(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """MORE: the next figures of the report."""
    found, offset = _statements(), more["offset"]
    size = SMS_PAGE if turn.sms else WEB_PAGE
    page = found[offset : offset + size]
    if not page:
        made = Answer(say("utter_digital_jobs_no_more", turn))
        made.slots["more"] = None
        return _next(made, turn)
    made = Answer(" ".join(_quoted(turn, one) for one in page) if turn.sms else say("utter_digital_jobs_more", turn))
    _card(made, turn, page)
    rest = len(found) > offset + size
    made.slots["more"] = {"topic": TOPIC, "offset": offset + size} if rest else None
    return _next(made, turn)


def _statements() -> list[Statement]:
    known = {one.id: one for one in knowledge().facts(TOPIC) if one.id != WHAT}
    return [known[id] for id in FIRST if id in known] or list(known.values())


def _quoted(turn: TurnContext, one: Statement | None) -> str:
    """The sentence; by text its source right after it."""
    if one is None:
        return ""
    text = one.text.say(turn.language)
    return f"{text} ({cite(one.described, turn.language)})" if turn.sms else text


def _card(made: Answer, turn: TurnContext, found: list[Statement]) -> None:
    if found:
        lines = [one.text.say(turn.language) for one in found]
        role_cards.add(made, turn, "report", say("utter_card_report", turn), lines, [one.described for one in found])


def _next(made: Answer, turn: TurnContext) -> Answer:
    for topic in ("category_roles", "entry_jobs", "career_match"):
        made.choice(say(f"utter_choice_{topic}", turn), topic)
    return made
