"""Runs an import: one transaction, the same result however often it is run, and nothing of it when it breaks.

A row that cannot be read is reported and left out; the rest goes in. A record that this import gave before and no
longer gives is taken out, unless rows were unreadable (it may be one of them). What a person verified, or wrote on the
staff pages, is never overwritten: where the file says otherwise, its version waits in review (`knowledge.editing`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from knowledge import content_schema as schema
from knowledge import editing, records
from knowledge.database import Database
from knowledge.importers.batch import Context, Counted, Found, Importer, OccupationField, Problem, Rows, SourceOf
from knowledge.models import (
    DEFAULT_ORGANIZATION,
    WHOLE_RECORD,
    AliasRow,
    OccupationRow,
    Provenance,
    ProviderRow,
    SourceRow,
)
from knowledge.program_records import as_program
from knowledge.saving import (
    fingerprint,
    insert_rows,
    program_digest,
    provider_row,
    save_programs,
    save_providers,
)
from knowledge.views import Program

_AT_ONCE = 2_000
_ORDER = ("provider", *(kind for kind in records.KINDS if kind != "provider"))  # programs point at providers


@dataclass(slots=True)
class Report:
    """What an import did: records per outcome and kind, and every row that was left out."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def count(self, outcome: str, kind: str, number: int = 1) -> None:
        if number:
            counts: dict[str, int] = getattr(self, outcome)
            counts[kind] = counts.get(kind, 0) + number


@dataclass(frozen=True, slots=True)
class _Held:
    """What stands there now under an id."""

    origin: str
    digest: str
    guarded: bool  # verified by a person, or written by staff


class DryRunError(Exception):
    """Raised inside the transaction so that a dry run leaves nothing behind."""


def run(
    database: Database,
    importer: Importer,
    path: Path,
    source: SourceOf | None = None,
    origin: str | None = None,
    organization: str = DEFAULT_ORGANIZATION,
    dry_run: bool = False,
    replace: bool = False,
    progress: Callable[[int], None] = lambda _line: None,
) -> Report:
    """Imports a file or folder. `origin` names whose records these are (the importer's name unless two feeds use it)."""
    source = source or importer.source
    origin = origin or importer.name
    report = Report()
    try:
        with database.begin() as session:
            _Run(session, importer, source, origin, organization, report, progress, replace).all(path)
            if dry_run:
                raise DryRunError
    except DryRunError:
        pass
    return report


