"""industry_fit: digital jobs inside another industry. No source counts them by industry; the list goes by their tasks."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import articles, industries, role_cards, roles
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import say
from knowledge.search import find
from knowledge.views import Program, ProgramSearch

OUTSIDE_TECH = "it-openings-non-tech"  # JFF: most IT openings are outside the tech industry
BLOCKCHAIN, MDC = "15-1299.07", "miami-dade-college"


class ActionFitIndustry(Action):
    def name(self) -> str:
        return "action_fit_industry"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        return answer(turn, industries.named(turn)).send(dispatcher, turn)


def answer(turn: TurnContext, industry: str | None) -> Answer:
    """The jobs whose tasks fit the industry; without one, jobs found in all of them."""
    ids = [id for id in industries.ROLES[industry or industries.ANY] if knowledge().occupation(id)]
    article = articles.best(turn, "industry_fit", industry) if industry else None
    if article:
        made = role_cards.listed(turn, articles.told(turn, article), ids, "industry_fit", priced=not turn.sms)
        articles.add_card(made, turn, article)
    else:
        name = f"utter_industry_{industry}" if industry else "utter_industry_any"
        lead = say(name, turn, pay_cite=roles.pay_cite(turn, ids)) + _reason(turn, industry)
        made = role_cards.listed(turn, lead, ids, "industry_fit", priced=bool(industry) or not turn.sms)
    program = _taught_at_mdc() if industry == "blockchain" else None
    if program:
        if turn.sms:
            made.choice(program.short.say(turn.language), "program_details", program=program.id)
        role_cards.add(
            made, turn, "program", program.name.say(turn.language),
            [program.about.say(turn.language) + unchecked(program.described, turn, "program"), program.phone],
            [program.described], program.url,
        )  # fmt: skip
    if len(ids) == 1:
        made.about = {"role": ids[0]}
    return made


def _reason(turn: TurnContext, industry: str | None) -> str:
    """JFF's figure, where the answer speaks of industries at large."""
    if industry:
        return ""
    fact = next((one for one in knowledge().facts() if one.id == OUTSIDE_TECH), None)
    return f" {fact.text.say(turn.language)} ({cite(fact.described, turn.language)})" if fact else ""


def _taught_at_mdc() -> Program | None:
    """What Miami Dade College offers in blockchain: the one program our sources know of."""
    found = find(knowledge(), ProgramSearch(region="miami-dade", roles=(BLOCKCHAIN,)), limit=10).matches
    at_mdc = [match.program for match in found if BLOCKCHAIN in match.program.roles and MDC in match.program.provider]
    named = [program for program in at_mdc if "blockchain" in program.id]
    return next(iter(named or at_mdc), None)
