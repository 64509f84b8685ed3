"""The spreadsheet a small nonprofit keeps: one row a program (or support, center, provider …), XLSX or CSV.

Column names may be ours ("cost.tuition_low") or the words people use ("Tuition", "Costo"). A sheet's name, or a `kind`
column, says what its rows are; a sheet of neither is programs. What a nonprofit need not know (ids, sources, codes) is
filled in from what it does: the id from provider and name, the source from the import. A name or description in one
language only stands for both as a name, and is replaced by a plain sentence as a description.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from knowledge.importers.batch import Context, Found, Item, Problem, SourceOf, checked, lines, plain_text, slug
from knowledge.records import KINDS, Record
from knowledge.tabular import columns, nested
from knowledge.views import ELSEWHERE

_SHEETS = {
    **{kind: kind for kind in KINDS},
    **{f"{kind}s": kind for kind in KINDS},
    "centers": "career_center",
    "career centers": "career_center",
    "services": "support",
}
# What people call a column → what we call it; matched without case and punctuation.
_CALLED = {
    "program": "name.en", "program name": "name.en", "name": "name.en", "title": "name.en", "course": "name.en",
    "programa": "name.es", "nombre": "name.es", "name spanish": "name.es", "organization": "provider",
    "organizacion": "provider", "provider name": "provider", "agency": "provider", "description": "about.en",
    "about": "about.en", "descripcion": "about.es", "description spanish": "about.es", "tuition": "cost.tuition_low",
    "cost": "cost.tuition_low", "price": "cost.tuition_low", "costo": "cost.tuition_low", "fees": "cost.fees",
    "books": "cost.books", "books and supplies": "cost.books", "exam fee": "cost.exam", "free": "cost.free",
    "gratis": "cost.free", "stipend": "cost.stipend", "weeks": "length.weeks_low", "length weeks": "length.weeks_low",
    "semanas": "length.weeks_low", "hours": "length.hours", "hours per week": "length.hours_per_week",
    "evenings": "schedule.evenings", "weekends": "schedule.weekends", "full time": "schedule.full_time",
    "schedule": "schedule.text.en", "horario": "schedule.text.es", "format": "modality", "delivery": "modality",
    "minimum age": "eligibility.min_age", "min age": "eligibility.min_age", "maximum age": "eligibility.max_age",
    "max age": "eligibility.max_age", "diploma required": "eligibility.diploma", "who can join": "eligibility.text.en",
    "eligibility": "eligibility.text.en", "quien puede entrar": "eligibility.text.es", "how to apply": "apply.text.en",
    "como aplicar": "apply.text.es", "application link": "apply.url", "website": "url", "web": "url", "link": "url",
    "telephone": "phone", "telefono": "phone", "city": "places", "location": "places", "town": "places",
    "ciudad": "places", "start date": "starts", "start dates": "starts", "deadline": "deadline_on",
    "application deadline": "deadline_on", "seats": "capacity", "language": "languages", "idiomas": "languages",
    "credential": "credentials", "certificate": "credentials", "employer": "employers", "type": "kind",
    "last updated": "as_of", "updated": "as_of", "checked on": "as_of", "id": "id", "address": "address",
}  # fmt: skip
_MODALITY = {
    "online": "online", "en linea": "online", "remote": "online", "virtual": "online", "in person": "in_person",
    "in-person": "in_person", "presencial": "in_person", "on site": "in_person", "hybrid": "hybrid", "hibrido": "hybrid",
}  # fmt: skip
_LANGUAGES = {"english": "en", "ingles": "en", "spanish": "es", "espanol": "es", "en": "en", "es": "es"}
_WEB_TEXTS = ("cost.text", "length.text", "schedule.text", "eligibility.text", "eligibility.residency", "apply.text",
              "outcomes", "check", "accessibility", "earns", "eligibility", "amount")  # fmt: skip


class Spreadsheet:
    """Reads sheets of records in our columns or in plain words."""

    name = "spreadsheet"
    about = "a spreadsheet (XLSX or CSV) of programs, supports, centers or providers"
    source = SourceOf("spreadsheet", "A partner's spreadsheet", "Partner", "provider")

    def accepts(self, path: Path) -> bool:
        return path.suffix.lower() in (".xlsx", ".csv")

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        for sheet, rows in _sheets(path):
            for line, cells in rows:
                kind = _SHEETS.get(str(cells.pop("kind_of_record", "") or sheet).strip().casefold().replace("-", " "))
                yield from _row(path, line, kind or "program", cells, context)


def _row(path: Path, line: int, kind: str, cells: dict[str, Any], context: Context) -> Iterator[Found | Problem]:
    known = set(columns(kind))
    row = {_named(name, known): value for name, value in cells.items() if value not in (None, "")}
    if not row:
        return
    ours = known <= set(cells)  # an export: every column is there and says exactly what it says
    try:
        if not ours:
            _tidy(row)
        record = nested(kind, row)
        if not ours:
            _completed(kind, record, row, context)
    except ValueError as error:
        column, _, message = str(error).partition(": ")
        yield Problem(path.name, f"line {line}", column if message else "", message or str(error))
        return
    if kind == "program" and not ours and record["provider"] not in context.known["providers"]:
        yield from _new_provider(path, line, row, record, context)
    yield from checked(path, line, kind, record)


def _named(name: str, known: set[str]) -> str:
    if name in known:
        return name
    key = " ".join("".join(c if c.isalnum() else " " for c in _ascii(name)).split())
    key = (
        key.replace(" english", "")
        .replace(" en ingles", "")
        .replace(" in spanish", " spanish")
        .replace(" en espanol", " spanish")
    )
    return _CALLED.get(key, name if name in known else key)


def _tidy(row: dict[str, Any]) -> None:
    """Cells as people write them: dates as dates, formats and languages in words, "free" as a price."""
    for name, value in list(row.items()):
        if isinstance(value, datetime | date):
            row[name] = (value.date() if isinstance(value, datetime) else value).isoformat()
    if "modality" in row:
        row["modality"] = _codes("modality", row["modality"], _MODALITY, ("in_person", "online", "hybrid"))
    if "languages" in row:
        row["languages"] = _codes("languages", row["languages"], _LANGUAGES, ("en", "es"))
    price = str(row.get("cost.tuition_low", "")).strip().casefold()
    if price in ("free", "gratis", "0", "$0", "no cost", "sin costo"):
        row |= {"cost.tuition_low": 0, "cost.free": row.get("cost.free", "yes")}
    if "cost.tuition_low" in row:
        row.setdefault("cost.tuition_high", row["cost.tuition_low"])
    if "length.weeks_low" in row:
        row.setdefault("length.weeks_high", row["length.weeks_low"])


def _codes(column: str, value: Any, words: dict[str, str], codes: tuple[str, ...]) -> str:
    found = []
    for part in str(value).replace("/", ";").replace(",", ";").replace(" and ", ";").replace(" y ", ";").split(";"):
        word = " ".join(_ascii(part).split())
        if word:
            code = words.get(word, word)
            if code not in codes:
                raise ValueError(f"{column}: {part.strip()!r} is none of {', '.join(codes)}")
            found.append(code)
    return "; ".join(found)


def _completed(kind: str, record: Record, row: dict[str, Any], context: Context) -> None:
    """What a nonprofit's sheet need not say."""
    for name, value in context.sourced.items():
        if not record.get(name):
            record[name] = value
    if kind not in ("program", "provider", "support", "career_center"):
        return
    _both_languages(record)
    if not record.get("id"):
        record["id"] = slug(
            f"{row.get('provider', '')} {row.get('name.en') or row.get('name') or row.get('name.es', '')}"
        )[:96]
    if kind != "program":
        return
    provider = str(row.get("provider") or "").strip()
    if not provider:
        raise ValueError("provider: is missing")
    if provider not in context.known["providers"]:
        record["provider"] = context.provider(provider) or slug(provider)
    called = record.get("name")
    if not record.get("short") and isinstance(called, dict):
        record["short"] = {language: plain_text(text, 40) for language, text in called.items() if text}
    record["kind"] = record.get("kind") or "training"
    record["categories"] = record.get("categories") or []
    if record.get("credentials"):
        named = [
            (text, text if text in context.known["credentials"] else context.credential(text))
            for text in record["credentials"]
        ]
        unknown = [text for text, id in named if id is None]
        record["credentials"] = [id for _, id in named if id]
        if unknown and not record.get("earns"):
            text = plain_text(", ".join(unknown), 90)
            record["earns"] = {"en": text, "es": text}
    if record.get("places") and not record.get("region"):
        place = context.places.find(record["places"][0])
        record["region"] = (place.region if place else None) or ELSEWHERE


