"""pay_for_training: the place's scholarships and funds, the article that fits, and what a named credential or program costs."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import article_answer, article_choice, nearby, supports, training_cost
from actions.answer import Answer
from actions.library import knowledge
from actions.menu import offer_topic
from actions.turn import TurnContext
from actions.wording import say

TOPIC = "pay_for_training"
FOLLOW_UPS = ("career_center", "supports")


class ActionFundTraining(Action):
    def name(self) -> str:
        return "action_fund_training"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """A fund asked for by name, the article this message points at, the place's funds, or WIOA for everybody."""
    one = supports.chosen(turn)
    if one:
        made = supports.told(turn, one, TOPIC)
        _offer(made, turn)
        return made
    where = nearby.where(turn)
    funds = supports.at(turn, where.region, kind=supports.FUNDING) if where and where.region else []
    article = article_choice.named(turn, TOPIC)
    if article or not funds:
        return _told(turn, bool(funds))
    made = supports.listed(turn, _lead(turn), funds, TOPIC)
    made.about |= nearby.about(turn)
    if not turn.sms:
        _offer(made, turn)
    return made


def _told(turn: TurnContext, local: bool) -> Answer:
    """The article; asks for the town when local money may be had and none is known."""
    article = article_choice.fitting(turn, TOPIC)
    if article is None:
        made = Answer(say("utter_article_none", turn), outcome="not_known")
        offer_topic(made, turn, "career_center")
        return made
    made = article_answer.of(turn, article, FOLLOW_UPS)
    cost = training_cost.said(turn)
    if cost and turn.sms:
        made.text = f"{cost} {say('utter_pay_who', turn)}"
    elif cost:
        made.text = f"{cost} {made.text}"
    made.text = nearby.joined(made.text, nearby.outside_note(turn))
    if local:
        made.choices.insert(0, _nearby_choice(turn))
    elif not turn.sms and not nearby.where(turn) and not nearby.outside(turn):
        made.text += " " + say("utter_pay_where", turn)
    # By text the note on a place we do not know takes the room of the career center, which would only repeat it.
    room = 1 if nearby.outside(turn) else 2
    made.choices = made.choices[: room if turn.sms else 4]
    return made


def _lead(turn: TurnContext) -> str:
    lead = say("utter_pay_found", turn, place=nearby.name(turn))
    return f"{training_cost.said(turn)} {lead}".strip()


def _nearby_choice(turn: TurnContext) -> dict[str, Any]:
    return {
        "label": say("utter_pay_nearby", turn, place=nearby.name(turn)),
        "payload": {"topic": TOPIC, "entities": {}},
    }


def _offer(made: Answer, turn: TurnContext) -> None:
    """The article that holds everywhere, then a person to ask."""
    article = next(iter(knowledge().articles(TOPIC)), None)
    if article:
        made.choice(article.title.say(turn.language), TOPIC, article=article.id)
    offer_topic(made, turn, "career_center")
