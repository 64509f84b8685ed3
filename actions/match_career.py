"""career_match: which job fits me. From what the learner says they like, three jobs with the reason; else one question, or
the interest quiz for who wants it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import career_changes, interest_quiz, likings, role_cards, roles
from actions.answer import Answer
from actions.phrasing import listing
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Occupation

SUGGESTED = 3
# The one question, and the field each answer leads to.
QUESTION = (("fixing", "support"), ("drawing", "design"), ("numbers", "data"), ("people", "crosscutting"))


class ActionMatchCareer(Action):
    def name(self) -> str:
        return "action_match_career"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """The quiz where it is asked for or open; else what is said now: likings, then a job asked about, then the job held."""
    if quiz := interest_quiz.answer(turn):
        return quiz
    likes, dislikes = likings.told(turn)
    category = None if turn.choice else next(iter(turn.named("category")), None)
    found = likings.ranked(likes, dislikes, category)[:SUGGESTED] if likes else []
    named = [role for role in roles.named_now(turn) if role.role == "target" and role.thrives]
    if found and not named:
        return _suggest(turn, found, likes)
    if named:
        return _who_thrives(turn, named[0])
    if background := roles.background(turn):
        made = career_changes.answer(turn, background, None)
        made.topics = ["career_match"]
        return made
    return interest_quiz.again(turn) if interest_quiz.asked_last(turn) else _ask(turn, bool(dislikes))


def _suggest(turn: TurnContext, found: list[tuple[Occupation, list[str]]], likes: list[str]) -> Answer:
    """Three jobs; each says which of the things they like it is about."""
    said = listing([say(f"utter_liking_{liking}", turn) for liking in likes[:3]], turn.language)
    made = Answer(
        say("utter_career_match", turn, likings=said, pay_cite=roles.pay_cite(turn, [role.id for role, _ in found])),
        topics=["career_match"],
    )
    for role, reasons in found:
        why = listing([say(f"utter_liking_{liking}", turn) for liking in reasons], turn.language)
        role_cards.add_role(
            made, turn, role,
            say("utter_card_because", turn, likings=why) if why else None,
            say("utter_card_thrives", turn, thrives=role.thrives.say(turn.language)) if role.thrives else None,
        )  # fmt: skip
        made.choice(roles.label(turn, role), "role_overview", role=role.id)
    made.shown = [{"kind": "role", "id": role.id} for role, _ in found]
    if turn.sms and len(likes) > 1:
        parts = [
            f"{roles.names(turn, role)['role']} ({', '.join(say(f'utter_liking_{liking}', turn) for liking in reasons)})"
            for role, reasons in found
        ]
        made.text = say("utter_career_match_why", turn, jobs="; ".join(parts))
        for choice, (role, _) in zip(made.choices, found, strict=True):
            choice["label"] = roles.names(turn, role)["title"]
    return made


def _who_thrives(turn: TurnContext, role: Occupation) -> Answer:
    """Would this job suit me? Who does well in it, as O*NET tells."""
    assert role.thrives is not None
    made = Answer(
        say("utter_role_thrives", turn, thrives=role.thrives.say(turn.language), cite=role.described.source.short,
            **roles.names(turn, role)),
        topics=["career_match"], about={"role": role.id},
    )  # fmt: skip
    role_cards.add_role(made, turn, role)
    roles.offer(made, turn, role, "role_overview", "role_requirements")
    made.choice(say("utter_choice_other_jobs", turn), "career_match")
    return made


def _ask(turn: TurnContext, told_dislikes: bool) -> Answer:
    """One question, four answers."""
    name = "utter_career_match_ask_likes" if told_dislikes else "utter_career_match_ask"
    made = Answer(say(name, turn), topics=["career_match"], outcome="asked_back")
    for liking, category in QUESTION:
        made.choice(say(f"utter_choice_liking_{liking}", turn), "career_match", category=category)
    made.choice(say("utter_choice_quiz_start", turn), "career_match", quiz="start")
    return made
