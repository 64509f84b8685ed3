"""role_skills: what one has to be good at in a job, and the programs it uses."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import asking, role_cards, roles
from actions.answer import Answer
from actions.phrasing import cite, listing
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Occupation

SMS_SKILLS, SMS_TOOLS = 4, 3


class ActionTellRoleSkills(Action):
    def name(self) -> str:
        return "action_tell_role_skills"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        found = roles.in_question(turn)
        return (answer(turn, found) if found else asking.for_role(turn)).send(dispatcher, turn)


def answer(turn: TurnContext, found: list[Occupation]) -> Answer:
    """Skills and tools of one job; of a second one named, the tools that differ; by text a choice for it."""
    role = found[0]
    skills = [skill.say(turn.language) for skill in role.skills]
    skills = [skill[0].lower() + skill[1:] if skill[1:2].islower() else skill for skill in skills]
    tools = list(role.tools)
    values = {
        "skills": listing(skills[:SMS_SKILLS] if turn.sms else skills, turn.language),
        "tools": listing(tools[:SMS_TOOLS] if turn.sms else tools, turn.language),
        "cite": cite(role.described, turn.language),
        **roles.names(turn, role),
    }
    name = (
        "utter_role_skills" if skills and tools else "utter_role_skills_only" if skills else "utter_role_skills_unknown"
    )
    made = Answer(say(name, turn, **values), about={"role": role.id}, outcome="answered" if skills else "not_known")
    for other in found[1:] if not turn.sms else []:
        different = [tool for tool in other.tools if tool not in tools][:SMS_TOOLS]
        if different:
            names = roles.names(turn, other)
            made.text += " " + say("utter_role_tools_too", turn, tools=listing(different, turn.language), **names)
            made.about = {"role": [occupation.id for occupation in found]}
            break
    role_cards.add_role(made, turn, role)
    roles.offer(made, turn, role, "credentials_for_role", "find_program")
    if not turn.sms:
        roles.offer(made, turn, role, "pathway")
    for other in found[1:] if turn.sms else []:
        made.choice(roles.names(turn, other)["title"], "role_skills", role=other.id)
    return made
