"""The tables of the knowledge base. Filters are typed, indexed columns; texts are kept in both languages.

Nothing here says where a fact is from: that is one row of `provenance` per record, or per field where it differs.
`origin` says who may replace a row: "content" is what the repository ships, anything else an import or a partner.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.views import Words

DEFAULT_ORGANIZATION = "default"
CONTENT = "content"
WHOLE_RECORD = "*"


def now() -> datetime:
    """This second, UTC, without a zone (SQLite keeps none)."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


class Bilingual(TypeDecorator[Words]):
    """The same words in both languages, as one JSON object {"en", "es"}."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else {"en": value.en, "es": value.es}

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> Words | None:
        return None if value is None else Words(value["en"], value["es"])


class Strings(TypeDecorator[tuple[str, ...]]):
    """A short list of ids or names, in order, as a JSON array."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str] | None:
        return None if value is None else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


class BilingualList(TypeDecorator[tuple[Words, ...]]):
    """A list of words in both languages, in order."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[Words, ...] | None, dialect: Dialect) -> list[dict[str, str]] | None:
        return None if value is None else [{"en": words.en, "es": words.es} for words in value]

    def process_result_value(self, value: list[dict[str, str]] | None, dialect: Dialect) -> tuple[Words, ...] | None:
        return None if value is None else tuple(Words(words["en"], words["es"]) for words in value)


def padded(ids: tuple[str, ...]) -> str | None:
    """("en", "es") → " en es "; None for an empty list."""
    return f" {' '.join(ids)} " if ids else None


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        Words: Bilingual,
        tuple[str, ...]: Strings,
        dict[str, Any]: JSON(none_as_null=True),
        list[dict[str, Any]]: JSON(none_as_null=True),
    }


class Owned:
    """Columns of everything a partner can own."""

    organization_id: Mapped[str] = mapped_column(String(64), default=DEFAULT_ORGANIZATION, index=True)
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, index=True)


# --- what the whole base carries -------------------------------------------------------------------------------------


class Revision(Base):
    """One row: a number that every change bumps, so that readers in other processes drop what they remember."""

    __tablename__ = "knowledge_revision"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    number: Mapped[int] = mapped_column(Integer, default=0)
    content_digest: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)


class SourceRow(Base):
    """A publication that facts are taken from."""

    __tablename__ = "sources"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    short: Mapped[str] = mapped_column(String(40))
    url: Mapped[str | None] = mapped_column(String(500))
    publisher: Mapped[str | None] = mapped_column(String(300))
    licence: Mapped[str | None] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, server_default=CONTENT)


class Provenance(Base):
    """Where a record (field "*") or one of its fields is from, and who checked it when.

    `digest` is a hash of what was checked: when the content changes, a person's check no longer counts.
    """

    __tablename__ = "provenance"
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    entity_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True, default=WHOLE_RECORD)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", deferrable=True, initially="DEFERRED"))
    as_of: Mapped[str] = mapped_column(String(10))
    verified_on: Mapped[str | None] = mapped_column(String(10))
    reviewed_by: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(12), default="unverified")
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, index=True)
    digest: Mapped[str] = mapped_column(String(32), default="")


class IdentifierRow(Base):
    """What others call a record: a CTID, a state's program number, a UNITID, an HSDS id."""

    __tablename__ = "identifiers"
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    entity_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    scheme: Mapped[str] = mapped_column(String(24), primary_key=True)
    value: Mapped[str] = mapped_column(String(160), index=True)
    origin: Mapped[str] = mapped_column(String(40))


class RecordVersion(Base):
    """One version of a record that a person (or an import that may not overwrite one) proposed, and what became of it.

    `data` is the record as a content file would hold it. At most one version of a record is published at a time.
    """

    __tablename__ = "record_versions"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organization_id: Mapped[str] = mapped_column(String(64), default=DEFAULT_ORGANIZATION, index=True)
    kind: Mapped[str] = mapped_column(String(24))
    entity_id: Mapped[str] = mapped_column(String(96))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), index=True)
    action: Mapped[str] = mapped_column(String(8), default="save")
    data: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(120))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (Index("ix_record_versions_kind_entity_id", "kind", "entity_id", "number", unique=True),)


