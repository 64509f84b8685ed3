"""The knowledge base as it would be with one record changed: for showing a draft exactly as it would be told.

Inside `with_record` every read of the given `Knowledge` in this task sees the draft in its place. Nothing is written, and
no other task sees it.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any, TypeVar

from knowledge import content_schema as schema
from knowledge import records
from knowledge.content import Problem
from knowledge.program_records import as_program
from knowledge.records import Record, RecordError
from knowledge.repository import Knowledge
from knowledge.snapshot import Snapshot, previewed
from knowledge.views import Article, CareerCenter, Fact, LocalMedian, LocalPay, NationalPay, Provider, Support

View = TypeVar("View")


@contextmanager
def with_record(knowledge: Knowledge, kind: str, data: Record) -> Iterator[None]:
    """Shows a record, as a content file holds it, in place of the published one. Raises RecordError when it is wrong."""
    record = records.parse(kind, data)
    knowledge.look_again()
    snapshot = copy.copy(knowledge.snapshot())
    unknown = [
        Problem("", records.record_id(record), name, f"{value!r} is not known")
        for name, value, known in (
            ("source", record.source, snapshot.sources),
            ("provider", getattr(record, "provider", None), snapshot.providers),
        )
        if value is not None and value not in known
    ]
    if unknown:
        raise RecordError(unknown)
    _PUT[kind](snapshot, record)
    token = previewed.set(snapshot)
    try:
        yield
    finally:
        previewed.reset(token)


def _fact(snapshot: Snapshot, record: schema.Sourced, value: View) -> Fact[View]:
    verified_on = record.verified_on.isoformat() if record.verified_on else None
    return Fact(value, snapshot.sources[record.source], record.as_of, verified_on, record.status)


def _view(snapshot: Snapshot, shape: type[Any], kind: str, record: Any) -> Any:
    row = records.row_of(kind, record)
    names = [each.name for each in fields(shape) if each.name != "described"]
    described = _fact(snapshot, record, records.record_id(record))
    return shape(**{name: row[name] for name in names}, described=described)


def _put_program(snapshot: Snapshot, record: Any) -> None:
    known = snapshot.__dict__["_programs"].get(record.id)
    at = (known.latitude, known.longitude) if known and known.places == record.places else None
    program = as_program(record, snapshot.providers[record.provider].name, snapshot.sources, at)
    snapshot.__dict__["_programs"] = OrderedDict(snapshot.__dict__["_programs"]) | {program.id: program}


def _put_view(name: str, shape: type[Any], kind: str) -> Callable[[Snapshot, Any], None]:
    def put(snapshot: Snapshot, record: Any) -> None:
        held = getattr(snapshot, name)
        snapshot.__dict__[name] = {**held, record.id: _view(snapshot, shape, kind, record)}

    return put


def _put_area(name: str, shape: type[Any]) -> Callable[[Snapshot, Any], None]:
    def put(snapshot: Snapshot, record: Any) -> None:
        value = shape(**{each.name: getattr(record, each.name) for each in fields(shape)})
        held = getattr(snapshot, name)
        snapshot.__dict__[name] = {**held, (record.soc, record.area): _fact(snapshot, record, value)}

    return put


def _put_national(snapshot: Snapshot, record: Any) -> None:
    names = ("p10", "p25", "median", "p75", "p90", "top_coded")
    changed = {}
    for id, job in snapshot.occupations.items():
        if id[:7] == record.soc:
            covers = "" if id == record.soc else record.title
            pay = NationalPay(**{name: getattr(record, name) for name in names}, covers=covers)
            changed[id] = replace(job, pay=_fact(snapshot, record, pay))
    snapshot.__dict__["occupations"] = {**snapshot.occupations, **changed}


_PUT: dict[str, Callable[[Snapshot, Any], None]] = {
    "program": _put_program,
    "provider": _put_view("providers", Provider, "provider"),
    "support": _put_view("supports", Support, "support"),
    "career_center": _put_view("career_centers", CareerCenter, "career_center"),
    "article": _put_view("articles", Article, "article"),
    "local_wage": _put_area("local_pay", LocalPay),
    "local_median": _put_area("local_medians", LocalMedian),
    "national_wage": _put_national,
}
KINDS = tuple(_PUT)
