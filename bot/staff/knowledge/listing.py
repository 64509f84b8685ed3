"""What the list of a kind shows: a page of records with where they are from and whether anybody has checked them.

Reads in pages, so that a list of a hundred thousand costs what it shows. Never writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select

from knowledge.database import Database
from knowledge.models import WHOLE_RECORD, ProgramRow, ProgramText, Provenance
from knowledge.records import KINDS

Jobs = Callable[[str], Collection[str]]
PAGE = 50
STANDINGS = {
    "unchecked": "Not checked",
    "checked": "Checked",
    "reported": "Official source",
    "expired": "Expired",
}
TONES = {"unchecked": "warm", "checked": "good", "reported": "", "expired": "warm"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for; empty means everything."""

    q: str = ""
    region: str = ""
    standing: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    id: str
    title: str
    detail: str
    region: str | None
    source_id: str
    as_of: str
    standing: str


def standing_of(status: str, verified_on: str | None) -> str:
    """A code of STANDINGS."""
    if status == "expired":
        return "expired"
    if verified_on:
        return "checked"
    return "reported" if status in ("reported", "verified") else "unchecked"


def count(database: Database, kind: str) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(KINDS[kind].table)) or 0


def page(database: Database, kind: str, asked: Asked, jobs: Jobs) -> tuple[list[Row], int]:
    """The rows of a page and how many there are in all; `jobs` gives the jobs (SOC codes) whose name fits a word."""
    wanted = _wanted(kind, asked, jobs)
    with database.read() as connection:
        total = connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        found = connection.execute(
            wanted.order_by(wanted.selected_columns[1], wanted.selected_columns[0])
            .limit(PAGE)
            .offset(PAGE * (asked.page - 1))
        ).all()
    return [
        Row(id, _english(title), _english(detail), region, source, as_of, standing_of(status, verified))
        for id, title, detail, region, source, as_of, status, verified in found
    ], total


def _wanted(kind: str, asked: Asked, jobs: Jobs) -> Select[Any]:
    columns = KINDS[kind].table.__table__.c
    title = _title(kind)
    detail = columns.soc if "soc" in columns else literal("")
    region = columns.region if "region" in columns else literal(None, String)
    wanted = select(
        _id(kind), title, detail, region, Provenance.source_id, Provenance.as_of, Provenance.status, Provenance.verified_on
    )  # fmt: skip
    if kind == "program":
        wanted = wanted.join(ProgramText, ProgramText.program_key == ProgramRow.key)
    wanted = wanted.join(
        Provenance,
        and_(Provenance.kind == kind, Provenance.entity_id == _id(kind), Provenance.field == WHOLE_RECORD),
    )
    for word in asked.q.split()[:6]:
        fits: list[ColumnElement[bool]] = [
            func.lower(cast(each, String)).like(_pattern(word), escape="\\") for each in (title, _id(kind))
        ]
        if "soc" in columns:
            fits.append(columns.soc.in_(jobs(word)))
        wanted = wanted.where(or_(*fits))
    if asked.region and "region" in columns:
        everywhere = columns.region.is_(None) if kind == "program" else columns.region == "all"
        wanted = wanted.where(everywhere if asked.region == "all" else columns.region == asked.region)
    if asked.standing in STANDINGS:
        wanted = wanted.where(_stands(asked.standing))
    return wanted


def _title(kind: str) -> Any:
    columns = KINDS[kind].table.__table__.c
    if kind == "program":
        return cast(ProgramText.name, String)
    name = next(columns[name] for name in ("name", "title", "area_name") if name in columns)
    return cast(name, String)


def _id(kind: str) -> Any:
    columns = KINDS[kind].table.__table__.c
    if "id" in columns:
        return columns.id
    return columns.soc + "@" + columns.area if "area" in columns else columns.soc


def _stands(standing: str) -> ColumnElement[bool]:
    expired, checked = Provenance.status == "expired", Provenance.verified_on.is_not(None)
    official = Provenance.status.in_(("reported", "verified"))
    return {
        "expired": expired,
        "checked": and_(~expired, checked),
        "reported": and_(official, ~checked),
        "unchecked": and_(~official, ~expired, ~checked),
    }[standing]


def _pattern(word: str) -> str:
    """For LIKE, over JSON text too: accents fit whatever stands there (JSON writes them as \\u00f1), jokers are themselves."""
    plain = re.sub(r"([\\%_])", r"\\\1", word.lower())
    return f"%{re.sub(r'[^ -~]+', '%', plain)}%"


def _english(text: str | None) -> str:
    """The English half of words kept as JSON; anything else as it is."""
    if text and text.startswith("{"):
        try:
            return str(json.loads(text)["en"])
        except (ValueError, KeyError):
            return text
    return text or ""
