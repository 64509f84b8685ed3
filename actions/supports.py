"""Supports and funds as answers speak of them: which there are at a place, how one is reached, one told, several listed.

Receives a turn and records. A support without a published contact is told with whom to ask instead (its provider, else 211).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import centers, nearby, program_answer, role_cards
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import CareerCenter, Support

HELP_LINE = "help-211"
FUNDING = "funding"
SMS_PAGE, WEB_PAGE = 3, 4
LONGEST_LABEL, LONGEST_SITE = 52, 40


def at(turn: TurnContext, region: str, need: str | None = None, kind: str | None = None) -> list[Support]:
    """What the region has for a need (all of one kind), the learner's own town first; help for everywhere is left out."""
    found = [s for s in knowledge().supports(region, need) if s.region == region and kind in (None, s.kind)]
    where = nearby.where(turn)
    town = (where.name or "") if where else ""
    return sorted(found, key=lambda s: bool(town) and town not in s.name.en + s.about.en)


def contact(turn: TurnContext, support: Support) -> str:
    """Phone, else site, else the town's career center, else 211: there is always somebody to ask."""
    site = program_answer.short(support.url or "")
    center = _center(support)
    return (
        support.phone
        or (site if site and len(site) <= LONGEST_SITE else "")
        or (f"{center.name}, {centers.contact(center)}" if center else "")
        or say("utter_support_ask_211", turn)
    )


def _center(support: Support) -> CareerCenter | None:
    """The career center of the town a fund names, when the fund itself publishes no contact."""
    if support.kind != FUNDING:
        return None
    found = (c for c in knowledge().career_centers(support.region) if centers.reachable(c))
    return next((c for c in found if any(place in support.name.en for place in c.places)), None)


def told(turn: TurnContext, support: Support, topic: str) -> Answer:
    """One support: what it gives, to whom, and how to get it."""
    language = turn.language
    made = Answer(
        say(
            "utter_support",
            turn,
            name=support.name.say(language),
            about=support.about.say(language),
            contact=contact(turn, support),
            amount=_sentence(support.amount.say(language)) if support.amount else "",
            unchecked=unchecked(support.described, turn, "support"),
        ),
        topics=[topic],
        about={"region": support.region} if support.region != "all" else {},
    )
    card(made, turn, support)
    made.shown = [{"kind": "support", "id": support.id}]
    return made


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def card(made: Answer, turn: TurnContext, support: Support) -> None:
    """Its card on the web."""
    parts = [support.about, support.eligibility, support.amount]
    lines = [part.say(turn.language) if part else None for part in parts]
    lines += [support.phone, unchecked(support.described, turn, "support").strip().strip("()").capitalize() or None]
    role_cards.add(made, turn, "support", support.name.say(turn.language), lines, [support.described], support.url)


def listed(turn: TurnContext, lead: str, found: Sequence[Support], topic: str, offset: int = 0) -> Answer:
    """A page of them: each a choice that tells it, cards on the web, MORE for the rest."""
    size = SMS_PAGE if turn.sms else WEB_PAGE
    page = found[offset : offset + size]
    made = Answer(lead, topics=[topic])
    for support in page:
        card(made, turn, support)
        made.choice(label(turn, support), topic, support=support.id)
    made.shown = [{"kind": "support", "id": support.id} for support in page]
    made.slots["more"] = None
    if len(found) > offset + size:
        made.slots["more"] = {"topic": "supports", "list": topic, "ids": [s.id for s in found], "offset": offset + size}
        if not turn.sms or len(made.choices) < SMS_PAGE + 1:
            made.choice(say("utter_choice_more", turn), "more")
    return made


def label(turn: TurnContext, support: Support) -> str:
    """The name, cut at a word where a choice has no room for all of it."""
    name = support.name.say(turn.language)
    return name if len(name) <= LONGEST_LABEL else name[:LONGEST_LABEL].rsplit(" ", 1)[0].rstrip(",:")


def chosen(turn: TurnContext) -> Support | None:
    """The support a choice, or "the second one", means."""
    named = turn.named("support")
    return knowledge().support(named[0]) if named else None


def page(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The next page (actions/paging.py)."""
    found = [support for id in more["ids"] if (support := knowledge().support(id))]
    return listed(turn, say("utter_support_more", turn), found, more.get("list", "supports"), int(more["offset"]))
