"""Writes providers and programs into the tables: the same records that `repository.Knowledge` gives, the other way.

The content loader uses it, and so can any import: build `views.Program` records and hand over thousands at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from knowledge.database import CHANGED
from knowledge.freshness import cost_told_until
from knowledge.models import (
    CONTENT,
    DEFAULT_ORGANIZATION,
    WHOLE_RECORD,
    AliasRow,
    Base,
    ProgramRow,
    ProgramSite,
    ProgramTerm,
    ProgramText,
    Provenance,
    ProviderRow,
    padded,
)
from knowledge.views import Fact, Place, Program, Provider, Rule

ANYWHERE = ""
_NEIGHBOURS = "neighbours"
# Programs one cannot join (yet) come after those one can, and bare award counts after named programs.
STANDING = {"partnership": 2, "graduate": 3}
BARE_AWARDS = 1
# Keys, and what follows from the date of a fact rather than from what it says.
_NOT_CONTENT = frozenset({"key", "program_key", "position", "priced_until"})
_BATCH = 5_000


class PlaceFinder:
    """Finds a place by id, or by name or alias within a region or state. Never guesses between two."""

    def __init__(self, places: Iterable[Place], aliases: Mapping[str, Sequence[str]] | None = None) -> None:
        self._by_name: dict[tuple[str, str], Place] = {}
        self._by_id: dict[str, Place] = {}
        everywhere: dict[str, set[str]] = {}
        for place in places:
            self._by_id[place.id] = place
            for name in (place.name, *(aliases or {}).get(place.id, ())):
                everywhere.setdefault(name.casefold(), set()).add(place.id)
                for within in (place.region or _NEIGHBOURS, place.state):
                    self._by_name.setdefault((name.casefold(), within), place)
        for name, ids in everywhere.items():
            if len(ids) == 1:
                self._by_name[name, ANYWHERE] = self._by_id[ids.pop()]

    def find(self, name: str, region: str | None = None, state: str | None = None) -> Place | None:
        name = name.casefold()
        if found := self._by_id.get(name):
            return found
        for within in (region, state, ANYWHERE):
            if within is not None and (found := self._by_name.get((name, within))):
                return found
        return None


def save_providers(
    session: Session, providers: Iterable[Provider], origin: str = CONTENT, organization: str = DEFAULT_ORGANIZATION
) -> int:
    """Adds providers and their provenance; ids must be new. Gives how many."""
    rows, facts = [], []
    for provider in providers:
        rows.append(provider_row(provider, origin, organization))
        facts.append(provenance("provider", provider.id, provider.described, rows[-1], origin))
    insert_rows(session, ProviderRow, rows)
    insert_rows(session, Provenance, facts)
    return len(rows)


def provider_row(provider: Provider, origin: str, organization: str) -> dict[str, Any]:
    """The columns of a provider."""
    same = ("id", "name", "kind", "regions", "about", "url", "phone", "address", "closed")
    return {name: getattr(provider, name) for name in same} | {"origin": origin, "organization_id": organization}


def save_programs(
    session: Session,
    programs: Iterable[Program],
    places: PlaceFinder,
    origin: str = CONTENT,
    organization: str = DEFAULT_ORGANIZATION,
    closed_providers: frozenset[str] = frozenset(),
) -> int:
    """Adds programs with their texts, terms, sites and provenance; ids must be new. Gives how many.

    A place without coordinates of its own takes those of `places`; `program.latitude` stands for its first place.
    """
    key: int = session.scalar(select(func.coalesce(func.max(ProgramRow.key), 0))) or 0
    rows: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    terms: list[dict[str, Any]] = []
    sites: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    total = 0
    for program in programs:
        key += 1
        total += 1
        row, text, at = _rows(key, program, places, origin, organization, closed_providers)
        rows.append(row)
        texts.append(text)
        terms += _program_terms(key, program)
        sites += at
        facts.append(provenance("program", program.id, program.described, rows[-1] | texts[-1], origin))
        facts += [
            provenance("program", program.id, fact, fact.value, origin, part) for part, fact in program.sourced.items()
        ]
        if len(rows) >= _BATCH:
            _flush_programs(session, rows, texts, terms, sites, facts)
    _flush_programs(session, rows, texts, terms, sites, facts)
    return total


def program_digest(
    program: Program,
    places: PlaceFinder,
    origin: str,
    organization: str = DEFAULT_ORGANIZATION,
    closed_providers: frozenset[str] = frozenset(),
) -> str:
    """The fingerprint `save_programs` would keep of this program."""
    row, text, _ = _rows(0, program, places, origin, organization, closed_providers)
    return fingerprint(row | text)


def _rows(
    key: int, program: Program, places: PlaceFinder, origin: str, organization: str, closed: frozenset[str]
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    row = _program_row(key, program, origin, organization, program.provider not in closed)
    at = _program_sites(key, program, places)
    row["sites"] = len(at)
    row["latitude"], row["longitude"] = (at[0]["latitude"], at[0]["longitude"]) if at else (None, None)
    return row, _program_text(key, program), at


def restamp(session: Session, kind: str, id: str) -> None:
    """After a check: brings the day until which a program's cost may be told up to what its provenance says now."""
    if kind != "program":
        return
    session.flush()
    of_it = select(Provenance).where(Provenance.kind == "program", Provenance.entity_id == id)
    by_part = {fact.field: fact for fact in session.scalars(of_it)}
    if held := by_part.get("cost", by_part.get(WHOLE_RECORD)):
        until = cost_told_until(held.as_of, held.verified_on, held.status)
        session.execute(update(ProgramRow).where(ProgramRow.id == id).values(priced_until=until))


