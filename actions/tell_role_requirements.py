"""role_requirements: what a job usually asks for. Says what is usual and what workers report, never what is enough."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, role_cards, role_comparison, roles
from actions.answer import Answer
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge.views import Occupation

EXPERIENCE = {"None": "none", "Less than 5 years": "some", "5 years or more": "long"}
TRAINING = {
    "None": "none",
    "Short-term on-the-job training": "short",
    "Moderate-term on-the-job training": "moderate",
    "Long-term on-the-job training": "long",
    "Apprenticeship": "apprenticeship",
}


class ActionTellRoleRequirements(Action):
    def name(self) -> str:
        return "action_tell_role_requirements"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = roles.in_question(turn)
        if not found:
            return asking.for_role(turn).send(dispatcher, turn)
        if len(found) > 1:
            return role_comparison.answer(turn, found, "role_requirements").send(dispatcher, turn)
        return answer(turn, found[0]).send(dispatcher, turn)


def answer(turn: TurnContext, role: Occupation) -> Answer:
    """The way in as the record tells it, else BLS's usual schooling; the survey's shares where there is one."""
    education = role_cards.education_of(turn, role)
    if role.way_in:
        text = say("utter_role_requirements", turn, way_in=role.way_in.say(turn.language), **roles.names(turn, role))
    elif education and role.outlook:
        text = say("utter_role_requirements_usual", turn, education=education, cite=cite(role.outlook, turn.language),
                   **roles.names(turn, role))  # fmt: skip
    else:
        text = say("utter_role_requirements_unknown", turn, **roles.names(turn, role))
    if turn.named("age"):
        text = f"{text} {say('utter_requirements_age', turn)}"
    made = Answer(text, about={"role": role.id}, outcome="answered" if role.way_in or education else "not_known")
    role_cards.add(
        made, turn, "role", role.name.say(turn.language),
        [role_cards.entry_line(turn, role), *_work(turn, role), _shares(turn, role)],
        [role.described, role.outlook, role.degree_share],
    )  # fmt: skip
    roles.offer(made, turn, role, "credentials_for_role", "pathway")
    if not turn.sms:
        roles.offer(made, turn, role, "role_skills")
    return made


def _work(turn: TurnContext, role: Occupation) -> list[str]:
    if not role.outlook:
        return []
    said = (
        f"utter_experience_{EXPERIENCE.get(role.outlook.value.experience)}",
        f"utter_training_{TRAINING.get(role.outlook.value.training)}",
    )
    return [say(name, turn) for name in said if exists(name)]


def _shares(turn: TurnContext, role: Occupation) -> str | None:
    """What people in the job told O*NET a new hire needs."""
    if not role.degree_share:
        return None
    shares = role.degree_share.value
    less = shares["none_or_hs"] + shares["some_college_or_cert"]
    return say("utter_card_shares", turn, bachelor=f"{shares['bachelor_plus']}%", associate=f"{shares['associate']}%",
               less=f"{less}%")  # fmt: skip