def _both_languages(record: Record) -> None:
    """A name in one language is the name; a text in one language only is left out, or said plainly."""
    name = record.get("name")
    if isinstance(name, dict):
        one = name.get("en") or name.get("es")
        record["name"] = {language: plain_text(name.get(language) or one or "", 70) for language in ("en", "es")}
    elif isinstance(name, str):
        record["name"] = plain_text(name, 90)
    about = record.get("about") or {}
    called = record["name"].get("es") if isinstance(record.get("name"), dict) else record.get("name")
    if called:
        record["about"] = {
            "en": plain_text(about.get("en") or f"{called}. Ask them for details.", 130),
            "es": plain_text(about.get("es") or f"{called}. Pregunta los detalles.", 130),
        }
    for path in _WEB_TEXTS:
        *parents, last = path.split(".")
        at: Any = record
        for part in parents:
            at = at.get(part) if isinstance(at, dict) else None
        text = at.get(last) if isinstance(at, dict) else None
        if isinstance(text, dict) and {"en", "es"} >= set(text) and not (text.get("en") and text.get("es")):
            at[last] = None


def _new_provider(
    path: Path, line: int, row: dict[str, Any], record: Record, context: Context
) -> Iterator[Found | Problem]:
    """A provider nobody has named yet, as far as the row says."""
    if record["provider"] in context.known["providers"]:
        return
    name = plain_text(str(row["provider"]), 90)
    region = None if record.get("region") == ELSEWHERE else record.get("region")
    about = {"en": f"{name} runs training programs.", "es": f"{name} ofrece programas de capacitación."}
    yield from checked(
        path, line, "provider",
        {
            "id": record["provider"], "name": name, "aliases": [], "regions": [region] if region else ["all"],
            "kind": "nonprofit", "about": {k: plain_text(v, 150) for k, v in about.items()}, "url": None,
            "phone": record.get("phone"), "closed": None, **context.sourced,
        },
    )  # fmt: skip
    context.known["providers"].add(record["provider"])


def _sheets(path: Path) -> Iterator[tuple[str, Iterable[tuple[int, dict[str, Any]]]]]:
    if path.suffix.lower() == ".csv":
        yield path.stem, lines(path)
        return
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            yield sheet.title, _rows(sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, dict[str, Any]]]:
    header: list[str] = []
    for line, cells in enumerate(rows, 1):
        if not any(cell not in (None, "") for cell in cells):
            continue
        if not header:
            header = [str(cell or "").strip() for cell in cells]
        else:
            # A row may end at its last filled cell.
            yield line, {name: cell for name, cell in zip_longest(header, cells[: len(header)]) if name}


def _ascii(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().casefold().strip()
