"""legit_check: what our sources say of a school we know, never a verdict; red flags for offers and schools we do not."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import article_answer, article_choice, articles, program_answer, programs, role_cards, unknown_names
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program, Provider

TOPIC, SCHOOLS, OFFERS = "legit_check", "legit-boot-camps", "legit-job-offers"
# "A man offered me a boot camp": a school of theirs, not the one spoken of before.
_ANOTHER = re.compile(
    r"\b(?:offer\w*|ofrec\w+|boot ?camps?|texted me|messaged me|called me|me llam\w+|me escrib\w+|me mand\w+)\b",
    re.IGNORECASE,
)
# Words about these are never about the school spoken of before.
NOT_SCHOOLS = (OFFERS, "legit-personal-data")


class ActionCheckLegitimacy(Action):
    def name(self) -> str:
        return "action_check_legitimacy"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn).send(dispatcher, turn)


def answer(turn: TurnContext) -> Answer:
    """About the school named (or spoken of before); else the article of red flags that fits."""
    article = article_choice.fitting(turn, TOPIC)
    said_now = bool(turn.named("program") or turn.named("provider"))
    chosen = bool(turn.named("article"))
    another = bool(_ANOTHER.search(turn.text)) and not turn.choice
    by_name = not turn.choice and not turn.mentions and unknown_names.weighed_by_name(turn.text)
    if by_name and not (article and article.id in NOT_SCHOOLS) and (schools := knowledge().article(SCHOOLS)):
        made = article_answer.of(turn, schools, ("find_program", "career_center"))
        made.text = f"{say('utter_legit_unknown', turn)} {made.text}"
        return made
    if said_now or not (chosen or another or (article and article.id in NOT_SCHOOLS)):
        program, provider = programs.asked_about(turn)
        if provider:
            return known(turn, program, provider)
    if article is None:
        return Answer(say("utter_article_none", turn), outcome="not_known")
    return article_answer.of(turn, article, ("find_program", "career_center"))


def known(turn: TurnContext, program: Program | None, provider: Provider) -> Answer:
    """What we know of a school and from whom; knowing it is not vouching for it."""
    if provider.closed:
        return program_answer.closed(turn, provider)
    language = turn.language
    made = Answer(
        say(
            "utter_legit_known",
            turn,
            name=provider.name,
            about=provider.about.say(language),
            cite=article_answer.source(turn, provider.described),
        ),
        topics=[TOPIC],
        about={"provider": provider.id} | ({"program": program.id} if program else {}),
    )
    lines = [provider.about.say(language), " ".join((provider.address or "").split()), provider.phone]
    role_cards.add(made, turn, "program", provider.name, lines, [provider.described], provider.url)
    flags = knowledge().article(SCHOOLS)
    if flags:
        articles.add_card(made, turn, flags)
        made.choice(say("utter_legit_how", turn), TOPIC, article=flags.id)
    if program:
        made.choice(say("utter_choice_program_cost", turn), "program_cost", program=program.id)
    else:
        made.choice(say("utter_legit_offers", turn), "program_details", provider=provider.id)
    return made