class _Run:
    """One import inside its transaction."""

    def __init__(
        self, session: Session, importer: Importer, source: SourceOf, origin: str, organization: str, report: Report,
        progress: Callable[[int], None], replace: bool,
    ) -> None:  # fmt: skip
        self.session, self.importer, self.origin, self.organization = session, importer, origin, organization
        self.report, self.progress, self.replace = report, progress, replace
        self._cite(source)
        self.context = Context(session, source, origin)
        self.held: dict[str, dict[str, _Held]] = {}
        self.seen: dict[str, set[str]] = {kind: set() for kind in records.KINDS}
        self.pending: dict[str, dict[str, schema.Sourced]] = {kind: {} for kind in records.KINDS}
        self.names: dict[str, str] = dict(session.execute(select(ProviderRow.id, ProviderRow.name)).all())
        closed = session.scalars(select(ProviderRow.id).where(ProviderRow.closed.is_not(None)))
        self.closed = frozenset(closed)
        self.sources = records.sources(session)

    def all(self, path: Path) -> None:
        figures: list[Rows] = []
        for item in self.importer.read(path, self.context):
            if isinstance(item, Problem):
                self.report.problems.append(item)
            elif isinstance(item, Rows):
                figures.append(item)
            elif isinstance(item, Counted):
                self._count(item)
                self.progress(item.line)
            elif isinstance(item, OccupationField):
                self._field(item)
                self.progress(item.line)
            else:
                self._take(path, item)
                self.progress(item.line)
        self._flush()
        for rows in figures:
            self._figures(rows)
        self._remove()

    # --- records ---

    def _take(self, path: Path, found: Found) -> None:
        kind, record = found.kind, found.record
        id = records.record_id(record)
        if id in self.seen[kind]:
            self.report.problems.append(
                Problem(path.name, f"line {found.line}", "id", f"{id!r} stands twice in this file")
            )
            return
        if problems := records.unresolved(self.context.known, kind, record):
            self.report.problems += [Problem(path.name, f"line {found.line}", p.field, p.message) for p in problems]
            return
        self.seen[kind].add(id)
        if isinstance(record, schema.Provider):
            self.names[id] = record.name
            self.context.known["providers"].add(id)
        held = self._held(kind).get(id)
        if held and held.digest == self._digest(kind, record):
            self.report.count("unchanged", kind)
        elif held and held.guarded:
            self._wait(kind, id, record)
        else:
            self.report.count("changed" if held else "added", kind)
            self.pending[kind][id] = record
            if sum(map(len, self.pending.values())) >= _AT_ONCE:
                self._flush()

    def _count(self, given: Counted) -> None:
        """What official counts make: stored as it is, unless somebody else answers for it."""
        view = given.view
        kind = "program" if isinstance(view, Program) else "provider"
        self.seen[kind].add(view.id)
        held = self._held(kind).get(view.id)
        if isinstance(view, Program):
            digest = program_digest(view, self.context.places, self.origin, self.organization, self.closed)
        else:
            digest = fingerprint(provider_row(view, self.origin, self.organization))
        if held and (held.guarded or held.digest == digest):
            self.report.count("unchanged", kind)
            return
        records.erase_many(self.session, kind, [view.id])
        if isinstance(view, Program):
            save_programs(self.session, [view], self.context.places, self.origin, self.organization, self.closed)
        else:
            save_providers(self.session, [view], self.origin, self.organization)
            key = (self.session.scalar(select(func.max(AliasRow.key))) or 0) + 1
            alias = {"key": key, "kind": kind, "entity_id": view.id, "language": None, "alias": view.name}
            insert_rows(self.session, AliasRow, [alias | {"origin": self.origin}])
        self.report.count("changed" if held else "added", kind)

    def _held(self, kind: str) -> dict[str, _Held]:
        if kind not in self.held:
            rows = self.session.execute(
                select(Provenance.entity_id, Provenance.origin, Provenance.digest, Provenance.verified_on).where(
                    Provenance.kind == kind, Provenance.field == WHOLE_RECORD
                )
            )
            self.held[kind] = {
                row.entity_id: _Held(row.origin, row.digest, row.verified_on is not None or row.origin == editing.STAFF)
                for row in rows
            }
        return self.held[kind]

    def _digest(self, kind: str, record: schema.Sourced) -> str:
        if isinstance(record, schema.Program):
            program = as_program(record, self.names.get(record.provider, ""), self.sources)
            return program_digest(program, self.context.places, self.origin, self.organization, self.closed)
        return fingerprint(records.stored_row(kind, record, self.origin, self.organization))

    def _wait(self, kind: str, id: str, record: schema.Sourced) -> None:
        """A guarded record is left as it is; where the file says something else, a person decides."""
        held = records.parse(kind, records.read(self.session, kind, id) or {})
        differs = differences(records.plain(held), records.plain(record))
        if not differs:
            self.report.count("unchanged", kind)
        elif editing.propose(
            self.session, kind, records.plain(record), f"import:{self.origin}", "; ".join(differs), self.organization
        ):
            self.report.count("waiting", kind)
        else:
            self.report.count("unchanged", kind)

    def _flush(self) -> None:
        for kind in _ORDER:
            if waiting := list(self.pending[kind].values()):
                records.write_many(self.session, kind, waiting, self.origin, self.organization, self.context.places)
                self.pending[kind].clear()

    def _remove(self) -> None:
        """What this feed gave before and no longer gives, children first.

        Kept when rows were unreadable (it may be one of them), or when more than half would go (the wrong file?).
        """
        for kind in reversed(_ORDER):
            own = [id for id, held in self._held(kind).items() if held.origin == self.origin and not held.guarded]
            gone = [id for id in own if id not in self.seen[kind]]
            if (
                gone
                and not self.replace
                and (self.report.problems or 2 * len(gone) > len(own) + len(self.seen[kind] - {*own}))
            ):
                self.report.count("kept", kind, len(gone))
            elif gone:
                records.erase_many(self.session, kind, gone)
                self.report.count("removed", kind, len(gone))

    def _field(self, given: OccupationField) -> None:
        row = self.session.get(OccupationRow, given.id)
        held = self.session.get(Provenance, ("role", given.id, given.column))
        cited = held is not None and (held.origin, held.as_of) == (self.origin, self.context.source.as_of)
        if row is None or (cited and getattr(row, given.column) == given.value):
            self.report.count("unchanged", given.column)
            return
        setattr(row, given.column, given.value)
        self.describe([("role", given.id, given.column)])
        self.report.count("changed", given.column)

    # --- figures ---

    def _figures(self, given: Rows) -> None:
        """A table's rows of this import, replaced whole when anything differs."""
        table = given.table.__table__
        columns = [column for column in table.columns if column.name not in ("key",)]
        name = str(table.name)  # type: ignore[attr-defined]
        own = self._each_once(name, [c.name for c in table.primary_key if c.name != "key"], given.rows)
        mine = and_(table.c.origin == self.origin, *(table.c[name] == value for name, value in given.part.items()))
        held = [dict(row) for row in self.session.execute(select(*columns).where(mine)).mappings()]
        if _rows_key(held) == _rows_key([{c.name: row.get(c.name) for c in columns} for row in own]):
            self.report.count("unchanged", name, len(own))
            return
        if 2 * len(own) < len(held) and not self.replace:
            self.report.count("kept", name, len(held))  # a part of the file, or the wrong one
            return
        self.session.execute(delete(table).where(mine))  # type: ignore[arg-type]
        for column in given.gives_way:
            values = sorted({row[column] for row in own})
            for start in range(0, len(values), 500):
                self.session.execute(delete(table).where(table.c[column].in_(values[start : start + 500])))  # type: ignore[arg-type]
        if "key" in table.c:
            last = self.session.execute(select(table.c.key).order_by(table.c.key.desc()).limit(1)).scalar() or 0
            own = [{"key": number, **row} for number, row in enumerate(own, last + 1)]
        insert_rows(self.session, given.table, own)
        self.describe(given.described)
        self.report.count("changed" if held else "added", name, len(own))

    def _each_once(self, name: str, keys: list[str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows, each key once; what a file says twice is reported and the first holds."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for number, row in enumerate(rows):
            key = tuple(row[column] for column in keys) if keys else (number,)
            if key in found:
                self.report.problems.append(Problem(name, " ".join(map(str, key)), "", "stands twice in this file"))
            else:
                found[key] = {"origin": self.origin, **row}
        return list(found.values())

    def describe(self, described: Sequence[tuple[str, str, str]]) -> None:
        source = self.context.sourced
        for kind, id, part in described:
            self.session.merge(
                Provenance(
                    kind=kind, entity_id=id, field=part, source_id=source["source"], as_of=source["as_of"],
                    status=source["status"], origin=self.origin, digest="",
                )
            )  # fmt: skip
        self.session.flush()

    def _cite(self, source: SourceOf) -> None:
        held = self.session.get(SourceRow, source.id)
        if held is None:
            self.session.add(
                SourceRow(
                    id=source.id, name=source.name, short=source.short, url=source.url, kind=source.kind,
                    origin=self.origin,
                )
            )  # fmt: skip
            self.session.flush()


def differences(held: dict[str, Any], given: dict[str, Any], path: str = "") -> list[str]:
    """ "cost.tuition_low: 900 → 1200" for every field the given record states otherwise; what it leaves out is no word."""
    found = []
    for name, value in given.items():
        if not path and name in ("source", "as_of", "status", "verified_on", "reviewed_by", "aliases"):
            continue
        before = held.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            found += differences(before, value, f"{path}{name}.")
        elif value not in (None, [], "") and value != before:
            found.append(f"{path}{name}: {before} -> {value}")
    return found


def _rows_key(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows)
