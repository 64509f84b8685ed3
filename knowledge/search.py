"""Finds programs that fit what a learner asks: filtered and ranked in SQL, so that the cost grows with the answer.

A condition that a program says nothing about does not exclude it: "unknown is not no". Such programs come later and say
what is unknown. The order weighs, most first: how near, how well it fits the role, what is known to be good, and whether
it is a named program or a bare award count. Conditions are named as the fields of `ProgramSearch`; a need as "need:<id>".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
)

from knowledge.conditions import CONDITIONS, lists, meeting
from knowledge.models import ProgramRow, ProgramSite, ProgramTerm
from knowledge.repository import Knowledge
from knowledge.saving import ANYWHERE
from knowledge.views import Occupation, ProgramMatch, ProgramSearch, SearchResult

Sql = ColumnElement[Any]

MILES_PER_DEGREE = 69.0
# Given up last: where, then what. Programs elsewhere, or about something else, are always more and seldom help.
_WHERE = frozenset({"region", "place"})
_WHAT = frozenset({"categories", "roles", "credentials", "provider", "kinds"})
_RELATED_ROLES = 6
_NEARNESS = ((5.0, 0), (15.0, 1), (30.0, 2), (60.0, 4))
_FAR, _PLACE_UNKNOWN, _ONLINE = 6, 3, 2
_WEIGHTS = {"nearness": 2, "fit": 3, "unknown": 2, "standing": 3, "need": -2}


def find(knowledge: Knowledge, search: ProgramSearch, limit: int = 10, offset: int = 0) -> SearchResult:
    """Programs that fit, best first, a page of them, and how many there are.

    When none fits, `more` counts what giving up each condition would open up, and `loosen` is the one that opens up the
    most: a condition on how before one on what (categories, roles, …), and that before one on where.
    """
    query = _Query(knowledge, search)
    with knowledge.database.read() as connection:
        page = connection.execute(query.page(limit, offset)).all()
        keys = [key for key, _ in page]
        total = page[0].total if page else (connection.scalar(query.count()) or 0) if offset else 0
        if not total:
            return SearchResult((), 0, *_looser(knowledge, connection, query))
        rows = {row["key"]: row for row in connection.execute(query.details(keys)).mappings()}
    found = [rows[key] for key in keys if key in rows]
    programs = {program.id: program for program in knowledge.programs_by_id([row["id"] for row in found])}
    matches = tuple(
        ProgramMatch(
            program=programs[row["id"]],
            met=tuple(name for name in query.asked if not row[_column(name)]),
            unknown=tuple(name for name in query.asked if row[_column(name)]),
            distance_miles=None if row["distance"] is None else round(math.sqrt(row["distance"]) * MILES_PER_DEGREE, 1),
        )
        for row in found
        if row["id"] in programs
    )
    return SearchResult(matches, total)


def _looser(
    knowledge: Knowledge, connection: Connection, query: _Query
) -> tuple[tuple[str, int] | None, dict[str, int]]:
    """What could be given up, and how many programs there would be then."""
    more: dict[str, int] = {}
    for condition in query.droppable():
        without = replace(query.search, **{condition: getattr(ProgramSearch(), condition)})
        if count := connection.scalar(_Query(knowledge, without).count()):
            more[condition] = count
    best = max(more.items(), key=lambda item: (item[0] not in _WHERE, item[0] not in _WHAT, item[1]), default=None)
    return best, more


class _Query:
    """The SQL of one search."""

    def __init__(self, knowledge: Knowledge, search: ProgramSearch) -> None:
        self.search = search
        place = knowledge.place(search.place) if search.place else None
        near = _point(place.latitude, place.longitude) if place else None
        self.region = (knowledge.region_near(place.id) if place else None) or search.region
        self.point = _point(search.latitude, search.longitude) or near
        self.radius = search.radius_miles
        self.roles = _Roles.of(knowledge, search.roles) if search.roles else None
        self.conditions = [make for make in (builder(search) for builder in CONDITIONS) if make is not None]
        self.needs = [condition for need in dict.fromkeys(search.needs) if (condition := meeting(need)) is not None]

    @property
    def asked(self) -> list[str]:
        """Conditions a match reports on."""
        names = [condition.name for condition in (*self.conditions, *self.needs)]
        return (["roles"] if self.roles else []) + names

    def droppable(self) -> list[str]:
        """Conditions of the search that could be given up, by field name. A town in or near a region only ranks."""
        kept = {"latitude", "longitude", "needs"} | ({"place"} if self.region else set())
        default = ProgramSearch()
        names = [field.name for field in fields(ProgramSearch) if field.name not in kept]
        return [name for name in names if getattr(self.search, name) != getattr(default, name)]

    def count(self) -> Select[Any]:
        return select(func.count()).select_from(ProgramRow).where(*self._where())

    def page(self, limit: int, offset: int) -> Select[int, int]:
        """Keys of one page, best first, and the total. Equals stay in the order they were added: the authors' order."""
        order: list[Sql] = [self._score()]
        if self.point is not None:
            distance = self._distance()
            order += [distance.is_(None), distance]
        return (
            select(ProgramRow.key, func.count().over().label("total"))
            .where(*self._where())
            .order_by(*order, ProgramRow.key)
            .limit(limit)
            .offset(offset)
        )

    def details(self, keys: Sequence[int]) -> Select[Any]:
        """What is known of a page's programs: distance, and for each condition whether nobody says."""
        return select(
            ProgramRow.key,
            ProgramRow.id,
            self._distance().label("distance"),
            *(case((self._met(name), 0), else_=1).label(_column(name)) for name in self.asked),
        ).where(ProgramRow.key.in_(keys))

    # --- what it is ranked by ---

    def _score(self) -> Sql:
        score: Sql = ProgramRow.standing * _WEIGHTS["standing"]
        if self.roles:
            score = score + self._fit(self.roles) * _WEIGHTS["fit"]
        for condition in self.conditions:
            score = score + case((condition.met, 0), else_=_WEIGHTS["unknown"])
        for need in self.needs:
            score = score + case((need.met, _WEIGHTS["need"]), else_=0)
        if self.point is not None:
            score = score + _nearness(self._distance()) * _WEIGHTS["nearness"]
        return score

    def _fit(self, roles: _Roles) -> Sql:
        exact = lists(ProgramRow.roles, roles.exact)
        at_home = lists(ProgramRow.categories, roles.categories)
        return case((and_(exact, at_home), 0), (or_(exact, lists(ProgramRow.roles, roles.broader)), 1), else_=2)

    def _distance(self) -> Sql:
        """Squared degrees to the nearest site (NULL without coordinates)."""
        if self.point is None:
            return cast(null(), Float)
        nearest = (
            select(func.min(_squared(self.point, ProgramSite)))
            .where(ProgramSite.program_key == ProgramRow.key)
            .correlate(ProgramRow)
            .scalar_subquery()
        )
        return case((ProgramRow.sites > 1, nearest), else_=_squared(self.point, ProgramRow))

    def _met(self, name: str) -> Sql:
        if name == "roles":
            assert self.roles is not None
            return lists(ProgramRow.roles, (*self.roles.exact, *self.roles.broader))
        return next(one.met for one in (*self.conditions, *self.needs) if one.name == name)

    # --- what must hold ---

    def _where(self) -> list[Sql]:
        search = self.search
        where: list[Sql] = [ProgramRow.open.is_(True)]
        if self.region:
            where.append(or_(ProgramRow.region == self.region, ProgramRow.region.is_(None)))
        if search.categories:
            where.append(self._has("category", search.categories))
        if search.credentials:
            where.append(self._has("credential", search.credentials))
        if self.roles:
            unsaid = and_(self._has("category", self.roles.categories), ProgramRow.roles.is_(None))
            where.append(or_(self._has("role", self.roles.all), unsaid))
        if search.provider:
            where.append(ProgramRow.provider_id == search.provider)
        if search.kinds:
            where.append(ProgramRow.kind.in_(search.kinds))
        if self.radius is not None and self.point is not None:
            where.append(or_(self._within(self.point, self.radius), ProgramRow.online.is_(True)))
        return where + [condition.passes for condition in self.conditions]

    def _has(self, facet: str, values: tuple[str, ...]) -> Sql:
        """Carries one of these terms; found through the term index, by region where there is one."""
        keys = select(ProgramTerm.program_key).where(ProgramTerm.facet == facet, ProgramTerm.value.in_(values))
        if self.region:
            keys = keys.where(ProgramTerm.region.in_((self.region, ANYWHERE)))
        return ProgramRow.key.in_(keys)

    def _within(self, point: tuple[float, float], miles: float) -> Sql:
        """Has a site in the square around a point, then in the circle."""
        latitude, longitude = point
        up = miles / MILES_PER_DEGREE
        across = up / max(0.1, math.cos(math.radians(latitude)))
        near = select(ProgramSite.program_key).where(
            ProgramSite.latitude.between(latitude - up, latitude + up),
            ProgramSite.longitude.between(longitude - across, longitude + across),
            _squared(point, ProgramSite) <= up * up,
        )
        return ProgramRow.key.in_(near)


