"""work_based: internships and apprenticeships where the learner is, and how registered apprenticeships work everywhere."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import article_answer, article_choice, articles, nearby, program_kinds
from actions.answer import Answer
from actions.menu import offer_topic
from actions.turn import TurnContext
from actions.wording import say

TOPIC = "work_based"
KINDS = ("work_based", "internship", "apprenticeship")


class ActionFindWorkBased(Action):
    def name(self) -> str:
        return "action_find_work_based"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The region's programs; where none is known (or no region), the national way and what to say of the place."""
    place = nearby.name(turn)
    found = program_kinds.of(turn, *KINDS) if place else []
    article = article_choice.fitting(turn, TOPIC)
    if turn.named("article") and article:
        return article_answer.of(turn, article, ("career_center", "entry_jobs"))
    if found:
        made = program_kinds.listed(
            turn, say("utter_work_found", turn, place=place), found, TOPIC, room=1 if turn.sms else 0
        )
        made.about |= nearby.about(turn)
        if article:
            articles.add_card(made, turn, article)
            made.choice(article.title.say(turn.language), TOPIC, article=article.id)
        return made
    if article is None:
        made = Answer(say("utter_article_none", turn), outcome="not_known")
        offer_topic(made, turn, "career_center")
        return made
    made = article_answer.of(turn, article, ("career_center", "entry_jobs"))
    if place:
        made.text = say("utter_work_none", turn, place=place) + " " + made.text
        made.about |= nearby.about(turn)
    elif not turn.sms:
        made.text = nearby.joined(made.text, nearby.outside_note(turn) or say("utter_hs_where", turn))
    return made