def delete_programs(session: Session, origin: str) -> None:
    """Takes out every program, provider and provenance row of one origin, and what hangs off them."""
    _erase(session, ProgramRow.origin == origin)
    session.execute(delete(ProviderRow).where(ProviderRow.origin == origin))
    session.execute(delete(AliasRow).where(AliasRow.origin == origin))
    session.execute(delete(Provenance).where(Provenance.origin == origin))


def erase_programs(session: Session, ids: Sequence[str]) -> None:
    """Takes out these programs with their texts, terms and sites; aliases and provenance stay."""
    _erase(session, ProgramRow.id.in_(ids))


def _erase(session: Session, which: ColumnElement[bool]) -> None:
    keys = select(ProgramRow.key).where(which)
    for table in (ProgramTerm, ProgramSite, ProgramText):
        session.execute(delete(table).where(table.program_key.in_(keys)))
    session.execute(delete(ProgramRow).where(which))


def provenance(
    kind: str, entity_id: str, fact: Fact[Any], checked: object, origin: str = CONTENT, field: str = WHOLE_RECORD
) -> dict[str, Any]:
    """The provenance row of a record or one of its fields; `checked` is what a person's check would cover."""
    return {
        "kind": kind,
        "entity_id": entity_id,
        "field": field,
        "source_id": fact.source.id,
        "as_of": fact.as_of,
        "verified_on": fact.verified_on,
        "reviewed_by": None,
        "status": fact.status,
        "origin": origin,
        "digest": fingerprint(checked),
    }


def fingerprint(value: object) -> str:
    """A short hash of a record's content; what is in _NOT_CONTENT does not count."""
    if isinstance(value, dict):
        value = sorted((name, part) for name, part in value.items() if name not in _NOT_CONTENT)
    return hashlib.blake2b(repr(value).encode(), digest_size=16).hexdigest()


