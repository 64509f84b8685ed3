"""The place a turn is about, for answers on jobs: its pay levels, its career center, and places we do not know.

A town outside our four regions is never answered with another town's figures; national figures still hold for it.
"""

from __future__ import annotations

from actions.library import knowledge
from actions.turn import TurnContext, Where
from actions.wording import say
from knowledge.views import CareerCenter, Fact, LocalPay, Occupation


def outside(turn: TurnContext) -> str | None:
    """The name of a place this message names that is in none of our regions."""
    for mention in turn.mentions:
        if mention["type"] in ("place", "zip"):
            more = mention.get("more") or {}
            found = knowledge().place(more.get("place") or mention["value"])
            if not (found.region if found else more.get("region")):
                return str(found.name if found else more.get("name") or mention.get("text") or mention["value"])
    return None


def where(turn: TurnContext) -> Where | None:
    """The place within our regions, or None; a place outside hides the one remembered."""
    return None if outside(turn) else turn.where()


def name(turn: TurnContext) -> str:
    """What to call the place: the town's name or the region's short one; empty when there is none."""
    place = where(turn)
    if place is None:
        return ""
    region = knowledge().region(place.region or "")
    return place.name or (region.short.say(turn.language) if region else "")


def pay(turn: TurnContext, role: Occupation) -> Fact[LocalPay] | None:
    """The job's pay levels around the place."""
    place = where(turn)
    return knowledge().local_pay(role.id, place.wage_area) if place and place.wage_area else None


def center(turn: TurnContext) -> CareerCenter | None:
    """The career center to name: of the town where there is one, one with a phone before one without."""
    place = where(turn)
    if place is None or place.region is None:
        return None
    centers = knowledge().career_centers(place.region, place.place or place.name)
    served = [c for c in centers if place.name and place.name in c.places]
    best = sorted(served or centers, key=lambda c: c.phone is None)
    return best[0] if best else None


def about(turn: TurnContext) -> dict[str, str]:
    """The place's ids, for what an answer is about."""
    place = where(turn)
    found = {"region": place.region, "place": place.place} if place else {}
    return {kind: id for kind, id in found.items() if id}


def joined(*sentences: str) -> str:
    """Sentences one after the other, empty ones left out."""
    return " ".join(sentence for sentence in sentences if sentence)


def outside_note(turn: TurnContext) -> str:
    """The sentence for a place we do not know, or nothing."""
    named = outside(turn)
    return say("utter_outside_regions", turn, place=named) if named else ""
