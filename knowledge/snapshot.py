"""What was read of the knowledge base under one revision, as records: each kind on first asking, and then kept.

Turns rows into the frozen views of `views.py` and joins each fact with its provenance. Knows nothing of later revisions:
`repository.Knowledge` throws a snapshot away when the revision moves.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select

from knowledge import pathways
from knowledge.database import Database
from knowledge.models import (
    WHOLE_RECORD,
    AliasRow,
    ArticleRow,
    Base,
    CareerCenterRow,
    CategoryRow,
    CredentialRow,
    LocalMedianRow,
    LocalOpeningsRow,
    LocalWage,
    NationalWage,
    OccupationRow,
    OccupationSkill,
    PlaceRow,
    ProgramRow,
    ProgramSite,
    ProgramText,
    Projection,
    Provenance,
    ProviderRow,
    RegionRow,
    RelatedOccupation,
    SourceRow,
    StatementRow,
    StepRow,
    SupportRow,
    WorkRoleRelation,
    WorkRoleRow,
)
from knowledge.views import (
    Alias,
    Article,
    CareerCenter,
    Category,
    Credential,
    Fact,
    LocalMedian,
    LocalOpenings,
    LocalPay,
    NationalPay,
    Occupation,
    OutcomeFigures,
    Outlook,
    Place,
    Price,
    Program,
    Provider,
    Region,
    Rule,
    Skill,
    Source,
    Statement,
    Step,
    Support,
    Words,
    WorkRole,
)

T = TypeVar("T")
Row = dict[str, Any]
_PROGRAMS_KEPT = 20_000
_NEIGHBOUR_DEGREES = 1.0


# What reads of this task see instead of the published records (`knowledge.preview`).
previewed: ContextVar[Snapshot | None] = ContextVar("previewed", default=None)


class Snapshot:
    """Everything read under one revision. Each kind is read when it is first asked for, then never again."""

    def __init__(self, database: Database, revision: int) -> None:
        self.revision = revision
        self._database = database
        self._lock = threading.RLock()
        self._programs: OrderedDict[str, Program] = OrderedDict()

    # --- reading ---

    def _rows(self, statement: Select[Any]) -> list[Row]:
        with self._database.read() as connection:
            return _mappings(connection, statement)

    def _all(self, table: type[Base], *order: Any) -> list[Row]:
        return self._rows(select(table.__table__).order_by(*order))

    def _provenance(self, kind: str) -> dict[tuple[str, str], Row]:
        rows = self._rows(select(Provenance.__table__).where(Provenance.kind == kind))
        return {(row["entity_id"], row["field"]): row for row in rows}

    def _fact(self, row: Row | None, value: T) -> Fact[T]:
        """A value with where it is from. Rows without provenance cannot be: the loader refuses them."""
        assert row is not None, "a record without provenance"
        source = self.sources[row["source_id"]]
        return Fact(value, source, row["as_of"], row["verified_on"], row["status"])

    # --- the small kinds, each read once ---

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {
            row["id"]: Source(row["id"], row["name"], row["short"], row["url"], row["kind"])
            for row in self._all(SourceRow, SourceRow.id)
        }

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {row["id"]: Category(row["id"], row["name"]) for row in self._all(CategoryRow, CategoryRow.position)}

    @cached_property
    def regions(self) -> dict[str, Region]:
        rows = self._all(RegionRow, RegionRow.position)
        return {row["id"]: Region(row["id"], row["name"], row["short"]) for row in rows}

    @cached_property
    def region_wage_areas(self) -> dict[str, str | None]:
        return {row["id"]: row["wage_area"] for row in self._all(RegionRow, RegionRow.position)}

    @cached_property
    def places(self) -> dict[str, Place]:
        names = ("id", "name", "state", "region", "latitude", "longitude", "zips", "wage_area", "county")
        return {row["id"]: Place(**{name: row[name] for name in names}) for row in self._all(PlaceRow, PlaceRow.id)}

    @cached_property
    def zips(self) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for place in sorted(self.places.values(), key=lambda place: len(place.zips), reverse=True):
            found.update(dict.fromkeys(place.zips, place))
        return found

    def region_near(self, id: str) -> str | None:
        place = self.places.get(id)
        if place is None or place.region or place.latitude is None or place.longitude is None:
            return place.region if place else None
        latitude, longitude = place.latitude, place.longitude
        nearest = min(
            (
                (other.latitude - latitude) ** 2 + (other.longitude - longitude) ** 2,
                other.region,
            )
            for other in self.places.values()
            if other.region and other.latitude is not None and other.longitude is not None
        )
        return nearest[1] if nearest[0] <= _NEIGHBOUR_DEGREES**2 else None

    @cached_property
    def pay(self) -> dict[str, tuple[Row, Row]]:
        facts = self._provenance("national_wage")
        return {row["soc"]: (row, facts[row["soc"], WHOLE_RECORD]) for row in self._all(NationalWage, NationalWage.soc)}

    @cached_property
    def outlooks(self) -> dict[str, tuple[Row, Row]]:
        facts = self._provenance("projection")
        return {row["soc"]: (row, facts[row["soc"], WHOLE_RECORD]) for row in self._all(Projection, Projection.soc)}

    @cached_property
    def local_pay(self) -> dict[tuple[str, str], Fact[LocalPay]]:
        facts = self._provenance("local_wage")
        return {
            (row["soc"], row["area"]): self._fact(
                facts[f"{row['soc']}@{row['area']}", WHOLE_RECORD],
                LocalPay(row["area"], row["area_name"], row["level1"], row["level2"], row["level3"], row["level4"]),
            )
            for row in self._all(LocalWage, LocalWage.soc, LocalWage.area)
        }

    @cached_property
    def local_medians(self) -> dict[tuple[str, str], Fact[LocalMedian]]:
        facts = self._provenance("local_median")
        names = ("area", "area_name", "p10", "p25", "median", "p75", "p90", "employment")
        return {
            (row["soc"], row["area"]): self._fact(
                facts[f"{row['soc']}@{row['area']}", WHOLE_RECORD], LocalMedian(**{name: row[name] for name in names})
            )
            for row in self._all(LocalMedianRow, LocalMedianRow.soc, LocalMedianRow.area)
        }

    @cached_property
    def local_openings(self) -> dict[tuple[str, str, str], Fact[LocalOpenings]]:
        facts = self._provenance("local_openings")
        names = ("area", "area_name", "basis", "number")
        return {
            (row["soc"], row["area"], row["basis"]): self._fact(
                facts[f"{row['soc']}@{row['area']}@{row['basis']}", WHOLE_RECORD],
                LocalOpenings(**{name: row[name] for name in names}),
            )
            for row in self._all(LocalOpeningsRow, LocalOpeningsRow.soc, LocalOpeningsRow.area)
        }

    @cached_property
    def skills(self) -> dict[str, tuple[Skill, ...]]:
        found: dict[str, list[Skill]] = {}
        for row in self._all(OccupationSkill, OccupationSkill.occupation_id, OccupationSkill.position):
            skill = Skill(row["name"], row["kind"], row["importance"], row["hot"], row["in_demand"])
            found.setdefault(row["occupation_id"], []).append(skill)
        return {id: tuple(skills) for id, skills in found.items()}

    @cached_property
    def work_roles(self) -> dict[str, WorkRole]:
        facts = self._provenance("work_role")
        ways: dict[tuple[str, str], list[str]] = {}
        for way in self._all(WorkRoleRelation, WorkRoleRelation.work_role_id, WorkRoleRelation.to):
            ways.setdefault((way["work_role_id"], way["kind"]), []).append(way["to"])
        return {
            row["id"]: WorkRole(
                row["id"],
                row["name"],
                row["element"],
                row["description"],
                tuple(ways.get((row["id"], "on_ramp"), ())),
                tuple(ways.get((row["id"], "off_ramp"), ())),
                self._fact(facts[row["id"], WHOLE_RECORD], row["name"]),
            )
            for row in self._all(WorkRoleRow, WorkRoleRow.id)
        }

    @cached_property
    def occupations(self) -> dict[str, Occupation]:
        facts = self._provenance("role")
        return {row["id"]: self._occupation(row, facts) for row in self._all(OccupationRow, OccupationRow.position)}

    def _occupation(self, row: Row, facts: dict[tuple[str, str], Row]) -> Occupation:
        same = (
            "id", "role", "category", "official_title", "name", "short", "people", "what", "day", "thrives", "way_in",
            "carries_over", "ai_note", "skills", "tools", "job_zone", "interests",
        )  # fmt: skip
        share = row["degree_share"]
        return Occupation(
            **{name: row[name] for name in same},
            degree_share=self._fact(facts[row["id"], "degree_share"], share) if share else None,
            described=self._fact(facts[row["id"], WHOLE_RECORD], row["name"].en),
            pay=self._national_pay(row),
            outlook=self._outlook(row),
        )

    def _national_pay(self, occupation: Row) -> Fact[NationalPay] | None:
        if (found := self.pay.get(occupation["soc"])) is None:
            return None
        row, fact = found
        names = ("p10", "p25", "median", "p75", "p90", "top_coded")
        return self._fact(fact, NationalPay(**{name: row[name] for name in names}, covers=_covers(occupation, row)))

    def _outlook(self, occupation: Row) -> Fact[Outlook] | None:
        if (found := self.outlooks.get(occupation["soc"])) is None:
            return None
        row, fact = found
        names = (
            "employment_2024", "employment_2034", "growth_percent", "openings_per_year", "entry_education",
            "experience", "training",
        )  # fmt: skip
        return self._fact(fact, Outlook(**{name: row[name] for name in names}, covers=_covers(occupation, row)))

    @cached_property
    def related(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in self._all(RelatedOccupation, RelatedOccupation.occupation_id, RelatedOccupation.rank):
            found[row["occupation_id"]] = (*found.get(row["occupation_id"], ()), row["related_id"])
        return found

    @cached_property
    def credentials(self) -> dict[str, Credential]:
        facts = self._provenance("credential")
        rows = self._all(CredentialRow, CredentialRow.position)
        return {row["id"]: self._credential(row, facts) for row in rows}

    def _credential(self, row: Row, facts: dict[tuple[str, str], Row]) -> Credential:
        same = (
            "id", "name", "issuer", "kind", "exam_codes", "categories", "what", "covers", "who", "retake", "exam",
            "prerequisites", "leads_to", "next", "study_free",
        )  # fmt: skip

        def fact(name: str, value: T | None) -> Fact[T] | None:
            return None if value is None else self._fact(facts[row["id"], name], value)

        low, high = row["study_weeks_low"], row["study_weeks_high"]
        return Credential(
            **{name: row[name] for name in same},
            cost=fact(
                "cost",
                None if row["cost_low"] is None else Price(row["cost_low"], row["cost_high"], row["cost_note"]),
            ),
            study=fact("study", row["study_note"]),
            study_weeks=(low, high) if low is not None and high is not None else None,
            renewal=fact("renewal", row["renewal_note"]),
            worth=fact("worth", row["worth"]),
            described=self._fact(facts[row["id"], WHOLE_RECORD], row["name"]),
        )

    @cached_property
    def providers(self) -> dict[str, Provider]:
        facts = self._provenance("provider")
        names = ("id", "name", "kind", "regions", "about", "url", "phone", "closed", "address")
        return {
            row["id"]: Provider(
                **{name: row[name] for name in names},
                described=self._fact(facts[row["id"], WHOLE_RECORD], row["name"]),
            )
            for row in self._all(ProviderRow, ProviderRow.name)
        }

    @cached_property
    def supports(self) -> dict[str, Support]:
        facts = self._provenance("support")
        names = (
            "id", "name", "region", "kind", "needs", "about", "eligibility", "amount", "url", "phone", "address", "hours",
            "accessibility",
        )  # fmt: skip
        return {
            row["id"]: Support(
                **{name: row[name] for name in names},
                languages=row["languages"] or (),
                described=self._fact(facts[row["id"], WHOLE_RECORD], row["name"].en),
            )
            for row in self._all(SupportRow, SupportRow.position, SupportRow.id)
        }

    @cached_property
    def career_centers(self) -> dict[str, CareerCenter]:
        facts = self._provenance("career_center")
        names = ("id", "name", "region", "places", "address", "phone", "url", "hours", "about", "accessibility")
        return {
            row["id"]: CareerCenter(
                **{name: row[name] for name in names},
                languages=row["languages"] or (),
                described=self._fact(facts[row["id"], WHOLE_RECORD], row["name"]),
            )
            for row in self._all(CareerCenterRow, CareerCenterRow.position, CareerCenterRow.id)
        }

    @cached_property
    def articles(self) -> dict[str, Article]:
        facts = self._provenance("article")
        names = ("id", "topic", "title", "sms", "web", "points", "url")
        return {
            row["id"]: Article(
                **{name: row[name] for name in names},
                described=self._fact(facts[row["id"], WHOLE_RECORD], row["title"].en),
            )
            for row in self._all(ArticleRow, ArticleRow.position, ArticleRow.id)
        }

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        facts = self._provenance("statement")
        names = ("id", "topic", "text", "section")
        return tuple(
            Statement(
                **{name: row[name] for name in names},
                described=self._fact(facts[row["id"], WHOLE_RECORD], row["text"].en),
            )
            for row in self._all(StatementRow, StatementRow.position)
        )

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        rows = self._all(AliasRow, AliasRow.key)
        return tuple(Alias(row["kind"], row["entity_id"], row["language"], row["alias"]) for row in rows)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        facts = self._provenance("step")
        names = ("start", "to", "kind", "takes", "credentials", "source_detail")
        return tuple(
            Step(
                **{name: row[name] for name in names},
                described=self._fact(facts[row["id"], WHOLE_RECORD], row["takes"].en),
            )
            for row in self._all(StepRow, StepRow.key)
        )

    @cached_property
    def steps_to(self) -> dict[str, tuple[Step, ...]]:
        return _grouped((step.to, step) for step in self.map.steps)

    @cached_property
    def map(self) -> pathways.PathwayMap:
        return pathways.PathwayMap(self.steps, self.occupations)

    # --- programs, kept as they are asked for ---

    def programs(self, ids: Sequence[str]) -> tuple[Program, ...]:
        with self._lock:
            missing = [id for id in ids if id not in self._programs]
            if missing:
                self._programs.update({program.id: program for program in self._read_programs(missing)})
            found = []
            for id in ids:
                if program := self._programs.get(id):
                    self._programs.move_to_end(id)
                    found.append(program)
            while len(self._programs) > _PROGRAMS_KEPT:
                self._programs.popitem(last=False)
            return tuple(found)

    def _read_programs(self, ids: Sequence[str]) -> list[Program]:
        programs: list[Program] = []
        with self._database.read() as connection:
            for start in range(0, len(ids), 500):
                programs += self._read_batch(connection, list(ids[start : start + 500]))
        return programs

    def _read_batch(self, connection: Connection, ids: list[str]) -> list[Program]:
        rows = _mappings(connection, select(ProgramRow.__table__).where(ProgramRow.id.in_(ids)))
        keys = [row["key"] for row in rows]
        texts = {
            row["program_key"]: row
            for row in _mappings(connection, select(ProgramText.__table__).where(ProgramText.program_key.in_(keys)))
        }
        first_sites = {
            row["program_key"]: row
            for row in _mappings(
                connection,
                select(ProgramSite.__table__).where(ProgramSite.program_key.in_(keys), ProgramSite.position == 0),
            )
        }
        facts: dict[str, dict[str, Row]] = {}
        described = select(Provenance.__table__).where(Provenance.kind == "program", Provenance.entity_id.in_(ids))
        for row in _mappings(connection, described):
            facts.setdefault(row["entity_id"], {})[row["field"]] = row
        return [self._program(row, texts[row["key"]], first_sites.get(row["key"]), facts[row["id"]]) for row in rows]

    def _program(self, row: Row, text: Row, site: Row | None, facts: dict[str, Row]) -> Program:
        from_row = (
            "id", "kind", "region", "online", "free", "stipend", "full_time", "evenings", "weekends", "min_age",
            "max_age", "diploma", "in_high_school", "income_limited", "work_authorization", "awards", "organization_id",
        )  # fmt: skip
        from_text = (
            "name", "short", "about", "cost_text", "length_text", "schedule_text", "eligibility_text", "residency",
            "apply_text", "check", "outcomes", "places", "modality", "apply_url", "url", "phone", "deadline", "start_dates",
            "fees", "books", "exam_fee", "stipend_per", "hours", "hours_per_week", "deadline_on", "capacity",
            "accessibility", "earns", "cip",
        )  # fmt: skip
        figures = text["outcome_figures"]
        lists = ("categories", "roles", "credentials", "supports", "languages")
        provider = self.providers[row["provider_id"]]
        return Program(
            **{name: row[name] for name in from_row},
            **{name: text[name] for name in from_text},
            **_split(row, lists),
            provider=provider.id,
            provider_name=provider.name,
            tuition=_pair(row["tuition_low"], row["tuition_high"]),
            weeks=_pair(row["weeks_low"], row["weeks_high"]),
            shortest_weeks=row["weeks_low"],
            described=self._fact(facts[WHOLE_RECORD], text["name"].en),
            sourced={part: self._fact(fact, text["name"].en) for part, fact in facts.items() if part != WHOLE_RECORD},
            stipend_range=_pair(text["stipend_low"], text["stipend_high"]),
            starts=text["starts"] or (),
            employers=text["employers"] or (),
            rules=tuple(
                Rule(rule["about"], tuple(rule["values"]), Words(**rule["text"])) for rule in text["rules"] or ()
            ),
            outcome_figures=OutcomeFigures(**figures) if figures else None,
            latitude=site["latitude"] if site else None,
            longitude=site["longitude"] if site else None,
        )


def _mappings(connection: Connection, statement: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def _grouped(pairs: Iterable[tuple[str, Step]]) -> dict[str, tuple[Step, ...]]:
    found: dict[str, list[Step]] = {}
    for key, step in pairs:
        found.setdefault(key, []).append(step)
    return {key: tuple(steps) for key, steps in found.items()}


def _pair(low: int | None, high: int | None) -> tuple[int, int] | None:
    return (low, high) if low is not None and high is not None else None


def _covers(occupation: Row, figures: Row) -> str:
    """The title a figure belongs to, when that is a broader group than the occupation."""
    return "" if occupation["id"] == figures["soc"] else str(figures["title"])


def _split(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Padded lists of ids as tuples."""
    return {name: tuple((row[name] or "").split()) for name in names}
