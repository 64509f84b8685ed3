"""The only reader of insight rows: answers what staff ask, in figures that have passed `suppression`.

Receives an organization and a `Question`; gives `Table`s of figures. Exact counts exist only between the query and
`publish`; nothing that leaves this module can be turned back into them.

A period that is over is counted once. The running one is counted anew only when eleven more sessions have come, so that
looking before and after one person's visit shows nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.insights.codes import Codes
from bot.insights.recorder import RATINGS, UNANSWERED
from bot.insights.suppression import RULES, Dimension, Domain, Figure, Key, Published, Share, publish, share
from bot.insights.weeks import monday, period_of, periods_until, week_of, weeks_in
from bot.store.database import Database
from bot.store.models import InsightRow

NOT_SAID = "not-said"
LONGEST = 13  # periods: a year
CACHED = 512


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted, each session once: what the subject is and which rows feed it."""

    name: str
    title: str
    subject: ColumnElement[Any] | Any
    feeds: tuple[ColumnElement[bool], ...]


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("sessions", "Sessions", None, (InsightRow.kind.in_(("session", "visit")),)),
        Measure("topics", "What people ask about", InsightRow.topic, (InsightRow.kind.in_(("session", "turn")),)),
        Measure(
            "unanswered",
            "What went unanswered",
            InsightRow.topic,
            (InsightRow.kind.in_(("session", "turn", "gap")), InsightRow.outcome.in_(sorted(UNANSWERED))),
        ),
        Measure("ratings", "Was the answer useful?", InsightRow.outcome, (InsightRow.kind == "rating",)),
        Measure("unmet", "Needed, and offered nowhere", InsightRow.topic, (InsightRow.kind == "unmet",)),
        Measure("needs", "What people need", InsightRow.need, (InsightRow.need.is_not(None),)),
        Measure("roles", "Roles asked about", InsightRow.role, (InsightRow.role.is_not(None),)),
        Measure("credentials", "Credentials asked about", InsightRow.credential, (InsightRow.credential.is_not(None),)),
        Measure("programs", "Programs asked about", InsightRow.program, (InsightRow.program.is_not(None),)),
    )
}


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked: whole periods, and at most one value of each of three dimensions. None: all."""

    first: str
    last: str
    region: str | None = None
    language: str | None = None
    channel: str | None = None

    @property
    def periods(self) -> tuple[str, ...]:
        """From first to last, at most a year."""
        weeks = (monday(self.last) - monday(self.first)).days // 7
        return periods_until(monday(self.last), min(LONGEST, max(1, weeks // 4 + 1)))

    @property
    def where(self) -> dict[str, str | None]:
        return {"region": self.region, "language": self.language, "channel": self.channel}


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of a table; `of` is its share of another figure (unanswered: of the sessions that asked)."""

    code: str
    figure: Figure
    of: Share | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells along one dimension. `apart`: sessions counted, but told apart in none of these cells."""

    name: str
    title: str
    lines: tuple[Line, ...]
    apart: Figure
    unit: str = "sessions"

    @property
    def shown(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.figure.value is not None)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows."""

    question: Question
    sessions: Figure
    weeks: Table
    languages: Table
    regions: Table
    channels: Table
    topics: Table
    unanswered: Table
    ratings: Table
    unmet: Table
    needs: Table
    roles: Table
    credentials: Table
    programs: Table


@dataclass(slots=True)
class _Count:
    """A period as last published."""

    cubes: dict[str, Published] = field(default_factory=dict)
    sessions: int = 0
    final: bool = False


