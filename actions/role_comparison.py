"""Jobs side by side, for every answer about several. Receives occupations and the topic, says who is ahead on what was asked.

Where BLS has one figure for both jobs it says so: nobody is ahead then.
"""

from __future__ import annotations

from typing import Any

from actions import role_cards, roles
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import listing, money, when
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Fact, Occupation

# Pairs people weigh against each other, offered when no job is known.
PAIRS = (("15-1232", "15-1231"), ("15-1254", "15-1255"), ("15-1212", "15-1252"))


def to_compare(turn: TurnContext) -> list[Occupation]:
    """The jobs to put side by side: named or picked now; with one of those, the one spoken of before; else the last
    list, or the last two jobs of the talk."""
    shown = [item["id"] for item in turn.slots.get("shown") or [] if item["kind"] == "role"]
    if sum(m["type"] == "ordinal" for m in turn.mentions) > 1:
        return roles.known(turn.picked_of("role"))[: roles.MOST_COMPARED]
    named = roles.named_now(turn)
    carried = turn.slots.get("role") or []
    earlier = roles.known([carried] if isinstance(carried, str) else list(carried))
    if len(named) == 1:
        named += [role for role in earlier if role.id != named[0].id][:1]
    if not named and len(earlier) == 1 and len(shown) < 2 and (before := turn.slots.get("earlier_role")):
        return roles.known([before, earlier[0].id])
    return (named or (earlier if len(earlier) > 1 else roles.known(shown) or earlier))[: roles.MOST_COMPARED]


def answer(turn: TurnContext, found: list[Occupation], topic: str) -> Answer:
    """A line a job with what the topic asks, then who is ahead."""
    lines = [_line(turn, role, topic) for role in found]
    facts = [fact for role in found for fact in (role.pay, role.outlook)]
    said = " ".join([*lines, _verdict(turn, found, topic)]).strip()
    made = Answer(
        f"{said} ({_cited(turn, found[0], topic)})" if turn.sms else said,
        topics=[topic],
        about={"role": [role.id for role in found]},
    )
    for role in found:
        role_cards.add(
            made, turn, "comparison", role.name.say(turn.language),
            [
                role.what.say(turn.language), role_cards.pay_line(turn, role), role_cards.growth_line(turn, role),
                role_cards.entry_line(turn, role), roles.covers(turn, role.pay.value.covers if role.pay else "").strip(),
            ],
            [role.described, *facts],
        )  # fmt: skip
    for role in found[:2]:
        made.choice(say("utter_choice_start_in", turn, **roles.names(turn, role)), "pathway", role=role.id)
    made.shown = [{"kind": "role", "id": role.id} for role in found]
    return made


def _cited(turn: TurnContext, role: Occupation, topic: str) -> str:
    """Where the figures are from: pay and projections have different years."""
    outlook = role.outlook if topic in ("role_outlook", "role_requirements", "compare_roles") else None
    pay = role.pay if topic in ("role_pay", "compare_roles") else None
    facts: list[Fact[Any]] = [fact for fact in (pay, outlook) if fact] or [role.described]
    dates = listing([when(fact.as_of, turn.language) for fact in facts], turn.language)
    return f"{facts[0].source.short}, {dates}"


def _line(turn: TurnContext, role: Occupation, topic: str) -> str:
    """ "Help desk: $61,860 a year, -3.7% jobs by 2034." """
    median = role.pay.value.median if role.pay else None
    growth = role_cards.signed(role.outlook.value.growth_percent) if role.outlook else None
    openings = f"{role.outlook.value.openings_per_year:,}" if role.outlook else None
    education = role_cards.education_of(turn, role)
    names = roles.names(turn, role)
    if topic == "role_outlook" and growth:
        return say("utter_compare_outlook", turn, growth=growth, openings=openings, **names)
    if topic == "role_requirements" and education:
        return say("utter_compare_education", turn, education=education, **names)
    if topic == "role_overview":
        return say("utter_compare_what", turn, what=role.what.say(turn.language), **names)
    if not median:
        return say("utter_compare_unknown", turn, **names)
    if topic == "role_pay" or not growth:
        return say("utter_compare_pay", turn, median=money(median), **names)
    return say("utter_compare_both", turn, median=money(median), growth=growth, **names)


def _verdict(turn: TurnContext, found: list[Occupation], topic: str) -> str:
    """Who is ahead; or that the figure is one and the same; nothing where nothing is to be won."""
    if topic in ("role_requirements", "role_overview"):
        return ""
    if topic == "role_outlook":
        ranked = sorted(
            (r for r in found if r.outlook), key=lambda r: -(r.outlook.value.growth_percent if r.outlook else 0)
        )
        figures = [role.outlook.value.growth_percent for role in ranked if role.outlook]
    else:
        ranked = sorted((r for r in found if r.pay), key=lambda r: -((r.pay.value.median if r.pay else 0) or 0))
        figures = [role.pay.value.median or 0 for role in ranked if role.pay]
    if len(figures) < 2:
        return ""
    if figures[0] == figures[1] and len(set(figures)) == 1:
        return say("utter_compare_same", turn)
    name = "utter_compare_grows_most" if topic == "role_outlook" else "utter_compare_pays_most"
    return "" if figures[0] == figures[1] else say(name, turn, **roles.names(turn, ranked[0]))


def ask_other(turn: TurnContext, found: list[Occupation]) -> Answer:
    """Which one to compare with: jobs close to the one named, or pairs people often weigh."""
    if found:
        made = Answer(say("utter_compare_with", turn, **roles.names(turn, found[0])), outcome="asked_back")
        made.about = {"role": found[0].id}
        near = [role for role in roles.known(list(knowledge().related(found[0].id))) if role.role == "target"]
        for role in near[:3] or roles.known([pair[0] for pair in PAIRS]):
            made.choice(roles.names(turn, role)["title"], "compare_roles", role=[found[0].id, role.id])
        return made
    made = Answer(say("utter_compare_which", turn), outcome="asked_back")
    for pair in PAIRS:
        first, second = roles.known(list(pair))
        values = {"one": roles.names(turn, first)["title"], "other": roles.names(turn, second)["role"]}
        made.choice(say("utter_choice_pair", turn, **values), "compare_roles", role=list(pair))
    return made