@dataclass(frozen=True, slots=True)
class _Roles:
    """The roles asked for, the broader group of each, roles whose work is alike, and their categories."""

    exact: tuple[str, ...]
    broader: tuple[str, ...]
    alike: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.exact, *self.broader, *self.alike)

    @classmethod
    def of(cls, knowledge: Knowledge, roles: tuple[str, ...]) -> _Roles:
        found = [role for role in map(knowledge.occupation, roles) if role]
        categories = tuple(dict.fromkeys(role.category for role in found if role.category))
        broader = tuple(dict.fromkeys(role.id[:7] for role in found if role.id[:7] not in roles))
        return cls(roles, broader, tuple(_alike(knowledge, found, {*roles, *broader})), categories)


def _alike(knowledge: Knowledge, roles: list[Occupation], known: set[str]) -> list[str]:
    alike: list[str] = []
    for role in roles:
        same = [id for id in knowledge.related(role.id) if (other := knowledge.occupation(id)) and other.role == "target"
                and other.category == role.category]  # fmt: skip
        alike += [id for id in same[:_RELATED_ROLES] if id not in known]
    return list(dict.fromkeys(alike))


# --- SQL in small pieces ---------------------------------------------------------------------------------------------


def _squared(point: tuple[float, float], at: type[ProgramRow] | type[ProgramSite]) -> Sql:
    """Squared distance in degrees of latitude: exact enough below a hundred miles, and plain arithmetic."""
    latitude, longitude = point
    shrink = math.cos(math.radians(latitude))
    north = at.latitude - latitude
    east = (at.longitude - longitude) * shrink
    return north * north + east * east


def _nearness(distance: Sql) -> Sql:
    tiers = [(distance <= (miles / MILES_PER_DEGREE) ** 2, tier) for miles, tier in _NEARNESS]
    return case((ProgramRow.online.is_(True), _ONLINE), (distance.is_(None), _PLACE_UNKNOWN), *tiers, else_=_FAR)


def _point(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def _column(name: str) -> str:
    """A condition's name as a column label: "need:child-care" → "unknown_need_child_care"."""
    return "unknown_" + name.replace(":", "_").replace("-", "_")
