"""supports: what helps with a need (rides, child care, a laptop, …) where the learner is; 211 where nothing is known."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import fund_training, nearby, supports
from actions.answer import Answer
from actions.library import knowledge
from actions.menu import offer_topic
from actions.phrasing import listing
from actions.turn import TurnContext
from actions.wording import exists, say

# Needs that another topic answers better than a list of supports does.
ELSEWHERE = {
    "record": "barrier_record",
    "immigration-status": "barrier_immigration",
    "confidence": "barrier_confidence",
    "experience": "entry_jobs",
    "credentials": "find_program",
    "schedule": "find_program",
    "time": "find_program",
    "distance": "find_program",
}
ASKED_MOST = ("child-care", "transport", "laptop")


class ActionFindSupports(Action):
    def name(self) -> str:
        return "action_find_supports"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """One support told, the needs of this message looked up, or 211 and the usual needs to pick from."""
    one = supports.chosen(turn)
    if one:
        made = supports.told(turn, one, "supports")
        offer_topic(made, turn, "pay_for_training")
        offer_topic(made, turn, "career_center")
        return made
    needs = [need for need in turn.named("need") if exists(f"utter_need_{need}")]
    if needs == ["cost"]:
        return fund_training.answer(turn)
    return for_needs(turn, needs) if needs else unsaid(turn)


def for_needs(turn: TurnContext, needs: list[str]) -> Answer:
    """What the place has for these needs; 211 for those nobody is known for."""
    where = nearby.where(turn)
    region = where.region if where else None
    found = [s for need in needs for s in supports.at(turn, region, need)] if region else []
    found = list(dict.fromkeys(found))
    words = listing([say(f"utter_need_{need}", turn) for need in needs], turn.language)
    if len(found) == 1:
        made = supports.told(turn, found[0], "supports")
    elif found:
        made = supports.listed(
            turn, say("utter_supports_found", turn, need=words, place=nearby.name(turn)), found, "supports"
        )
    else:
        made = _help_line(turn, words, needs, region)
    made.about |= nearby.about(turn)
    for topic in dict.fromkeys(ELSEWHERE[need] for need in needs if need in ELSEWHERE):
        offer_topic(made, turn, topic)
    if len(made.choices) < 2:
        offer_topic(made, turn, "pay_for_training")
        offer_topic(made, turn, "career_center")
    return made


def _help_line(turn: TurnContext, words: str, needs: list[str], region: str | None) -> Answer:
    """No support of the place is known: 211, which takes such calls, or the topic that knows more."""
    line = knowledge().support(supports.HELP_LINE)
    if line is None or not set(needs) & set(line.needs):
        return Answer(say("utter_supports_elsewhere", turn, need=words))
    name = "utter_supports_none" if region else "utter_supports_211"
    made = Answer(say(name, turn, need=words, place=nearby.name(turn)))
    supports.card(made, turn, line)
    return made


def unsaid(turn: TurnContext) -> Answer:
    """No need was understood: 211 takes every one; the usual ones to pick from."""
    made = Answer(say("utter_supports_any" if turn.text else "utter_supports_ask", turn))
    made.outcome = "answered" if turn.text else "asked_back"
    made.about = dict(nearby.about(turn))
    for need in ASKED_MOST[: 2 if turn.sms else 3]:
        made.choice(say(f"utter_need_{need}", turn).capitalize(), "supports", need=need)
    made.choice(say("utter_topic_pay_for_training", turn), "pay_for_training")
    return made
