"""talk_to_human: the nearest career center with its phone; asks where when no place is known. 211 for everything else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say


class ActionReachHuman(Action):
    def name(self) -> str:
        return "action_reach_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        where = turn.where()
        centers = knowledge().career_centers(where.region, where.name) if where and where.region else []
        if not centers and where and where.region:
            centers = knowledge().career_centers(where.region)
        if not centers:
            answer = asking.for_place(turn)
            answer.text = say("utter_human_where", turn)
            answer.outcome = "handed_over"
            return answer.send(dispatcher, turn)
        # A center one can call comes before one whose number nobody has published.
        best = sorted(centers, key=lambda center: center.phone is None)[0]
        contact = ", ".join(part for part in (best.name, best.phone, best.address or best.url) if part)
        if not best.phone:
            contact += ". 211"
        in_person = say("utter_human" if best.phone else "utter_human_no_phone", turn)
        answer = Answer(
            say("utter_human_sms", turn, contact=contact) if turn.sms else in_person,
            outcome="handed_over",
            about={"region": best.region},
        )
        answer.card(
            "career_center", best.name, [best.about.say(turn.language), best.address, best.phone, best.hours],
            [best.described], best.url,
        )  # fmt: skip
        answer.choice(say("utter_topic_career_center", turn), "career_center", region=best.region)
        return answer.send(dispatcher, turn)
