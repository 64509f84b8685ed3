"""A record as a content file holds it, and as the tables hold it: one way and back, for every kind that people edit.

`KINDS` names them. `parse` checks a dict against the schema, `read` gives the dict of a stored record, `write` replaces
a stored record, `erase` takes one out. Sessions and transactions are the caller's. Reading what was written gives what
was written; the only thing added is what the schema's defaults say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import and_, delete, false, func, select
from sqlalchemy.orm import Session

from knowledge import content_schema as schema
from knowledge.content import Problem
from knowledge.models import (
    DEFAULT_ORGANIZATION,
    WHOLE_RECORD,
    AliasRow,
    ArticleRow,
    Base,
    CareerCenterRow,
    LocalMedianRow,
    LocalOpeningsRow,
    LocalWage,
    NationalWage,
    PlaceRow,
    ProgramRow,
    ProgramSite,
    ProgramText,
    Projection,
    Provenance,
    ProviderRow,
    SourceRow,
    SupportRow,
)
from knowledge.program_records import as_program, program_record
from knowledge.saving import PlaceFinder, erase_programs, insert_rows, provenance, save_programs
from knowledge.views import ELSEWHERE, Fact, Place, Source, Words

Record = dict[str, Any]
_AT_ONCE = 1_000  # ids in one statement
_SOURCED = frozenset(schema.Sourced.model_fields)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record is stored; `renamed` maps a field of the schema to a column of another name."""

    name: str
    schema: type[schema.Sourced]
    table: type[Base]
    renamed: Mapping[str, str]
    owned: bool = True

    @property
    def positioned(self) -> bool:
        return "position" in self.table.__table__.columns


def _kind(name: str, shape: type[schema.Sourced], table: type[Base], owned: bool = True, **renamed: str) -> Kind:
    return Kind(name, shape, table, renamed, owned)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("program", schema.Program, ProgramRow),
        _kind("provider", schema.Provider, ProviderRow),
        _kind("support", schema.Support, SupportRow, provider="provider_id"),
        _kind("career_center", schema.CareerCenter, CareerCenterRow),
        _kind("article", schema.Article, ArticleRow),
        _kind("national_wage", schema.NationalWage, NationalWage, owned=False),
        _kind("projection", schema.Projection, Projection, owned=False),
        _kind("local_wage", schema.LocalWage, LocalWage, owned=False),
        _kind("local_median", schema.LocalMedian, LocalMedianRow, owned=False),
        _kind("local_openings", schema.LocalOpenings, LocalOpeningsRow, owned=False),
    )
}


