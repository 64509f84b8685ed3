"""job_search_help and the barriers: the written article that fits best, with the next one a tap away."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import article_answer, article_choice
from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say

# What people usually ask next; the first is all a text message offers.
THEN = {
    "job_search_help": ("career_center", "entry_jobs"),
    "barrier_record": ("career_center", "entry_jobs"),
    "barrier_age": ("career_change", "career_center"),
    "barrier_immigration": ("pay_for_training", "find_program"),
    "barrier_disability": ("career_center", "remote_work"),
    "barrier_language": ("find_program", "career_center"),
    "barrier_confidence": ("entry_jobs", "mentoring"),
}


class ActionTellArticle(Action):
    def name(self) -> str:
        return "action_tell_article"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The fitting article; without one, an honest word and a person to ask."""
    article = article_choice.fitting(turn, turn.topic)
    if article:
        return article_answer.of(turn, article, THEN.get(turn.topic, ()))
    made = Answer(say("utter_article_none", turn), outcome="not_known")
    made.choice(say("utter_topic_career_center", turn), "career_center")
    return made