class AliasRow(Base):
    """What people call something; `language` is None where both say it."""

    __tablename__ = "aliases"
    key: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    entity_id: Mapped[str] = mapped_column(String(96))
    language: Mapped[str | None] = mapped_column(String(2))
    alias: Mapped[str] = mapped_column(String(160), index=True)
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT)
    __table_args__ = (Index("ix_aliases_kind_entity_id", "kind", "entity_id"),)


# --- places ----------------------------------------------------------------------------------------------------------


class CategoryRow(Base):
    """One of the six digital-job categories."""

    __tablename__ = "categories"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[Words]


class RegionRow(Base):
    """A region we serve; `wage_area` is the area local pay is shown for when only the region is known."""

    __tablename__ = "regions"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[Words]
    short: Mapped[Words]
    wage_area: Mapped[str | None] = mapped_column(String(8))


class PlaceRow(Base):
    """A town, neighbourhood or county, with its ZIP codes."""

    __tablename__ = "places"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    state: Mapped[str] = mapped_column(String(2))
    county: Mapped[str] = mapped_column(String(60))
    region: Mapped[str | None] = mapped_column(ForeignKey("regions.id"), index=True)
    zips: Mapped[tuple[str, ...]]
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    wage_area: Mapped[str | None] = mapped_column(String(8))


# --- occupations -----------------------------------------------------------------------------------------------------


class OccupationRow(Base):
    """A job by its O*NET-SOC code."""

    __tablename__ = "occupations"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    soc: Mapped[str] = mapped_column(String(7), index=True)
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(8), index=True)
    category: Mapped[str | None] = mapped_column(ForeignKey("categories.id"), index=True)
    official_title: Mapped[str] = mapped_column(String(160))
    name: Mapped[Words]
    short: Mapped[Words]
    people: Mapped[Words]
    what: Mapped[Words]
    day: Mapped[Words | None]
    thrives: Mapped[Words | None]
    way_in: Mapped[Words | None]
    carries_over: Mapped[Words | None]
    ai_note: Mapped[Words | None]
    skills: Mapped[tuple[Words, ...]] = mapped_column(BilingualList, default=())
    tools: Mapped[tuple[str, ...]]
    degree_share: Mapped[dict[str, Any] | None]
    job_zone: Mapped[int | None] = mapped_column(Integer)
    interests: Mapped[str | None] = mapped_column(String(3))


class NationalWage(Base):
    """OEWS percentiles of one SOC code, dollars a year; None where BLS top-codes."""

    __tablename__ = "national_wages"
    soc: Mapped[str] = mapped_column(String(7), primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    p10: Mapped[int | None] = mapped_column(Integer)
    p25: Mapped[int | None] = mapped_column(Integer)
    median: Mapped[int | None] = mapped_column(Integer)
    p75: Mapped[int | None] = mapped_column(Integer)
    p90: Mapped[int | None] = mapped_column(Integer)
    top_coded: Mapped[bool] = mapped_column(Boolean, default=False)
    employment: Mapped[int | None] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, server_default=CONTENT)


class LocalWage(Base):
    """DOL prevailing-wage levels of one SOC code in one area, dollars a year. Never medians."""

    __tablename__ = "local_wages"
    soc: Mapped[str] = mapped_column(String(7), primary_key=True)
    area: Mapped[str] = mapped_column(String(8), primary_key=True)
    area_name: Mapped[str] = mapped_column(String(120))
    level1: Mapped[int] = mapped_column(Integer)
    level2: Mapped[int] = mapped_column(Integer)
    level3: Mapped[int] = mapped_column(Integer)
    level4: Mapped[int] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, server_default=CONTENT)


class LocalMedianRow(Base):
    """OEWS percentiles of one SOC code in one area, dollars a year. Empty until somebody imports them."""

    __tablename__ = "local_medians"
    soc: Mapped[str] = mapped_column(String(7), primary_key=True)
    area: Mapped[str] = mapped_column(String(8), primary_key=True)
    area_name: Mapped[str] = mapped_column(String(120))
    p10: Mapped[int | None] = mapped_column(Integer)
    p25: Mapped[int | None] = mapped_column(Integer)
    median: Mapped[int] = mapped_column(Integer)
    p75: Mapped[int | None] = mapped_column(Integer)
    p90: Mapped[int | None] = mapped_column(Integer)
    employment: Mapped[int | None] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(40))