class InsightReports:
    """Reads the counts of one installation. `today` gives the day in UTC."""

    def __init__(self, database: Database, today: Callable[[], date] | None = None) -> None:
        self._database, self._codes = database, Codes()
        self._today = today or (lambda: datetime.now(UTC).date())
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()

    def question(self, periods: int = 3, **filters: str | None) -> Question:
        """The last `periods` periods. Raises ValueError for a filter value that no row can have."""
        chosen = periods_until(self._today(), min(LONGEST, max(1, periods)))
        allowed = {"region": self.regions, "language": Codes.languages, "channel": Codes.channels}
        for name, value in filters.items():
            if value is not None and value not in allowed[name]:
                raise ValueError(f"unknown {name}")
        return Question(chosen[0], chosen[-1], **filters)

    @property
    def regions(self) -> list[str]:
        """Every region there is, and none."""
        return [*self._codes.regions, NOT_SAID]

    async def overview(self, organization_id: str, question: Question) -> Overview:
        """The figures of the first page."""
        cubes = await self._published(organization_id, question)
        sessions = cubes["sessions"]
        weeks = [w for p in question.periods for w in weeks_in(p) if w <= week_of(self._today())]
        asked = cubes["topics"].by("subject", **question.where)

        def along(dimension: Dimension, title: str, values: list[str]) -> Table:
            where = {**question.where, dimension: None}
            own = question.where.get(dimension)
            found = sessions.by(dimension, **where)
            lines = (Line(v, found.get(v, Figure(None))) for v in values if own in (None, v))
            return Table(dimension, title, tuple(lines), sessions.apart(dimension, **question.where))

        def subjects(name: str, whole: Mapping[str, Figure] | None = None) -> Table:
            found = cubes[name].by("subject", **question.where)
            lines = sorted(
                (Line(c, f, share(f, whole[c]) if whole and c in whole else None) for c, f in found.items()),
                key=lambda line: (-(line.figure.value or 0), line.code),
            )
            return Table(name, MEASURES[name].title, tuple(lines), cubes[name].apart("subject", **question.where))

        return Overview(
            question=question,
            sessions=sessions.count(**question.where),
            weeks=along("week", "Week by week", weeks),
            languages=along("language", "Languages", sorted(Codes.languages)),
            regions=along("region", "Regions", self.regions),
            channels=along("channel", "Web chat and text messages", sorted(Codes.channels, reverse=True)),
            topics=subjects("topics"),
            unanswered=subjects("unanswered", asked),
            ratings=subjects("ratings"),
            unmet=subjects("unmet"),
            needs=subjects("needs"),
            roles=subjects("roles"),
            credentials=subjects("credentials"),
            programs=subjects("programs"),
        )

    # --- between the rows and the gate ---

    async def _published(self, organization_id: str, question: Question) -> dict[str, Published]:
        counts = [await self._period(organization_id, period) for period in question.periods]
        return {name: reduce(Published.__add__, (count.cubes[name] for count in counts)) for name in MEASURES}

    async def _period(self, organization_id: str, period: str) -> _Count:
        kept = self._counts.get((organization_id, period))
        running = period == period_of(week_of(self._today()))
        if kept and (kept.final or (running and not await self._grown(organization_id, period, kept))):
            return kept
        count = _Count(final=not running)
        for name, measure in MEASURES.items():
            cells = await self._cells(organization_id, period, measure)
            count.cubes[name] = publish(cells, self._domain(period, measure))
            if name == "sessions":
                count.sessions = sum(cells.values())
        self._counts[(organization_id, period)] = count
        while len(self._counts) > CACHED:
            self._counts.popitem(last=False)
        return count

    async def _grown(self, organization_id: str, period: str, kept: _Count) -> bool:
        """Whether so many have come since that no one of them can be made out by the difference."""
        if all(cube.is_empty for cube in kept.cubes.values()):
            return True
        query = select(func.count()).where(
            InsightRow.organization_id == organization_id,
            InsightRow.week.in_(weeks_in(period)),
            *MEASURES["sessions"].feeds,
        )
        async with self._database.begin() as session:
            return int(await session.scalar(query) or 0) - kept.sessions >= RULES.fewest

    async def _cells(self, organization_id: str, period: str, measure: Measure) -> dict[Key, int]:
        """Sessions by base cell. Only the sessions table is told by week: the others keep more of the rest that way."""
        by_week = measure.subject is None
        subject = literal("") if by_week else measure.subject
        week = InsightRow.week if by_week else literal("")
        columns = [subject, InsightRow.language, InsightRow.region, InsightRow.channel, week]
        query = (
            select(*columns, func.count())
            .where(InsightRow.organization_id == organization_id, InsightRow.week.in_(weeks_in(period)), *measure.feeds)
            .group_by(*(column for column in columns if isinstance(column, InstrumentedAttribute)))
        )
        async with self._database.begin() as session:
            found: list[Any] = list((await session.execute(query)).all())
        return {
            (code, language, region or NOT_SAID, channel, at): n for code, language, region, channel, at, n in found
        }

    def _domain(self, period: str, measure: Measure) -> Domain:
        """Which values there can be, so that an empty cell looks like a small one.

        The codes of the knowledge base come and go: those are taken as counted.
        """
        this_week = week_of(self._today())
        fixed = {
            "topics": self._codes.topics, "unanswered": self._codes.topics, "needs": self._codes.needs,
            "ratings": frozenset(RATINGS), "unmet": self._codes.unmet_pairs,
        }  # fmt: skip
        return {
            "subject": fixed.get(measure.name, ()),
            "language": Codes.languages,
            "region": self.regions,
            "channel": Codes.channels,
            "week": [w for w in weeks_in(period) if w <= this_week] if measure.subject is None else [""],
        }
