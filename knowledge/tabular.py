"""Records as flat rows of a spreadsheet and back: "cost.tuition_low", "name.en", lists as "a; b".

The columns of a kind follow from its schema, so that a field added there is in the next file. An empty cell is "not
known". A sheet with only some of the columns is fine: what is missing is not known either.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from knowledge.content_schema import Both
from knowledge.records import KINDS, Record

_LIST = "; "


def columns(kind: str) -> list[str]:
    """Column names of a kind, in the order of its schema."""
    return [name for name, _ in _fields(KINDS[kind].schema)]


def flat(kind: str, record: Record) -> dict[str, str | int | float | bool | None]:
    """One spreadsheet row of a record (`records.plain`)."""
    row: dict[str, Any] = {}
    for name, shape in _fields(KINDS[kind].schema):
        value: Any = record
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if shape == "list":
            value = _LIST.join(map(str, value)) if value else None
        elif shape == "json":
            value = json.dumps(value, ensure_ascii=False) if value else None
        row[name] = value
    return row


def nested(kind: str, row: dict[str, Any]) -> Record:
    """The record of a spreadsheet row. Raises ValueError naming the column whose cell is no such value."""
    record: Record = {}
    for name, shape in _fields(KINDS[kind].schema):
        value = _cell(name, row.get(name), shape)
        at = record
        *path, last = name.split(".")
        for part in path:
            at = at.setdefault(part, {})
        at[last] = value
    return _without_empty(KINDS[kind].schema, record)


def _cell(name: str, value: Any, shape: str) -> Any:
    if isinstance(value, str):
        value = value.strip()
        value = value[1:] if value[:1] == "'" and value[1:2] in ("=", "+", "-", "@") else value
    if value in (None, ""):
        return [] if shape in ("list", "json") else None
    if shape == "list":
        return [part.strip() for part in str(value).split(_LIST.strip()) if part.strip()]
    if shape == "json":
        try:
            return json.loads(str(value))
        except ValueError as error:
            raise ValueError(f"{name}: is not a list of rules") from error
    if shape == "yes":
        return _yes(name, value)
    if shape == "number":
        try:
            number = float(str(value).replace(",", "").removeprefix("$"))
        except ValueError as error:
            raise ValueError(f"{name}: {value!r} is not a number") from error
        return int(number) if number.is_integer() else number
    return str(value)


def _yes(name: str, value: Any) -> bool | None:
    from knowledge.importers.batch import yes_no

    try:
        return yes_no(str(value))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _fields(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf of a schema with its shape: text, number, yes, list or json."""
    for name, field in model.model_fields.items():
        label = f"{path}{field.alias or name}"
        kind = _bare(field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _fields(kind, f"{label}.")
        elif get_origin(kind) is tuple:
            inner = _bare(get_args(kind)[0])
            yield label, "json" if isinstance(inner, type) and issubclass(inner, BaseModel) else "list"
        elif kind is bool:
            yield label, "yes"
        elif kind in (int, float):
            yield label, "number"
        else:
            yield label, "text"


def _bare(annotation: Any) -> Any:
    """The type itself without `| None` and without constraints."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    if hasattr(annotation, "__metadata__"):
        return _bare(get_args(annotation)[0])
    return annotation


def _without_empty(model: type[BaseModel], record: Record) -> Record:
    """A part that may be missing and of which every cell is empty is missing; defaults stand in for empty cells."""
    kept: Record = {}
    for name, field in model.model_fields.items():
        value = record.get(field.alias or name)
        kind = _bare(field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
            optional = type(None) in get_args(field.annotation) or kind is Both
            value = None if optional and _is_empty(value) else _without_empty(kind, value)
        if value is None and not field.is_required():
            continue
        kept[field.alias or name] = value
    return kept


def _is_empty(value: Any) -> bool:
    return all(map(_is_empty, value.values())) if isinstance(value, dict) else value in (None, [])