def _program_row(key: int, program: Program, origin: str, organization: str, still_open: bool) -> dict[str, Any]:
    modality = set(program.modality)
    online = True if program.online is None and "online" in modality else program.online
    in_person = True if modality & {"in_person", "hybrid"} else False if modality == {"online"} else None
    weeks = program.weeks or (program.shortest_weeks, None)
    tuition, cost = program.tuition or (None, None), program.fact("cost")
    return {
        "key": key,
        "id": program.id,
        "organization_id": organization,
        "origin": origin,
        "provider_id": program.provider,
        "kind": program.kind,
        "region": program.region,
        "categories": padded(program.categories),
        "roles": padded(program.roles),
        "credentials": padded(program.credentials),
        "supports": padded(program.supports),
        "open": still_open and program.described.status != "expired",
        "online": online,
        "in_person": in_person,
        "free": program.free,
        "tuition_low": tuition[0],
        "tuition_high": tuition[1],
        "total_low": program.total_cost[0] if program.total_cost else None,
        "stipend": program.stipend,
        "priced_until": cost_told_until(cost.as_of, cost.verified_on, cost.status),
        "weeks_low": weeks[0],
        "weeks_high": weeks[1],
        "full_time": program.full_time,
        "evenings": program.evenings,
        "weekends": program.weekends,
        "languages": padded(program.languages),
        "min_age": program.min_age,
        "max_age": program.max_age,
        "diploma": program.diploma,
        "in_high_school": program.in_high_school,
        "income_limited": program.income_limited,
        "work_authorization": program.work_authorization,
        "awards": program.awards,
        "standing": STANDING.get(program.kind, 0) + (BARE_AWARDS if program.awards is not None else 0),
    }


def _program_text(key: int, program: Program) -> dict[str, Any]:
    same = (
        "name", "short", "about", "cost_text", "length_text", "schedule_text", "eligibility_text", "residency",
        "apply_text", "check", "outcomes", "places", "modality", "apply_url", "url", "phone", "deadline", "start_dates",
        "fees", "books", "exam_fee", "stipend_per", "hours", "hours_per_week", "deadline_on", "capacity", "accessibility",
        "earns", "cip",
    )  # fmt: skip
    stipend, figures = program.stipend_range or (None, None), program.outcome_figures
    return {
        "program_key": key,
        **{name: getattr(program, name) for name in same},
        "stipend_low": stipend[0],
        "stipend_high": stipend[1],
        "starts": program.starts or None,
        "employers": program.employers or None,
        "rules": [_rule(rule) for rule in program.rules] or None,
        "outcome_figures": asdict(figures) if figures else None,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {"about": rule.about, "values": list(rule.values), "text": {"en": rule.text.en, "es": rule.text.es}}


def _program_terms(key: int, program: Program) -> list[dict[str, Any]]:
    region = program.region or ANYWHERE
    return [
        {"facet": facet, "value": value, "region": region, "program_key": key}
        for facet, values in (
            ("category", program.categories),
            ("role", program.roles),
            ("credential", program.credentials),
            ("support", program.supports),
        )
        for value in dict.fromkeys(values)
    ]


def _program_sites(key: int, program: Program, places: PlaceFinder) -> list[dict[str, Any]]:
    sites = []
    for position, name in enumerate(program.places):
        place = places.find(name, program.region)
        own = position == 0 and program.latitude is not None
        sites.append(
            {
                "program_key": key,
                "position": position,
                "name": place.name if place else name,
                "place_id": place.id if place else None,
                "latitude": program.latitude if own else place.latitude if place else None,
                "longitude": program.longitude if own else place.longitude if place else None,
            }
        )
    return sites


def _flush_programs(
    session: Session,
    rows: list[dict[str, Any]],
    texts: list[dict[str, Any]],
    terms: list[dict[str, Any]],
    sites: list[dict[str, Any]],
    facts: list[dict[str, Any]],
) -> None:
    for table, batch in (
        (ProgramRow, rows), (ProgramText, texts), (ProgramTerm, terms), (ProgramSite, sites), (Provenance, facts),
    ):  # fmt: skip
        insert_rows(session, table, batch)
        batch.clear()


def insert_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds many rows in one statement (the ORM would make one a row where some values are missing)."""
    if rows:
        session.connection().execute(table.__table__.insert(), list(rows))  # type: ignore[attr-defined]
        session.info[CHANGED] = True