class LocalOpeningsRow(Base):
    """How many jobs of one SOC code one area has. Empty until somebody imports them."""

    __tablename__ = "local_openings"
    soc: Mapped[str] = mapped_column(String(7), primary_key=True)
    area: Mapped[str] = mapped_column(String(8), primary_key=True)
    basis: Mapped[str] = mapped_column(String(20), primary_key=True)
    area_name: Mapped[str] = mapped_column(String(120))
    number: Mapped[int] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(40))


class Projection(Base):
    """BLS employment projections of one SOC code; people, not thousands."""

    __tablename__ = "projections"
    soc: Mapped[str] = mapped_column(String(7), primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    employment_2024: Mapped[int] = mapped_column(Integer)
    employment_2034: Mapped[int] = mapped_column(Integer)
    growth_percent: Mapped[float] = mapped_column(Float)
    openings_per_year: Mapped[int] = mapped_column(Integer)
    entry_education: Mapped[str] = mapped_column(String(80))
    experience: Mapped[str] = mapped_column(String(80))
    training: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, server_default=CONTENT)


class RelatedOccupation(Base):
    """O*NET's related occupations: similarity of work, not moves that people were seen to make."""

    __tablename__ = "related_occupations"
    occupation_id: Mapped[str] = mapped_column(
        ForeignKey("occupations.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    related_id: Mapped[str] = mapped_column(
        ForeignKey("occupations.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    tier: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(Integer)
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, server_default=CONTENT)


class OccupationSkill(Base):
    """A skill, tool or technology of an occupation as O*NET lists it, the weightiest first."""

    __tablename__ = "occupation_skills"
    occupation_id: Mapped[str] = mapped_column(
        ForeignKey("occupations.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    importance: Mapped[float | None] = mapped_column(Float)
    hot: Mapped[bool] = mapped_column(Boolean, default=False)
    in_demand: Mapped[bool] = mapped_column(Boolean, default=False)
    origin: Mapped[str] = mapped_column(String(40))


class WorkRoleRow(Base):
    """A work role of the NICE framework (or of its military twin, DCWF)."""

    __tablename__ = "work_roles"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    element: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(40))


class WorkRoleRelation(Base):
    """One way between work roles: kind "on_ramp" (to comes before), "off_ramp" (to comes after) or "related"."""

    __tablename__ = "work_role_relations"
    work_role_id: Mapped[str] = mapped_column(ForeignKey("work_roles.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    to: Mapped[str] = mapped_column(String(24), primary_key=True)
    origin: Mapped[str] = mapped_column(String(40), default=CONTENT, server_default=CONTENT)


class CredentialStep(Base):
    """One published pathway's way from a credential to the next (CTDL)."""

    __tablename__ = "credential_steps"
    pathway: Mapped[str] = mapped_column(String(160), primary_key=True)
    before: Mapped[str] = mapped_column(String(64), primary_key=True)
    after: Mapped[str] = mapped_column(String(64), primary_key=True)
    origin: Mapped[str] = mapped_column(String(40))


class StepRow(Base):
    """One transition of a pathway, from an occupation or a starting point to an occupation."""

    __tablename__ = "steps"
    key: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    start: Mapped[str] = mapped_column(String(24), index=True)
    to: Mapped[str] = mapped_column(String(24), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    takes: Mapped[Words]
    credentials: Mapped[tuple[str, ...]]
    months_low: Mapped[int | None] = mapped_column(Integer)
    months_high: Mapped[int | None] = mapped_column(Integer)
    source_detail: Mapped[str] = mapped_column(String(300))


# --- credentials -----------------------------------------------------------------------------------------------------


class CredentialRow(Base):
    __tablename__ = "credentials"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(160))
    issuer: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    exam_codes: Mapped[tuple[str, ...]]
    categories: Mapped[tuple[str, ...]]
    what: Mapped[Words]
    covers: Mapped[Words | None]
    who: Mapped[Words | None]
    cost_low: Mapped[int | None] = mapped_column(Integer)
    cost_high: Mapped[int | None] = mapped_column(Integer)
    cost_note: Mapped[Words | None]
    retake: Mapped[Words | None]
    study_weeks_low: Mapped[int | None] = mapped_column(Integer)
    study_weeks_high: Mapped[int | None] = mapped_column(Integer)
    study_note: Mapped[Words | None]
    exam: Mapped[Words | None]
    prerequisites: Mapped[Words | None]
    renewal_years: Mapped[int | None] = mapped_column(Integer)
    renewal_note: Mapped[Words | None]
    leads_to: Mapped[tuple[str, ...]]
    next: Mapped[tuple[str, ...]]
    worth: Mapped[Words | None]
    study_free: Mapped[Words | None]


# --- providers and programs ------------------------------------------------------------------------------------------


class ProviderRow(Owned, Base):
    __tablename__ = "providers"
    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(24))
    regions: Mapped[tuple[str, ...]]
    about: Mapped[Words]
    url: Mapped[str | None] = mapped_column(String(500))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(300))
    closed: Mapped[Words | None]


class ProgramRow(Owned, Base):
    """What the finder filters and ranks by: narrow, so that reading many rows is cheap. Words are in `ProgramText`.

    Lists of ids are space-separated with a space at both ends (" en es "), None where nobody says: ranking looks into
    them, `ProgramTerm` finds by them.
    """

    __tablename__ = "programs"
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(96), unique=True)
    provider_id: Mapped[str] = mapped_column(
        ForeignKey("providers.id", deferrable=True, initially="DEFERRED"), index=True
    )
    kind: Mapped[str] = mapped_column(String(24))
    region: Mapped[str | None] = mapped_column(String(40))
    categories: Mapped[str | None] = mapped_column(String(120))
    roles: Mapped[str | None] = mapped_column(String(400))
    credentials: Mapped[str | None] = mapped_column(String(400))
    supports: Mapped[str | None] = mapped_column(String(200))
    open: Mapped[bool] = mapped_column(Boolean, default=True)
    online: Mapped[bool | None] = mapped_column(Boolean)
    in_person: Mapped[bool | None] = mapped_column(Boolean)
    free: Mapped[bool | None] = mapped_column(Boolean)
    tuition_low: Mapped[int | None] = mapped_column(Integer)
    tuition_high: Mapped[int | None] = mapped_column(Integer)
    total_low: Mapped[int | None] = mapped_column(Integer)  # tuition and every other part of the cost that is known
    stipend: Mapped[bool | None] = mapped_column(Boolean)
    # The last day its cost may be told (ISO); None where the cost has no date.
    priced_until: Mapped[str | None] = mapped_column(String(10))
    weeks_low: Mapped[int | None] = mapped_column(Integer)
    weeks_high: Mapped[int | None] = mapped_column(Integer)
    full_time: Mapped[bool | None] = mapped_column(Boolean)
    evenings: Mapped[bool | None] = mapped_column(Boolean)
    weekends: Mapped[bool | None] = mapped_column(Boolean)
    languages: Mapped[str | None] = mapped_column(String(60))
    min_age: Mapped[int | None] = mapped_column(Integer)
    max_age: Mapped[int | None] = mapped_column(Integer)
    diploma: Mapped[bool | None] = mapped_column(Boolean)
    in_high_school: Mapped[bool | None] = mapped_column(Boolean)
    income_limited: Mapped[bool | None] = mapped_column(Boolean)
    work_authorization: Mapped[bool | None] = mapped_column(Boolean)
    awards: Mapped[int | None] = mapped_column(Integer)
    # The first site's coordinates, so that one site needs no join; `sites` says how many there are.
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    sites: Mapped[int] = mapped_column(Integer, default=0)
    # Lower comes first among equals: a named program 0, bare award counts and what one cannot join more.
    standing: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (
        Index("ix_programs_region_open", "region", "open"),
        Index("ix_programs_kind_region", "kind", "region"),
    )


class ProgramText(Base):
    """What is said about a program once it is found."""

    __tablename__ = "program_texts"
    program_key: Mapped[int] = mapped_column(ForeignKey("programs.key", ondelete="CASCADE"), primary_key=True)
    name: Mapped[Words]
    short: Mapped[Words]
    about: Mapped[Words]
    cost_text: Mapped[Words | None]
    length_text: Mapped[Words | None]
    schedule_text: Mapped[Words | None]
    eligibility_text: Mapped[Words | None]
    residency: Mapped[Words | None]
    apply_text: Mapped[Words | None]
    check: Mapped[Words | None]
    outcomes: Mapped[Words | None]
    places: Mapped[tuple[str, ...]]
    modality: Mapped[tuple[str, ...]]
    apply_url: Mapped[str | None] = mapped_column(String(500))
    url: Mapped[str | None] = mapped_column(String(500))
    phone: Mapped[str | None] = mapped_column(String(40))
    deadline: Mapped[str | None] = mapped_column(String(120))
    start_dates: Mapped[str | None] = mapped_column(String(200))
    fees: Mapped[int | None] = mapped_column(Integer)
    books: Mapped[int | None] = mapped_column(Integer)
    exam_fee: Mapped[int | None] = mapped_column(Integer)
    stipend_low: Mapped[int | None] = mapped_column(Integer)
    stipend_high: Mapped[int | None] = mapped_column(Integer)
    stipend_per: Mapped[str | None] = mapped_column(String(8))
    hours: Mapped[int | None] = mapped_column(Integer)
    hours_per_week: Mapped[int | None] = mapped_column(Integer)
    starts: Mapped[tuple[str, ...] | None]
    deadline_on: Mapped[str | None] = mapped_column(String(10))
    capacity: Mapped[int | None] = mapped_column(Integer)
    rules: Mapped[list[dict[str, Any]] | None]
    accessibility: Mapped[Words | None]
    outcome_figures: Mapped[dict[str, Any] | None]
    earns: Mapped[Words | None]
    employers: Mapped[tuple[str, ...] | None]
    cip: Mapped[str | None] = mapped_column(String(7))


class ProgramTerm(Base):
    """What a program is about: facet "category", "role", "credential" or "support". `region` "" means anywhere."""

    __tablename__ = "program_terms"
    facet: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(64), primary_key=True)
    region: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    program_key: Mapped[int] = mapped_column(ForeignKey("programs.key", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (
        Index("ix_program_terms_program_key", "program_key", "facet", "value"),
        {"sqlite_with_rowid": False},
    )


class ProgramSite(Base):
    """Where a program is given: one row a place, with coordinates where they are known."""

    __tablename__ = "program_sites"
    program_key: Mapped[int] = mapped_column(ForeignKey("programs.key", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    place_id: Mapped[str | None] = mapped_column(String(64), index=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    __table_args__ = (
        Index("ix_program_sites_latitude", "latitude", "longitude", "program_key"),
        {"sqlite_with_rowid": False},
    )


class Award(Base):
    """IPEDS: awards of one institution in one category at one level in a year, with the fields counted."""

    __tablename__ = "awards"
    unitid: Mapped[str] = mapped_column(String(8), primary_key=True)
    category: Mapped[str] = mapped_column(String(24), primary_key=True)
    level: Mapped[str] = mapped_column(String(16), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(96), index=True)
    awards: Mapped[int] = mapped_column(Integer)
    fields: Mapped[str] = mapped_column(Text)


# --- help and words --------------------------------------------------------------------------------------------------


class SupportRow(Owned, Base):
    """Help with money, child care, transport …; region "all" is everywhere."""

    __tablename__ = "supports"
    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[Words]
    region: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    needs: Mapped[tuple[str, ...]]
    about: Mapped[Words]
    eligibility: Mapped[Words | None]
    amount: Mapped[Words | None]
    url: Mapped[str | None] = mapped_column(String(500))
    phone: Mapped[str | None] = mapped_column(String(40))
    provider_id: Mapped[str | None] = mapped_column(String(96))
    address: Mapped[str | None] = mapped_column(String(300))
    hours: Mapped[str | None] = mapped_column(String(200))
    languages: Mapped[tuple[str, ...] | None]
    accessibility: Mapped[Words | None]


class CareerCenterRow(Owned, Base):
    __tablename__ = "career_centers"
    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(40), index=True)
    places: Mapped[tuple[str, ...]]
    address: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str | None] = mapped_column(String(40))
    url: Mapped[str | None] = mapped_column(String(500))
    hours: Mapped[str | None] = mapped_column(String(200))
    about: Mapped[Words]
    languages: Mapped[tuple[str, ...] | None]
    accessibility: Mapped[Words | None]


class ArticleRow(Owned, Base):
    """A short sourced text on a question that no table answers."""

    __tablename__ = "articles"
    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[Words]
    sms: Mapped[Words]
    web: Mapped[Words]
    points: Mapped[tuple[Words, ...]] = mapped_column(BilingualList, default=())
    url: Mapped[str | None] = mapped_column(String(500))


class StatementRow(Base):
    """One sentence from a report, ready to be quoted with its source."""

    __tablename__ = "statements"
    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    text: Mapped[Words]
    section: Mapped[str | None] = mapped_column(String(200))
