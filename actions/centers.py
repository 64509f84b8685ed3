"""Career centers around the learner: the nearest first, and how one reaches each.

Receives a turn, gives centers and their contact in words. Hours, addresses and phones are said only where published.
"""

from __future__ import annotations

import math

from actions import nearby, program_answer
from actions.library import knowledge
from actions.turn import TurnContext
from knowledge.views import CareerCenter, Place

MILES_PER_DEGREE = 69.0
_SAME_TOWN = 3.0
FAR = 60.0


def near(turn: TurnContext) -> list[CareerCenter]:
    """The region's centers, nearest first; of two equally near, the one that can be reached."""
    where = nearby.where(turn)
    if where is None or where.region is None:
        return []
    here = knowledge().place(where.place or "")
    found = knowledge().career_centers(where.region, where.place or where.name)
    return sorted(
        found, key=lambda center: (round(miles(here, center) / _SAME_TOWN), not reachable(center), center.phone is None)
    )


def miles(here: Place | None, center: CareerCenter) -> float:
    """How far the nearest town a center serves is; 0 when it is not known where the learner is."""
    if here is None or here.name in center.places:
        return 0.0
    towns = [p for p in knowledge().places(center.region) if p.name in center.places]
    return min((_between(here, town) for town in towns), default=FAR * 2)


def _between(a: Place, b: Place) -> float:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return FAR * 2
    east = (a.longitude - b.longitude) * math.cos(math.radians(a.latitude))
    return MILES_PER_DEGREE * math.hypot(a.latitude - b.latitude, east)


def reachable(center: CareerCenter) -> bool:
    return bool(center.phone or center.address or center.url)


def contact(center: CareerCenter) -> str:
    """Phone and address, else the site; empty when none is published."""
    parts = [part for part in (center.phone, center.address) if part]
    site = program_answer.short(center.url or "")
    return ", ".join(parts) or (site if len(site) <= 40 else site.split("/")[0])


def best_reachable(turn: TurnContext) -> CareerCenter | None:
    """The nearest center one can call, visit or look up, or None within an hour's drive."""
    where = nearby.where(turn)
    here = knowledge().place(where.place or "") if where else None
    return next((center for center in near(turn) if reachable(center) and miles(here, center) <= FAR), None)
