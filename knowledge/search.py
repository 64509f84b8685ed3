"""Finds programs that fit what a learner asks: filtered and ranked in SQL, so that the cost grows with the answer.

A condition that a program says nothing about does not exclude it: "unknown is not no". Such programs come later and say
what is unknown. The order weighs, most first: how near, how well it fits the role, what is known to be good, and whether
it is a named program or a bare award count. Conditions are named as the fields of `ProgramSearch`; a need as "need:<id>".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Float,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
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
_GIVEN = "?"  # stands in a shape for a value
_RELATED_ROLES = 6
_NEARNESS = ((5.0, 0), (15.0, 1), (30.0, 2), (60.0, 4))
_FAR, _PLACE_UNKNOWN, _ONLINE = 6, 3, 2
_WEIGHTS = {"nearness": 2, "fit": 3, "unknown": 5, "standing": 3, "need": -2}


def find(knowledge: Knowledge, search: ProgramSearch, limit: int = 10, offset: int = 0) -> SearchResult:
    """Programs that fit, best first, a page of them, and how many there are.

    When none fits, `more` counts what giving up each condition would open up, and `loosen` is the one that opens up the
    most: a condition on how before one on what (categories, roles, …), and that before one on where.
    """
    asked = _Asked.of(knowledge, search)
    sql, values = _sql(asked.shape, knowledge.database.dialect), asked.values()
    with knowledge.database.read() as connection:
        page = sql.page.run(connection, values | {"limit": limit, "offset": offset})
        total: int = page[0].total if page else sql.count.run(connection, values)[0][0] if offset else 0
        if not total:
            return SearchResult((), 0, *_looser(knowledge, connection, asked))
    programs = {program.id: program for program in knowledge.programs_by_id([row.id for row in page])}
    unsaid = {row.id: {name for at, name in enumerate(sql.asked, 3) if row[at]} for row in page}
    matches = tuple(
        ProgramMatch(
            program=programs[row.id],
            met=tuple(name for name in sql.asked if name not in unsaid[row.id]),
            unknown=tuple(name for name in sql.asked if name in unsaid[row.id]),
            distance_miles=None if row.distance is None else round(math.sqrt(row.distance) * MILES_PER_DEGREE, 1),
        )
        for row in page
        if row.id in programs
    )
    return SearchResult(matches, total)


def _looser(
    knowledge: Knowledge, connection: Connection, asked: _Asked
) -> tuple[tuple[str, int] | None, dict[str, int]]:
    """What could be given up, and how many programs there would be then."""
    more: dict[str, int] = {}
    for condition in asked.droppable():
        without = _Asked.of(knowledge, replace(asked.search, **{condition: getattr(ProgramSearch(), condition)}))
        sql = _sql(without.shape, knowledge.database.dialect)
        if count := sql.count.run(connection, without.values())[0][0]:
            more[condition] = count
    best = max(more.items(), key=lambda item: (item[0] not in _WHERE, item[0] not in _WHAT, item[1]), default=None)
    return best, more


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search with its place, region and roles looked up. Its shape is what the SQL depends on, its values the rest."""

    search: ProgramSearch
    region: str | None
    point: tuple[float, float] | None
    roles: _Roles | None

    @classmethod
    def of(cls, knowledge: Knowledge, search: ProgramSearch) -> _Asked:
        place = knowledge.place(search.place) if search.place else None
        near = _point(place.latitude, place.longitude) if place else None
        region = (knowledge.region_near(place.id) if place else None) or search.region
        point = _point(search.latitude, search.longitude) or near
        return cls(search, region, point, _Roles.of(knowledge, search.roles) if search.roles else None)

    def droppable(self) -> list[str]:
        """Conditions of the search that could be given up, by field name. A town in or near a region only ranks."""
        kept = {"latitude", "longitude", "needs", "today"} | ({"place"} if self.region else set())
        default = ProgramSearch()
        names = [field.name for field in fields(ProgramSearch) if field.name not in kept]
        return [name for name in names if getattr(self.search, name) != getattr(default, name)]

    @property
    def shape(self) -> _Shape:
        """The search with a marker in place of every value that SQL can be given later."""
        search = self.search
        return _Shape(
            replace(
                search, region=None, place=None, latitude=None, longitude=None, radius_miles=None, roles=(),
                categories=_blanks(search.categories), credentials=_blanks(search.credentials),
                kinds=_blanks(search.kinds), provider=_GIVEN if search.provider else None,
                max_cost=None if search.max_cost is None else 0, age=None if search.age is None else 0,
                max_weeks=None if search.max_weeks is None else 0, today=search.today and date.min,
            ),
            self.region is not None,
            self.point is not None,
            self.point is not None and search.radius_miles is not None,
            self.roles.sizes if self.roles else None,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What goes into the places the shape leaves open."""
        search = self.search
        values: dict[str, Any] = {
            "region": self.region, "provider": search.provider, "max_cost": search.max_cost, "age": search.age,
            "max_weeks": search.max_weeks, "today": search.today and search.today.isoformat(),
        }  # fmt: skip
        for name in ("categories", "credentials", "kinds"):
            values |= {f"{name}_{number}": value for number, value in enumerate(getattr(search, name))}
        if self.point:
            latitude, longitude = self.point
            values |= {"latitude": latitude, "longitude": longitude, "shrink": math.cos(math.radians(latitude))}
            if search.radius_miles is not None:
                up = search.radius_miles / MILES_PER_DEGREE
                across = up / max(0.1, math.cos(math.radians(latitude)))
                values |= {
                    "south": latitude - up, "north": latitude + up, "west": longitude - across,
                    "east": longitude + across, "radius": up * up,
                }  # fmt: skip
        if self.roles:
            for name in ("exact", "broader", "alike", "categories"):
                for number, value in enumerate(getattr(self.roles, name)):
                    values[f"role_{name}_{number}"] = value
                    values[f"role_{name}_{number}_listed"] = f"% {value} %"
        return values


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the SQL of a search depends on: which conditions there are, and how many values each has."""

    search: ProgramSearch
    region: bool
    point: bool
    radius: bool
    roles: tuple[int, int, int, int] | None


class _Statement:
    """A statement compiled once, run as the text it came to: neither built nor hashed again."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        self._compiled: Any = statement.compile(dialect=dialect)
        self._text = str(self._compiled)
        assert "POSTCOMPILE" not in self._text, self._text

    def run(self, connection: Connection, values: dict[str, Any]) -> Sequence[Row[Any]]:
        filled = self._compiled.construct_params(values)
        order = self._compiled.positiontup
        given = tuple(filled[name] for name in order) if order is not None else filled
        return connection.exec_driver_sql(self._text, given).all()


@dataclass(frozen=True, slots=True)
class _Sql:
    """The statements of one shape; `asked` names the conditions that `page` reports on, in order."""

    page: _Statement
    count: _Statement
    asked: tuple[str, ...]


@lru_cache(maxsize=2_000)
def _sql(shape: _Shape, dialect: Dialect) -> _Sql:
    """Building a statement costs more than running it; a shape is built once and then only filled in."""
    query = _Query(shape)
    return _Sql(_Statement(query.page(), dialect), _Statement(query.count(), dialect), tuple(query.asked))


class _Query:
    """The SQL of one shape of search."""

    def __init__(self, shape: _Shape) -> None:
        search = shape.search
        self.shape = shape
        given: dict[str, Any] = {
            name: bindparam(name, type_=Integer)
            for name in ("max_cost", "age", "max_weeks")
            if getattr(search, name) is not None
        }
        if search.today is not None:
            given["today"] = _text("today")
        self.search = replace(search, **given)
        self.conditions = [make for make in (builder(self.search) for builder in CONDITIONS) if make is not None]
        self.needs = [
            condition for need in dict.fromkeys(search.needs) if (condition := meeting(need, self.search)) is not None
        ]

    @property
    def asked(self) -> list[str]:
        """Conditions a match reports on."""
        names = [condition.name for condition in (*self.conditions, *self.needs)]
        return (["roles"] if self.shape.roles else []) + names

    def count(self) -> Select[Any]:
        return select(func.count()).select_from(ProgramRow).where(*self._where())

    def page(self) -> Select[Any]:
        """One page, best first, and the total: what is known of each, and for each condition whether nobody says.

        Equals stay in the order they were added: the authors' order. How far away each is is worked out once, and what
        is said of a program for the page alone.
        """
        fitting = (
            select(ProgramRow.key, ProgramRow.online, self._score().label("score"), self._distance().label("distance"))
            .where(*self._where())
            .cte("fitting")
            .prefix_with("MATERIALIZED")
        )
        rank: Sql = fitting.c.score
        if self.shape.point:
            rank = rank + _nearness(fitting.c.online, fitting.c.distance) * _WEIGHTS["nearness"]
        best = (
            select(
                fitting.c.key, fitting.c.distance, rank.label("rank"),
                select(func.count()).select_from(fitting).scalar_subquery().label("total"),
            )
            .order_by("rank", fitting.c.distance.is_(None), fitting.c.distance, fitting.c.key)
            .limit(bindparam("limit", type_=Integer))
            .offset(bindparam("offset", type_=Integer))
            .subquery()
        )  # fmt: skip
        return (
            select(
                ProgramRow.id,
                best.c.total,
                best.c.distance,
                *(case((self._met(name), 0), else_=1).label(_column(name)) for name in self.asked),
            )
            .join(best, best.c.key == ProgramRow.key)
            .order_by(best.c.rank, best.c.distance.is_(None), best.c.distance, ProgramRow.key)
        )

    # --- what it is ranked by ---

    def _score(self) -> Sql:
        """Everything but how near it is; lower is better."""
        score: Sql = ProgramRow.standing * _WEIGHTS["standing"]
        if self.shape.roles:
            score = score + self._fit() * _WEIGHTS["fit"]
        for condition in self.conditions:
            score = score + case((condition.met, 0), else_=_WEIGHTS["unknown"])
        for need in self.needs:
            score = score + case((need.met, _WEIGHTS["need"]), else_=0)
        return score

    def _fit(self) -> Sql:
        exact = self._role_listed(ProgramRow.roles, "exact")
        at_home = self._role_listed(ProgramRow.categories, "categories")
        broader = self._role_listed(ProgramRow.roles, "broader")
        return case((and_(exact, at_home), 0), (or_(exact, broader), 1), else_=2)

    def _role_listed(self, column: Any, *parts: str) -> Sql:
        """One of the roles' ids is in a padded list of the program at hand."""
        return lists(
            column, tuple(bindparam(f"{name}_listed", type_=String) for part in parts for name in self._role(part))
        )

    def _role(self, part: str) -> list[str]:
        """Names of the values of one part of the roles."""
        assert self.shape.roles is not None
        size = self.shape.roles[("exact", "broader", "alike", "categories").index(part)]
        return [f"role_{part}_{number}" for number in range(size)]

    def _distance(self) -> Sql:
        """Squared degrees to the nearest site (NULL without coordinates)."""
        if not self.shape.point:
            return cast(null(), Float)
        nearest = (
            select(func.min(_squared(ProgramSite)))
            .where(ProgramSite.program_key == ProgramRow.key)
            .correlate(ProgramRow)
            .scalar_subquery()
        )
        return case((ProgramRow.sites > 1, nearest), else_=_squared(ProgramRow))

    def _met(self, name: str) -> Sql:
        if name == "roles":
            return self._role_listed(ProgramRow.roles, "exact", "broader")
        return next(one.met for one in (*self.conditions, *self.needs) if one.name == name)

    # --- what must hold ---

    def _where(self) -> list[Sql]:
        search = self.search
        where: list[Sql] = [ProgramRow.open.is_(True)]
        if self.shape.region:
            where.append(or_(ProgramRow.region == _text("region"), ProgramRow.region.is_(None)))
        for facet, name in (("category", "categories"), ("credential", "credentials")):
            if values := getattr(search, name):
                where.append(self._has(facet, [f"{name}_{number}" for number in range(len(values))]))
        if self.shape.roles:
            unsaid = and_(self._has("category", self._role("categories")), ProgramRow.roles.is_(None))
            every = [*self._role("exact"), *self._role("broader"), *self._role("alike")]
            where.append(or_(self._has("role", every), unsaid))
        if search.provider:
            where.append(ProgramRow.provider_id == _text("provider"))
        if search.kinds:
            where.append(ProgramRow.kind.in_([_text(f"kinds_{number}") for number in range(len(search.kinds))]))
        if self.shape.radius:
            where.append(or_(self._within(), ProgramRow.online.is_(True)))
        return where + [condition.passes for condition in self.conditions]

    def _has(self, facet: str, names: list[str]) -> Sql:
        """Carries one of these terms; found through the term index, by region where there is one."""
        values = [_text(name) for name in names]
        keys = select(ProgramTerm.program_key).where(ProgramTerm.facet == facet, ProgramTerm.value.in_(values))
        if self.shape.region:
            keys = keys.where(ProgramTerm.region.in_((_text("region"), literal(ANYWHERE))))
        return ProgramRow.key.in_(keys)

    def _within(self) -> Sql:
        """Has a site in the square around a point, then in the circle."""
        near = select(ProgramSite.program_key).where(
            ProgramSite.latitude.between(_number("south"), _number("north")),
            ProgramSite.longitude.between(_number("west"), _number("east")),
            _squared(ProgramSite) <= _number("radius"),
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
    def sizes(self) -> tuple[int, int, int, int]:
        return len(self.exact), len(self.broader), len(self.alike), len(self.categories)

    @classmethod
    def of(cls, knowledge: Knowledge, roles: tuple[str, ...]) -> _Roles:
        found = [role for role in map(knowledge.occupation, roles) if role]
        categories = tuple(dict.fromkeys(role.category for role in found if role.category))
        broader = tuple(dict.fromkeys(role.id[:7] for role in found if role.id[:7] not in roles))
        alike = _alike(knowledge, found, {*roles, *broader})
        # Filled up to one size with a role that is asked for anyway, so that searches share their statement.
        return cls(roles, broader or roles[:1], (*alike, *roles[:1] * (_RELATED_ROLES - len(alike))), categories)


def _alike(knowledge: Knowledge, roles: list[Occupation], known: set[str]) -> list[str]:
    alike: list[str] = []
    for role in roles:
        same = [id for id in knowledge.related(role.id) if (other := knowledge.occupation(id)) and other.role == "target"
                and other.category == role.category]  # fmt: skip
        alike += [id for id in same[:_RELATED_ROLES] if id not in known]
    return list(dict.fromkeys(alike))


# --- SQL in small pieces ---------------------------------------------------------------------------------------------


def _squared(at: type[ProgramRow] | type[ProgramSite]) -> Sql:
    """Squared distance in degrees of latitude: exact enough below a hundred miles, and plain arithmetic."""
    north = at.latitude - _number("latitude")
    east = (at.longitude - _number("longitude")) * _number("shrink")
    return north * north + east * east


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=String)


def _number(name: str) -> BindParameter[float]:
    return bindparam(name, type_=Float)


def _blanks(values: tuple[str, ...]) -> tuple[str, ...]:
    """As many markers as there are values."""
    return (_GIVEN,) * len(values)


def _nearness(online: Sql, distance: Sql) -> Sql:
    tiers = [(distance <= (miles / MILES_PER_DEGREE) ** 2, tier) for miles, tier in _NEARNESS]
    return case((online.is_(True), _ONLINE), (distance.is_(None), _PLACE_UNKNOWN), *tiers, else_=_FAR)


def _point(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def _column(name: str) -> str:
    """A condition's name as a column label: "need:child-care" → "unknown_need_child_care"."""
    return "unknown_" + name.replace(":", "_").replace("-", "_")
