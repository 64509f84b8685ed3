"""What an importer gives: records, whole tables of figures, and what it could not read, each with its line.

`Context` is what it may look up: the ids we know, places by name, and the source every fact of this import cites.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import content_schema as schema
from knowledge.content import Problem
from knowledge.models import AliasRow, Base, CredentialRow, OccupationRow, ProviderRow
from knowledge.records import Known, Record, RecordError, parse, places
from knowledge.saving import PlaceFinder
from knowledge.views import Program, Provider

__all__ = ["Context", "Found", "Importer", "Problem", "Rows", "SourceOf", "lines", "plain_text", "rejected", "slug"]


@dataclass(frozen=True, slots=True)
class SourceOf:
    """The publication an import cites; `as_of` is the vintage where the file does not say it itself."""

    id: str
    name: str
    short: str
    kind: str = "official"
    url: str | None = None
    as_of: str = "undated"


@dataclass(frozen=True, slots=True)
class Found:
    """One record of an editable kind and the line (or position) it stands on."""

    line: int
    kind: str
    record: schema.Sourced


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that one import owns whole: they replace what it gave before. `keys` are the columns by which
    rows that others own give way; `described` adds provenance rows of (kind, entity_id)."""

    table: type[Base]
    rows: list[dict[str, Any]]
    gives_way: tuple[str, ...] = ()
    described: list[tuple[str, str, str]] = field(default_factory=list)  # kind, entity id, field
    part: dict[str, str] = field(default_factory=dict)  # the rows of the table this file speaks of


@dataclass(frozen=True, slots=True)
class Counted:
    """A provider or program that official counts make, as readers get it: not a record anybody edits."""

    line: int
    view: Provider | Program


@dataclass(frozen=True, slots=True)
class OccupationField:
    """One column of an occupation, such as its job zone."""

    line: int
    id: str
    column: str
    value: Any


Item = Found | Counted | Rows | OccupationField | Problem


class Importer(Protocol):
    """One file format. `read` never raises for a bad row: it yields a Problem and goes on."""

    name: str
    about: str
    source: SourceOf

    def accepts(self, path: Path) -> bool:
        """This file (or folder) is of the format, by its names and headers."""
        ...

    def read(self, path: Path, context: Context) -> Iterator[Item]: ...


class Context:
    """What an importer may look up. Read once an import."""

    def __init__(self, session: Session, source: SourceOf, origin: str) -> None:
        self.session = session
        self.source = source
        self.origin = origin
        self.known = Known(session)

    @property
    def sourced(self) -> Record:
        """The fields of `content_schema.Sourced` of every fact of this import."""
        status = "reported" if self.source.kind == "official" else "unverified"
        return {"source": self.source.id, "as_of": self.source.as_of, "status": status}

    @cached_property
    def places(self) -> PlaceFinder:
        return places(self.session)

    @cached_property
    def occupations(self) -> dict[str, str]:
        """Id → official title."""
        return dict(self.session.execute(select(OccupationRow.id, OccupationRow.official_title)).all())

    @cached_property
    def targets(self) -> set[str]:
        return set(self.session.scalars(select(OccupationRow.id).where(OccupationRow.role == "target")))

    @cached_property
    def socs(self) -> set[str]:
        return {id[:7] for id in self.occupations}

    @cached_property
    def _credentials(self) -> dict[str, str]:
        named = {_key(name): id for id, name in self.session.execute(select(CredentialRow.id, CredentialRow.name))}
        aliases = select(AliasRow.entity_id, AliasRow.alias).where(AliasRow.kind == "credential")
        return {_key(alias): id for id, alias in self.session.execute(aliases)} | named

    def credential(self, name: str) -> str | None:
        """The credential of this name or alias, however it is spelled."""
        return self._credentials.get(_key(name))

    @cached_property
    def _providers(self) -> dict[str, str]:
        others = select(ProviderRow.id, ProviderRow.name).where(ProviderRow.origin != self.origin)
        return {slug(name): id for id, name in self.session.execute(others).all()}

    def provider(self, name: str) -> str | None:
        """The id of a provider of this name that others gave: its programs join it."""
        return self._providers.get(slug(name))


class CellError(ValueError):
    """A cell that is no such value; says of which column."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def rejected(path: Path, line: int, error: RecordError) -> Iterator[Problem]:
    """The problems of one row, with file and line."""
    for problem in error.problems:
        yield Problem(path.name, f"line {line}", problem.field, problem.message)


def checked(path: Path, line: int, kind: str, data: Record) -> Iterator[Found | Problem]:
    """The record of a row, or what is wrong with it."""
    try:
        yield Found(line, kind, parse(kind, data))
    except RecordError as error:
        yield from rejected(path, line, error)


def lines(path: Path, delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV (or tab-separated) file with the line each begins on; broken bytes are replaced, not fatal."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        quoting: Any = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        reader = csv.reader(file, delimiter=delimiter, quoting=quoting)
        header = [name.strip() for name in next(reader, [])]
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                continue
            if any(cells):
                yield line, dict(zip(header, (cell.strip() for cell in cells), strict=False))


def header(path: Path, delimiter: str = ",") -> list[str]:
    """The column names of a CSV file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return [name.strip() for name in next(csv.reader(file, delimiter=delimiter), [])]


_TYPED = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-", "\u00a0": " "}


def plain_text(text: str, longest: int) -> str:
    """Text without typographic characters and runs of spaces, cut at a word."""
    text = " ".join("".join(_TYPED.get(letter, letter) for letter in text if letter not in "\u200b\ufffd").split())
    text = re.sub("[\u2010-\u2015\u2018-\u201f\u2022\u2026\u2190-\u21ff]", " ", text)
    return text if len(text) <= longest else text[: longest + 1].rsplit(" ", 1)[0][:longest].rstrip(",;:-( ")


def slug(name: str) -> str:
    from knowledge.official import slug as made

    return made(name)


def _key(name: str) -> str:
    """ "CompTIA A+ (220-1101)" and "comptia a plus" alike."""
    name = re.sub(
        r"\(.*?\)|\b(certification|certificate|certified|exam|ce)\b", " ", name.casefold().replace("+", " plus ")
    )
    return " ".join(re.findall(r"[a-z0-9]+", name))


def amount(text: str) -> int | None:
    """ "$1,250.50" → 1250; None for an empty cell. Raises ValueError for anything else."""
    cleaned = re.sub(r"[$,\s]", "", text)
    return None if cleaned in ("", "-") else round(float(cleaned))


def yes_no(text: str) -> bool | None:
    """Yes, no, or not said. Raises ValueError for anything else."""
    word = text.strip().casefold()
    if word in ("yes", "y", "true", "1", "sí", "si", "x"):
        return True
    if word in ("no", "n", "false", "0"):
        return False
    if word in ("", "unknown", "?", "n/a", "not known"):
        return None
    raise ValueError(f"{text!r} is neither yes nor no")


def unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