class RecordError(Exception):
    """A record that cannot be stored; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def parse(kind: str, data: Record, file: str = "") -> schema.Sourced:
    """The record, checked. Raises RecordError naming every field that is wrong."""
    label = str(data.get("id") or data.get("soc") or "")
    try:
        return KINDS[kind].schema.model_validate(data)
    except ValidationError as error:
        raise RecordError(
            [
                Problem(file, label, ".".join(map(str, wrong["loc"])), wrong["msg"].removeprefix("Value error, "))
                for wrong in error.errors(include_url=False, include_context=False)
            ]
        ) from error


def plain(record: BaseModel) -> Record:
    """A checked record as JSON values, for `RecordVersion.data`."""
    return record.model_dump(mode="json", by_alias=True)


def record_id(record: schema.Sourced) -> str:
    return str(record.id)  # type: ignore[attr-defined]


# --- reading ---------------------------------------------------------------------------------------------------------


def read(session: Session, kind: str, id: str) -> Record | None:
    """The stored record as a content file would hold it, or None."""
    row = session.scalars(select(KINDS[kind].table).where(_is(KINDS[kind], id))).first()
    if row is None:
        return None
    facts = {
        fact.field: fact
        for fact in session.scalars(select(Provenance).where(Provenance.kind == kind, Provenance.entity_id == id))
    }
    aliases = tuple(
        session.scalars(
            select(AliasRow.alias)
            .where(AliasRow.kind == kind, AliasRow.entity_id == id, AliasRow.language.is_(None))
            .order_by(AliasRow.key)
        )
    )
    if isinstance(row, ProgramRow):
        return program_record(row, session.get_one(ProgramText, row.key), facts, aliases)
    return _plain_record(KINDS[kind], row, facts[WHOLE_RECORD], aliases)


def _plain_record(kind: Kind, row: Any, fact: Provenance, aliases: tuple[str, ...]) -> Record:
    record: Record = {}
    for name in kind.schema.model_fields:
        if name in _SOURCED:
            continue
        if name == "aliases":
            record[name] = [alias for alias in aliases if alias != row.name]
        else:
            record[name] = _json(getattr(row, kind.renamed.get(name, name)))
    if kind.name == "provider" and record["closed"]:
        record["closed"] = {"note": record["closed"], "as_of": fact.as_of}
    for name in ("languages",):
        if name in record and record[name] is None:
            record[name] = []
    return record | sourced(fact)


def sourced(fact: Provenance) -> Record:
    """The fields of `content_schema.Sourced`."""
    return {
        "source": fact.source_id,
        "as_of": fact.as_of,
        "status": fact.status,
        "verified_on": fact.verified_on,
        "reviewed_by": fact.reviewed_by,
    }


def _json(value: Any) -> Any:
    if isinstance(value, Words):
        return {"en": value.en, "es": value.es}
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    return value


# --- writing ---------------------------------------------------------------------------------------------------------


def write(
    session: Session, kind: str, record: schema.Sourced, origin: str, organization: str = DEFAULT_ORGANIZATION
) -> None:
    """Stores a checked record in place of the one of its id. Raises RecordError when it points at what is not there."""
    if problems := unresolved(Known(session), kind, record):
        raise RecordError(problems)
    write_many(session, kind, [record], origin, organization)


def write_many(
    session: Session,
    kind: str,
    found: Sequence[schema.Sourced],
    origin: str,
    organization: str = DEFAULT_ORGANIZATION,
    by_name: PlaceFinder | None = None,
) -> None:
    """Stores checked records whose references are known to be there, each in place of the one of its id."""
    how, ids = KINDS[kind], [record_id(record) for record in found]
    if not found:
        return
    if kind == "program":
        programs = [record for record in found if isinstance(record, schema.Program)]
        _write_programs(session, programs, origin, organization, by_name or places(session))
    else:
        positions = _positions(session, how, ids)
        erase_many(session, kind, ids)
        rows = [
            stored_row(kind, record, origin, organization) | positions.get(id, {})
            for id, record in zip(ids, found, strict=True)
        ]
        insert_rows(session, how.table, rows)
        cited = sources(session)
        facts = [_provenance(cited, kind, record, row, origin) for record, row in zip(found, rows, strict=True)]
        insert_rows(session, Provenance, facts)
    _write_aliases(session, kind, found, origin)


def stored_row(kind: str, record: schema.Sourced, origin: str, organization: str) -> dict[str, Any]:
    """The row of a record that is one row, with whose it is: what its fingerprint is taken of."""
    owned = {"organization_id": organization} if KINDS[kind].owned else {}
    return row_of(kind, record) | {"origin": origin} | owned


def _positions(session: Session, how: Kind, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Where each record stands among its kind: where it stood, or after the last."""
    if not how.positioned:
        return {}
    columns = how.table.__table__.c
    held = dict(session.execute(select(columns.id, columns.position).where(columns.id.in_(ids))).all())
    last = session.scalar(select(func.coalesce(func.max(columns.position), 0))) or 0
    return {id: {"position": held.get(id, last + number)} for number, id in enumerate(ids, 1)}


def row_of(kind: str, record: schema.Sourced) -> dict[str, Any]:
    """The columns of a record that is one row (anything but a program), without whose it is."""
    renamed = KINDS[kind].renamed
    row = {
        renamed.get(name, name): _column(getattr(record, name))
        for name in type(record).model_fields
        if name not in _SOURCED and name != "aliases"
    }
    if isinstance(record, schema.Provider):
        row["closed"] = record.closed.note.words if record.closed else None
    return row


def erase(session: Session, kind: str, id: str) -> None:
    """Takes a record out with its aliases and provenance."""
    erase_many(session, kind, [id])


def erase_many(session: Session, kind: str, ids: Sequence[str]) -> None:
    """Takes records out with their aliases, identifiers and provenance."""
    how = KINDS[kind]
    for some in _some(ids):
        if kind == "program":
            erase_programs(session, some)
        elif how.owned:
            session.execute(delete(how.table).where(how.table.__table__.c.id.in_(some)))
        else:
            for id in some:
                session.execute(delete(how.table).where(_is(how, id)))
        for table in (AliasRow, Provenance):
            session.execute(delete(table).where(table.kind == kind, table.entity_id.in_(some)))


