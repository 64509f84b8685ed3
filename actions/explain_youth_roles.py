"""youth_roles: AZ Cyber Initiative's ambassador and apprentice roles: what they are, who could be one, how to apply."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import nearby, program_answer, programs
from actions.answer import Answer
from actions.library import knowledge
from actions.menu import offer_topic
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program

TOPIC, KIND = "youth_roles", "youth_role"
_ROLES = {
    "ambassador": re.compile(r"ambass?ador|embajador", re.IGNORECASE),
    "apprentice": re.compile(r"apprenti|aprendiz", re.IGNORECASE),
}
_ASKS = {
    "apply": re.compile(
        r"appl|sign ?(me )?up|join|how (do|can|would) (i|you|she|he|they)|deadline|become|get in|aplic|solicit|inscri|apunt|entrar"
        r"|fecha|c[oó]mo (le hago|puedo|se)|meterme",
        re.IGNORECASE,
    ),
    "who": re.compile(
        r"\bwho\b|age\b|old\b|how old|grade|eligib|qualif|require|need to be|can (i|a|my|she|he)|qui[eé]n|edad|a[nñ]os|requisit|puede"
        r"|piden|califi|grado",
        re.IGNORECASE,
    ),
}


class ActionExplainYouthRoles(Action):
    def name(self) -> str:
        return "action_explain_youth_roles"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The role named, else both; says where they exist when the learner is elsewhere."""
    roles = list(knowledge().programs(kind=KIND))
    named = [role for role in roles if role.id in turn.named("program")]
    meant = named or [
        role for role in roles for word, pattern in _ROLES.items() if word in role.id and pattern.search(turn.text)
    ]
    made = one(turn, meant[0]) if len(meant) == 1 else both(turn, roles)
    where = nearby.where(turn)
    if roles and where and where.region not in {role.region for role in roles}:
        made.text += " " + say("utter_youth_elsewhere", turn, place=nearby.name(turn))
    return made


def one(turn: TurnContext, role: Program) -> Answer:
    """What was asked of one role: how to apply, who can be one, or what it is; on the web all three."""
    language = turn.language
    texts = {"what": role.about, "who": role.eligibility_text, "apply": role.apply_text}
    asked = next((name for name, pattern in _ASKS.items() if pattern.search(turn.text)), "what")
    wanted = [asked] if turn.sms else [asked, *(name for name in texts if name != asked)]
    words = " ".join(text.say(language) for name in wanted if (text := texts[name]))
    contact = program_answer.contact(role)
    made = Answer(
        say("utter_youth_role", turn, name=role.short.say(language), text=words or role.about.say(language), contact=contact,
            unchecked=programs.doubt(turn, role)),
        topics=[TOPIC],
        about={"program": role.id, "provider": role.provider},
    )  # fmt: skip
    if not turn.sms:
        programs.card(made, turn, role)
    for other in knowledge().programs(kind=KIND):
        if other.id != role.id:
            made.choice(other.short.say(language), TOPIC, program=other.id)
    offer_topic(made, turn, "high_school_options")
    return made


def both(turn: TurnContext, roles: list[Program]) -> Answer:
    """The two roles side by side."""
    if not roles:
        made = Answer(say("utter_youth_none", turn), outcome="not_known")
        offer_topic(made, turn, "high_school_options")
        return made
    made = Answer(say("utter_youth_both", turn, unchecked=programs.doubt(turn, roles[0])), topics=[TOPIC])
    made.about = {"provider": roles[0].provider}
    for role in roles:
        if not turn.sms:
            programs.card(made, turn, role)
        made.choice(role.short.say(turn.language), TOPIC, program=role.id)
    made.shown = [{"kind": "program", "id": role.id} for role in roles]
    offer_topic(made, turn, "high_school_options")
    return made
