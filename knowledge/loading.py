"""Turns validated content into rows, table by table, in the order in which they depend on each other.

Receives a session inside a transaction; clears what the content owns, writes it anew, keeps people's checks, commits
nothing. Validation is `content`'s, the transaction is `seed`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from knowledge import content_schema as schema
from knowledge import records
from knowledge.awards import Awards
from knowledge.content import Content
from knowledge.models import (
    CONTENT,
    WHOLE_RECORD,
    AliasRow,
    ArticleRow,
    Award,
    Base,
    CareerCenterRow,
    CategoryRow,
    CredentialRow,
    LocalWage,
    NationalWage,
    OccupationRow,
    PlaceRow,
    Projection,
    Provenance,
    RecordVersion,
    RegionRow,
    RelatedOccupation,
    SourceRow,
    StatementRow,
    StepRow,
    SupportRow,
)
from knowledge.program_records import as_program, maybe
from knowledge.saving import (
    PlaceFinder,
    delete_programs,
    insert_rows,
    provenance,
    restamp,
    save_programs,
    save_providers,
)
from knowledge.views import Fact, Place, Provider, Source, Words

DEGREE_SHARE = ("onet-30", "2025-08")  # O*NET's "Required Level of Education" survey
VINTAGES = {"dod-8140": "2024-02-16", "onet-30": "2025-08", "onet-29-2": "2025-02", "bls-ep-2024-34": "2024"}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)

# Rows only the content makes; children first.
_CONTENT_TABLES: tuple[type[Base], ...] = (
    StepRow, CredentialRow, OccupationRow, Award, StatementRow, PlaceRow, RegionRow, CategoryRow,
)  # fmt: skip
_SHARED_TABLES = (
    SupportRow, CareerCenterRow, ArticleRow, NationalWage, LocalWage, Projection, RelatedOccupation,
)  # fmt: skip
_PROFILE = ("job_zone", "interests")  # what an O*NET import may know better than the content's extract


class Loading:
    """One load: holds the session and what later steps look up from earlier ones."""

    def __init__(self, session: Session, content: Content, progress: Callable[[str], None]) -> None:
        self.session = session
        self.content = content
        self.progress = progress
        self.counts: dict[str, int] = {}
        self.facts: list[dict[str, Any]] = []
        self.aliases: list[dict[str, Any]] = []
        self.taken: set[tuple[str, str]] = set()
        self.sources = {
            source.id: Source(source.id, source.name, source.short, source.url, source.kind)
            for source in content.sources
        }

    def run(self) -> dict[str, int]:
        checked, profiles = self._checked(), self._imported_profiles()
        self._clear()
        self.taken = self._taken()
        for step in (
            self._sources, self._places, self._occupations, self._official, self._credentials, self._steps,
            self._providers_and_programs, self._help, self._words,
        ):  # fmt: skip
            step()
        aliases = [row for row in self._unique_aliases() if (row["kind"], row["entity_id"]) not in self.taken]
        self._insert("aliases", AliasRow, _numbered(aliases, self._next_alias()))
        facts = [row for row in self.facts if (row["kind"], row["entity_id"]) not in self.taken]
        self._insert("provenance", Provenance, facts)
        self._keep(checked)
        for id, profile in profiles.items():
            self.session.execute(update(OccupationRow).where(OccupationRow.id == id).values(**profile))
        return self.counts

    # --- before and after ---

    def _checked(self) -> dict[tuple[str, str, str], Provenance]:
        rows = self.session.scalars(
            select(Provenance).where(Provenance.origin == CONTENT, Provenance.verified_on.is_not(None))
        )
        found = {(row.kind, row.entity_id, row.field): row for row in rows}
        self.session.expunge_all()
        return found

    def _imported_profiles(self) -> dict[str, dict[str, Any]]:
        """Job zones and interest codes that an import put in place of the content's."""
        rows = self.session.execute(
            select(Provenance.field, OccupationRow)
            .join(OccupationRow, OccupationRow.id == Provenance.entity_id)
            .where(Provenance.kind == "role", Provenance.field.in_(_PROFILE), Provenance.origin != CONTENT)
        )
        found: dict[str, dict[str, Any]] = {}
        for field, occupation in rows:
            found.setdefault(occupation.id, {})[field] = getattr(occupation, field)
        self.session.expunge_all()
        return found

    def _clear(self) -> None:
        delete_programs(self.session, CONTENT)
        for shared in _SHARED_TABLES:
            self.session.execute(delete(shared).where(shared.origin == CONTENT))
        for table in _CONTENT_TABLES:
            self.session.execute(delete(table))
        # A source that an import still cites stays until `_sources` writes it anew.
        cited = select(Provenance.source_id)
        self.session.execute(delete(SourceRow).where(SourceRow.origin == CONTENT, SourceRow.id.not_in(cited)))

    def _taken(self) -> set[tuple[str, str]]:
        """Records that staff or an import answer for now, or that staff took out: the content leaves them alone."""
        whole = select(Provenance.kind, Provenance.entity_id).where(Provenance.field == WHOLE_RECORD)
        removed = select(RecordVersion.kind, RecordVersion.entity_id).where(
            RecordVersion.state == "published", RecordVersion.action == "remove"
        )
        return {(kind, id) for kind, id in [*self.session.execute(whole), *self.session.execute(removed)]}

    def _keep(self, checked: dict[tuple[str, str, str], Provenance]) -> None:
        """Puts a person's check back where the record still says what was checked."""
        for key, old in checked.items():
            row = self.session.get(Provenance, key)
            if row and row.digest == old.digest and row.source_id == old.source_id and not row.verified_on:
                row.verified_on, row.reviewed_by, row.status = old.verified_on, old.reviewed_by, old.status
                restamp(self.session, row.kind, row.entity_id)
        self.session.flush()

    # --- tables, in the order they depend on each other ---

    def _sources(self) -> None:
        for source in self.content.sources:
            self.session.merge(SourceRow(**source.model_dump(), origin=CONTENT))
        self.session.flush()
        self.counts["sources"] = len(self.content.sources)

    def _places(self) -> None:
        self._insert(
            "categories",
            CategoryRow,
            [
                {"id": category.id, "position": position, "name": category.name.words}
                for position, category in enumerate(self.content.categories)
            ],
        )
        self._insert(
            "regions",
            RegionRow,
            [
                {
                    "id": region.id,
                    "position": position,
                    "name": region.name.words,
                    "short": region.short.words,
                    "wage_area": region.wage_area,
                }
                for position, region in enumerate(self.content.regions)
            ],
        )
        self._insert(
            "places",
            PlaceRow,
            [
                {
                    "id": row["id"],
                    "name": row["name"],
                    "state": row["state"],
                    "county": row["county"],
                    "region": row["region"] or None,
                    "zips": tuple(row["zips"].split()),
                    "latitude": _decimal(row["latitude"]),
                    "longitude": _decimal(row["longitude"]),
                    "wage_area": row["wage_area"] or None,
                }
                for row in self.content.places
            ],
        )
        for row in self.content.places:
            self._alias("place", row["id"], None, [alias.strip() for alias in row["aliases"].split(";")])

    def _occupations(self) -> None:
        official = self.content.official
        zones = {row["id"]: int(row["job_zone"]) for row in official["job_zones"]}
        interests = {row["id"]: row["interests"] for row in official["interests"]}
        rows = []
        for position, occupation in enumerate(self.content.occupations):
            skills = occupation.skills
            row = {
                "id": occupation.id,
                "soc": occupation.id[:7],
                "position": position,
                "role": occupation.role,
                "category": occupation.category,
                "official_title": occupation.official_title,
                **_words(
                    occupation, "name", "short", "people", "what", "day", "thrives", "way_in", "carries_over", "ai_note"
                ),
                "skills": tuple(map(Words, skills.en, skills.es)) if skills else (),
                "tools": occupation.tools or (),
                "degree_share": occupation.degree_share.model_dump() if occupation.degree_share else None,
                "job_zone": zones.get(occupation.id),
                "interests": interests.get(occupation.id),
            }
            rows.append(row)
            self._described("role", occupation.id, occupation, row)
            if occupation.degree_share:
                self._fact("role", occupation.id, "degree_share", *DEGREE_SHARE, "reported", row["degree_share"])
            self._alias("role", occupation.id, "en", occupation.aliases.en)
            self._alias("role", occupation.id, "es", occupation.aliases.es)
        self._insert("occupations", OccupationRow, rows)

    def _official(self) -> None:
        official = self.content.official
        occupations = {occupation.id for occupation in self.content.occupations}
        tables: tuple[tuple[str, type[NationalWage] | type[LocalWage] | type[Projection], str], ...] = (
            ("wages_national", NationalWage, "national_wage"),
            ("wages_local", LocalWage, "local_wage"),
            ("projections", Projection, "projection"),
        )
        for name, table, kind in tables:
            rows = []
            for row in official[name]:
                id = row["soc"] + (f"@{row['area']}" if "area" in row else "")
                if (kind, id) not in self.taken:
                    rows.append(_typed(table, row))
                    self._fact(kind, id, WHOLE_RECORD, row["source"], row["as_of"], "reported", rows[-1])
            self._insert(name, table, rows)
        imported = set(self.session.scalars(select(RelatedOccupation.occupation_id)))
        self._insert(
            "related",
            RelatedOccupation,
            [
                {
                    "occupation_id": row["id"],
                    "related_id": row["related"],
                    "tier": row["tier"],
                    "rank": int(row["rank"]),
                }
                for row in official["related"]
                if {row["id"], row["related"]} <= occupations and row["id"] not in imported
            ],
        )

    def _credentials(self) -> None:
        rows = []
        for position, credential in enumerate(self.content.credentials):
            cost, study, renewal = credential.cost, credential.study, credential.renewal
            row = {
                "id": credential.id,
                "position": position,
                "name": credential.name,
                "issuer": credential.issuer,
                "kind": credential.kind,
                "exam_codes": credential.exam_codes,
                "categories": credential.categories,
                **_words(credential, "what", "covers", "who", "retake", "exam", "prerequisites", "worth", "study_free"),
                "cost_low": cost.low if cost else None,
                "cost_high": cost.high if cost else None,
                "cost_note": cost.note.words if cost and cost.note else None,
                "study_weeks_low": study.weeks_low if study else None,
                "study_weeks_high": study.weeks_high if study else None,
                "study_note": study.note.words if study else None,
                "renewal_years": renewal.years if renewal else None,
                "renewal_note": renewal.note.words if renewal else None,
                "leads_to": credential.leads_to,
                "next": credential.next,
            }
            rows.append(row)
            self._described("credential", credential.id, credential, row)
            for name, part in (("cost", cost), ("study", study), ("renewal", renewal)):
                if part:
                    covered = part.model_dump()
                    self._fact("credential", credential.id, name, part.source, part.as_of, credential.status, covered)
            if credential.worth and credential.worth_source:
                as_of = credential.worth_as_of or VINTAGES.get(credential.worth_source, credential.as_of)
                worth = credential.worth.words
                self._fact(
                    "credential", credential.id, "worth", credential.worth_source, as_of, credential.status, worth
                )
            self._alias("credential", credential.id, None, [credential.name, *credential.aliases])
        self._insert("credentials", CredentialRow, rows)

    def _steps(self) -> None:
        rows = []
        for key, step in enumerate(self.content.steps, 1):
            row = {
                "key": key,
                "id": step.id,
                "start": step.from_,
                "to": step.to,
                "kind": step.kind,
                "takes": step.takes.words,
                "credentials": step.credentials,
                "months_low": step.months_low,
                "months_high": step.months_high,
                "source_detail": step.source_detail,
            }
            rows.append(row)
            self._described("step", step.id, step, row)
        self._insert("steps", StepRow, rows)

    def _providers_and_programs(self) -> None:
        awards = Awards(self.content, self.sources)
        own = [self._provider(provider) for provider in self.content.providers]
        providers = [*own, *awards.providers()]
        self.counts["providers"] = save_providers(self.session, self._left("provider", providers))
        closed = frozenset(provider.id for provider in self.content.providers if provider.closed)
        names = {provider.id: provider.name for provider in providers}
        programs = [
            as_program(
                program,
                names[program.provider],
                self.sources,
                awards.campus(program.provider, program.places[0] if program.places else None),
            )
            for program in self.content.programs
        ]
        self.progress("programs")
        self.counts["programs"] = save_programs(
            self.session,
            self._left("program", [*programs, *awards.programs()]),
            self._places_by_name(),
            closed_providers=closed,
        )
        self._insert("awards", Award, awards.rows())
        for provider in self.content.providers:
            self._alias("provider", provider.id, None, [provider.name, *provider.aliases])
        for institution in awards.providers():
            self._alias("provider", institution.id, None, [institution.name])
        for program in self.content.programs:
            self._alias("program", program.id, None, program.aliases)

    def _places_by_name(self) -> PlaceFinder:
        return PlaceFinder(
            [
                Place(
                    row["id"],
                    row["name"],
                    row["state"],
                    row["region"] or None,
                    _decimal(row["latitude"]),
                    _decimal(row["longitude"]),
                )
                for row in self.content.places
            ],
            {row["id"]: [alias.strip() for alias in row["aliases"].split(";")] for row in self.content.places},
        )

    def _left(self, kind: str, views: Iterable[T]) -> list[T]:
        """Those that nobody else answers for."""
        return [view for view in views if (kind, view.id) not in self.taken]

    def _provider(self, provider: schema.Provider) -> Provider:
        return Provider(
            id=provider.id,
            name=provider.name,
            kind=provider.kind,
            regions=provider.regions,
            about=provider.about.words,
            url=provider.url,
            phone=provider.phone,
            closed=provider.closed.note.words if provider.closed else None,
            described=self._as_fact(provider, provider.name),
            address=provider.address,
        )

    def _help(self) -> None:
        self._plain("support", "supports", self.content.supports)
        self._plain("career_center", "career_centers", self.content.career_centers)

    def _plain(self, kind: str, name: str, found: Sequence[schema.Sourced]) -> None:
        """Records that are one row each, in the authors' order."""
        rows = []
        for position, record in enumerate(found):
            id = records.record_id(record)
            row = records.row_of(kind, record) | {"position": position}
            self._described(kind, id, record, row)
            own = [record.name] if kind == "career_center" else []  # type: ignore[attr-defined]
            self._alias(kind, id, None, [*own, *getattr(record, "aliases", ())])
            if (kind, id) not in self.taken:
                rows.append(row)
        self._insert(name, records.KINDS[kind].table, rows)

    def _words(self) -> None:
        self._plain("article", "articles", self.content.articles)
        statements = []
        for position, statement in enumerate(self.content.statements):
            section = statement.section or (str(statement.page) if statement.page is not None else None)
            row = {
                "id": statement.id,
                "position": position,
                "topic": statement.topic,
                "text": statement.text.words,
                "section": section,
            }
            statements.append(row)
            self._described("statement", statement.id, statement, row)
        self._insert("statements", StatementRow, statements)

    # --- small parts ---

    def _insert(self, name: str, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        self.progress(name)
        insert_rows(self.session, table, rows)
        self.counts[name] = len(rows)

    def _as_fact(self, record: schema.Sourced, value: str) -> Fact[str]:
        verified_on = record.verified_on.isoformat() if record.verified_on else None
        return Fact(value, self.sources[record.source], record.as_of, verified_on, record.status)

    def _described(self, kind: str, entity_id: str, record: schema.Sourced, row: object) -> None:
        fact = provenance(kind, entity_id, self._as_fact(record, entity_id), row)
        self.facts.append(fact | {"reviewed_by": record.reviewed_by})

    def _fact(self, kind: str, entity_id: str, name: str, source: str, as_of: str, status: Any, value: object) -> None:
        fact = Fact(value, self.sources[source], as_of, status=status)
        self.facts.append(provenance(kind, entity_id, fact, value, field=name))

    def _alias(self, kind: str, entity_id: str, language: str | None, aliases: Iterable[str]) -> None:
        self.aliases += [
            {"kind": kind, "entity_id": entity_id, "language": language, "alias": alias, "origin": CONTENT}
            for alias in aliases
            if alias
        ]

    def _unique_aliases(self) -> list[dict[str, Any]]:
        unique = {
            (row["kind"], row["entity_id"], row["language"], row["alias"].casefold()): row
            for row in reversed(self.aliases)
        }
        return list(reversed(unique.values()))

    def _next_alias(self) -> int:
        return (self.session.scalar(select(AliasRow.key).order_by(AliasRow.key.desc()).limit(1)) or 0) + 1


def _numbered(rows: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    return [{"key": number, **row} for number, row in enumerate(rows, first)]


def _words(record: object, *names: str) -> dict[str, Words | None]:
    return {name: maybe(getattr(record, name)) for name in names}


def _decimal(text: str) -> float | None:
    return float(text) if text else None


def _typed(table: type[Base], row: dict[str, str]) -> dict[str, Any]:
    """A CSV line as the column types of its table; an empty cell is None."""
    typed: dict[str, Any] = {}
    for column in table.__table__.columns:
        if column.name == "origin":
            continue
        text = row[column.name]
        kind = column.type.python_type
        typed[column.name] = None if text == "" else text == "yes" if kind is bool else kind(text)
    return typed