def _some(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield list(ids[start : start + _AT_ONCE])


def _write_programs(
    session: Session, found: Sequence[schema.Program], origin: str, organization: str, by_name: PlaceFinder
) -> None:
    providers = {
        row.id: row
        for row in session.scalars(select(ProviderRow).where(ProviderRow.id.in_({r.provider for r in found})))
    }
    cited = sources(session)
    programs = [
        as_program(
            record, providers[record.provider].name, cited,
            _stands_at(session, record) if len(found) == 1 else None,
        )
        for record in found
    ]  # fmt: skip
    erase_many(session, "program", [record.id for record in found])
    closed = frozenset(provider.id for provider in providers.values() if provider.closed)
    save_programs(session, programs, by_name, origin, organization, closed)
    for record in found:
        if record.reviewed_by:
            session.get_one(Provenance, ("program", record.id, WHOLE_RECORD)).reviewed_by = record.reviewed_by


def _stands_at(session: Session, record: schema.Program) -> tuple[float, float] | None:
    """Where the program's first place was known to be, as long as it still is that place."""
    found = session.execute(
        select(ProgramSite.name, ProgramSite.latitude, ProgramSite.longitude)
        .join(ProgramRow, ProgramRow.key == ProgramSite.program_key)
        .where(ProgramRow.id == record.id, ProgramSite.position == 0)
    ).first()
    if found and record.places and found.name == record.places[0] and found.latitude is not None:
        return found.latitude, found.longitude
    return None


def places(session: Session) -> PlaceFinder:
    """Finds places by what the tables hold."""
    rows = session.scalars(select(PlaceRow))
    known = [Place(row.id, row.name, row.state, row.region, row.latitude, row.longitude) for row in rows]
    aliases: dict[str, list[str]] = {}
    for alias in session.scalars(select(AliasRow).where(AliasRow.kind == "place")):
        aliases.setdefault(alias.entity_id, []).append(alias.alias)
    return PlaceFinder(known, aliases)


def _write_aliases(session: Session, kind: str, found: Sequence[schema.Sourced], origin: str) -> None:
    rows = []
    for record in found:
        aliases = list(getattr(record, "aliases", ()))
        if kind in ("provider", "career_center"):
            aliases.insert(0, record.name)  # type: ignore[attr-defined]
        for alias in dict.fromkeys(aliases):
            rows.append(
                {"kind": kind, "entity_id": record_id(record), "language": None, "alias": alias, "origin": origin}
            )
    if rows:
        key = session.scalar(select(func.coalesce(func.max(AliasRow.key), 0))) or 0
        insert_rows(session, AliasRow, [{"key": number, **row} for number, row in enumerate(rows, key + 1)])


def _provenance(
    sources: Mapping[str, Source], kind: str, record: schema.Sourced, row: object, origin: str
) -> dict[str, Any]:
    verified_on = record.verified_on.isoformat() if record.verified_on else None
    fact = Fact(record_id(record), sources[record.source], record.as_of, verified_on, record.status)
    return provenance(kind, record_id(record), fact, row, origin) | {"reviewed_by": record.reviewed_by}


def sources(session: Session) -> dict[str, Source]:
    return {
        row.id: Source(row.id, row.name, row.short, row.url, row.kind) for row in session.scalars(select(SourceRow))
    }


def _column(value: Any) -> Any:
    if isinstance(value, schema.Both):
        return value.words
    if isinstance(value, tuple):
        return tuple(_column(part) for part in value)
    return value


def _is(kind: Kind, id: str) -> Any:
    """The row of an id; a wage's id joins its key columns: "15-1232@46060"."""
    columns = kind.table.__table__.c
    if kind.owned:
        return columns.id == id
    keys = [columns[name] for name in ("soc", "area", "basis") if name in columns and columns[name].primary_key]
    parts = id.split("@")
    if len(parts) != len(keys):
        return false()
    return and_(*(key == part for key, part in zip(keys, parts, strict=True)))


# --- what a record points at -----------------------------------------------------------------------------------------


class Known:
    """Ids that records may point at, read once; an import adds to them as it goes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[str, set[str]] = {}

    def __getitem__(self, table: str) -> set[str]:
        if table not in self._ids:
            self._ids[table] = set(self._session.scalars(select(Base.metadata.tables[table].c.id)))
        return self._ids[table]


_POINTS: dict[str, dict[str, str]] = {
    "program": {
        "provider": "providers", "region": "regions", "categories": "categories", "roles": "occupations",
        "credentials": "credentials",
    },
    "provider": {"regions": "regions"},
    "support": {"region": "regions", "provider": "providers"},
    "career_center": {"region": "regions"},
}  # fmt: skip


def unresolved(known: Known, kind: str, record: schema.Sourced) -> list[Problem]:
    """What a checked record points at that does not exist."""
    found = []
    for name, table in {"source": "sources", **_POINTS.get(kind, {})}.items():
        value = getattr(record, name)
        for one in [value] if isinstance(value, str) else list(value or ()):
            if one not in known[table] and not (table == "regions" and one in ("all", ELSEWHERE)):
                found.append(Problem("", record_id(record), name, f"{one!r} is not known"))
    return found
