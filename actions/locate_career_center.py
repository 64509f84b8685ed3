"""career_center: the nearest one with its phone, address or site; who tells, where none is published; never made-up hours."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, centers, nearby, role_cards
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import CareerCenter

MOST_SHOWN, LONGEST_LABEL = 3, 44
FOLLOW_UPS = ("pay_for_training", "job_search_help")


class ActionLocateCareerCenter(Action):
    def name(self) -> str:
        return "action_locate_career_center"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The center asked for by id or the nearest; asks for the town when none is known."""
    outside = nearby.outside(turn)
    if outside:
        made = Answer(say("utter_center_outside", turn, place=outside), outcome="not_known")
        made.choice(say("utter_topic_find_program", turn), "find_program")
        return made
    chosen = [center for id in turn.named("center") if (center := knowledge().career_center(id))]
    found = chosen or centers.near(turn)
    if not found:
        made = asking.for_place(turn)
        made.text = say("utter_center_where", turn)
        return made
    return told(turn, found[0], centers.near(turn))


def told(turn: TurnContext, center: CareerCenter, others: list[CareerCenter]) -> Answer:
    """One center, and the next nearest as choices."""
    language = turn.language
    hours = _hours(turn, center)
    if centers.reachable(center):
        words = say(
            "utter_center", turn, name=center.name, about=center.about.say(language), contact=centers.contact(center),
            hours=hours, unchecked=unchecked(center.described, turn, "career_center"),
        )  # fmt: skip
    else:
        other = centers.best_reachable(turn)
        there = say("utter_center_next_best", turn, name=other.name, contact=centers.contact(other)) if other else ""
        words = say("utter_center_no_contact", turn, name=center.name, other=there)
    made = Answer(words, about=nearby.about(turn) | {"region": center.region})
    rest = [one for one in others if one.id != center.id]
    for one in [center, *rest][:MOST_SHOWN]:
        lines = [one.about.say(language), one.address, one.phone, one.hours]
        role_cards.add(made, turn, "career_center", one.name, lines, [one.described], one.url)
    unsaid = [one for one in rest if centers.reachable(one) and one.name not in words]
    for one in unsaid[: 1 if turn.sms else 2]:
        made.choice(label(one), "career_center", center=one.id)
    for topic in FOLLOW_UPS[: 2 - len(made.choices) if turn.sms else 2]:
        made.choice(say(f"utter_topic_{topic}", turn), topic)
    return made


def _hours(turn: TurnContext, center: CareerCenter) -> str:
    if center.hours:
        return say("utter_center_hours", turn, hours=center.hours)
    return say("utter_center_no_hours" if center.phone else "utter_center_no_hours_no_phone", turn)


def label(center: CareerCenter) -> str:
    """The name, cut at a word where a choice has no room for all of it."""
    return center.name if len(center.name) <= LONGEST_LABEL else center.name[:LONGEST_LABEL].rsplit(" ", 1)[0]
