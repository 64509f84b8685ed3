"""remote_work: whether a job can be done from home. No source of ours counts it; says that, and goes by the job's tasks."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import articles, role_cards, roles
from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Article, Occupation

# By their O*NET tasks: things one must touch, and work done on a screen from start to end.
HANDS_ON = ("49-2011", "49-2022", "15-1231", "17-2061")
BOTH = ("15-1232", "15-1244", "15-1299.02", "29-9021")
ON_SCREEN = ("15-1254", "15-2051.01", "15-1255")


class ActionTellRemoteWork(Action):
    def name(self) -> str:
        return "action_tell_remote_work"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = roles.in_question(turn)
        made = of_role(turn, found[0]) if found else in_general(turn, articles.best(turn, "remote_work"))
        return made.send(dispatcher, turn)


def of_role(turn: TurnContext, role: Occupation) -> Answer:
    """What the job's tasks let one expect; the employer decides."""
    kind = "hands" if role.id in HANDS_ON or role.role == "feeder" else "both" if role.id in BOTH else "screen"
    made = Answer(
        say(f"utter_remote_{kind}", turn, cite=role.described.source.short, **roles.names(turn, role)),
        about={"role": role.id},
    )
    role_cards.add_role(made, turn, role)
    article = articles.best(turn, "remote_work")
    if article:
        articles.add_card(made, turn, article)
    roles.offer(made, turn, role, "role_overview", "role_requirements")
    made.choice(say("utter_choice_fake_ads", turn), "legit_check")
    return made


def in_general(turn: TurnContext, article: Article | None) -> Answer:
    """For no job in particular: the article where there is one, else the sober rule and jobs to look at."""
    if article:
        made = Answer(articles.told(turn, article))
        articles.add_card(made, turn, article)
    else:
        made = Answer(say("utter_remote_general", turn))
    for role in roles.known(ON_SCREEN)[: 1 if turn.sms and article else 2]:
        made.choice(roles.names(turn, role)["title"], "remote_work", role=role.id)
    made.choice(say("utter_choice_fake_ads", turn), "legit_check")
    return made
