"""high_school_options: what someone still in high school can join now, and how dual enrollment, CTE, teams and camps work."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import article_answer, article_choice, articles, nearby, program_kinds
from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say

TOPIC = "high_school_options"


class ActionListHighSchoolOptions(Action):
    def name(self) -> str:
        return "action_list_high_school_options"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The article a word points at; else the region's programs; else what exists everywhere, and where are you."""
    found = program_kinds.for_high_school(turn)
    pointed = article_choice.named(turn, TOPIC)
    if found and not pointed:
        return of_region(turn)
    article = pointed or article_choice.fitting(turn, TOPIC)
    if article is None:
        made = Answer(say("utter_article_none", turn), outcome="not_known")
        made.choice(say("utter_topic_career_center", turn), "career_center")
        return made
    made = article_answer.of(turn, article, ("entry_jobs",))
    if found:
        program = found[0]
        made.choices.insert(0, {
            "label": program_kinds.label(turn, program)[:40],
            "payload": {"topic": "program_details", "entities": {"program": program.id}},
        })  # fmt: skip
        made.choices = made.choices[: 2 if turn.sms else 4]
    elif not turn.sms and not nearby.where(turn):
        made.text = nearby.joined(made.text, nearby.outside_note(turn) or say("utter_hs_where", turn))
    return made


def of_region(turn: TurnContext) -> Answer:
    """The region's programs; how college classes in high school work comes beside them."""
    found = program_kinds.for_high_school(turn)
    made = program_kinds.listed(turn, say("utter_hs_found", turn, place=nearby.name(turn)), found, TOPIC)
    made.about |= nearby.about(turn)
    article = article_choice.fitting(turn, TOPIC)
    if article and not turn.sms:
        articles.add_card(made, turn, article)
        made.choice(article.title.say(turn.language), TOPIC, article=article.id)
    return made
