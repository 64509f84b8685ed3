"""Asking back for the one thing a topic cannot do without, with likely choices and without losing the question."""

from __future__ import annotations

from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say

# Offered when nobody said which job; the ones learners ask about most.
COMMON_ROLES = ("15-1232", "15-1212", "15-1254")
COMMON_CREDENTIALS = ("comptia-a-plus", "comptia-security-plus", "google-it-support")


def for_role(turn: TurnContext) -> Answer:
    """Which job? The next message that names one is answered as the same topic."""
    made = Answer(say("utter_ask_role", turn), outcome="asked_back")
    for role_id in _likely_roles(turn):
        role = knowledge().occupation(role_id)
        if role:
            short = role.short.say(turn.language)
            made.choice(short[0].upper() + short[1:], turn.topic, role=role_id)
    return made


def _likely_roles(turn: TurnContext) -> tuple[str, ...]:
    """The jobs with most openings in the field this message names, else those people ask about most."""
    found = [role for id in turn.named("category")[:1] for role in knowledge().occupations(id) if role.outlook]
    found.sort(key=lambda role: -(role.outlook.value.openings_per_year if role.outlook else 0))
    own = [role.id for role in found if role.outlook and not role.outlook.value.covers and role.interests]
    return tuple(own[:3]) or COMMON_ROLES


def for_credential(turn: TurnContext) -> Answer:
    """Which certification?"""
    made = Answer(say("utter_ask_credential", turn), outcome="asked_back")
    for credential_id in COMMON_CREDENTIALS:
        credential = knowledge().credential(credential_id)
        if credential:
            made.choice(credential.name, turn.topic, credential=credential_id)
    return made


def for_place(turn: TurnContext) -> Answer:
    """Where? One choice a region."""
    made = Answer(say("utter_ask_place", turn), outcome="asked_back")
    for region in knowledge().regions():
        name = region.short.say(turn.language)
        made.choice(name[0].upper() + name[1:], turn.topic, region=region.id)
    return made
