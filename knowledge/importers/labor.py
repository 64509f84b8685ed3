"""Labor-market files: BLS wages (OEWS) and employment projections, DOL prevailing-wage levels. CSV or XLSX.

Only the occupations and areas we serve are taken; figures a publisher withholds ("*", "#") stay unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from knowledge.importers.batch import CellError, Context, Item, Problem, SourceOf, checked, header, lines
from knowledge.models import PlaceRow, RegionRow
from knowledge.records import Record


class Oews:
    """BLS Occupational Employment and Wage Statistics: the nation's percentiles, and any area's we serve."""

    name = "oews"
    about = "BLS wages: OEWS national, state or metro file"
    source = SourceOf(
        "bls-oews", "BLS Occupational Employment and Wage Statistics", "BLS", url="https://www.bls.gov/oes/"
    )

    def accepts(self, path: Path) -> bool:
        return {"OCC_CODE", "A_MEDIAN"} <= _columns(path)

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        rows = list(_rows(path))
        newest = max((row.get("YEAR", "") for _, row in rows), default="")
        areas = _areas(context)
        for line, row in rows:
            detailed = row.get("O_GROUP", "detailed") in ("detailed", "") and row.get("I_GROUP", "") in (
                "",
                "cross-industry",
            )
            if row.get("YEAR", "") != newest or row["OCC_CODE"] not in context.socs or not detailed:
                continue
            area = row.get("AREA", "99")
            if area not in ("99", "0000000", "US") and area not in areas:
                continue
            yield from _wage(path, line, row, None if area not in areas else area, newest, context)


def _wage(path: Path, line: int, row: dict[str, str], area: str | None, year: str, context: Context) -> Iterator[Item]:
    record: Record = {"soc": row["OCC_CODE"], **context.sourced}
    if year:
        record["as_of"] = f"{year}-05"
    try:
        for name, column in (
            ("p10", "A_PCT10"), ("p25", "A_PCT25"), ("median", "A_MEDIAN"), ("p75", "A_PCT75"), ("p90", "A_PCT90"),
            ("employment", "TOT_EMP"),
        ):  # fmt: skip
            record[name] = _figure(column, row.get(column, ""))
    except CellError as error:
        yield Problem(path.name, f"line {line}", error.column, str(error))
        return
    if area:
        if record["median"] is not None:
            yield from checked(path, line, "local_median", record | {"area": area, "area_name": row["AREA_TITLE"]})
        return
    top = any(row.get(column) == "#" for column in ("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"))
    yield from checked(path, line, "national_wage", record | {"title": row["OCC_TITLE"].strip(), "top_coded": top})


class Projections:
    """BLS employment projections, thousands of people."""

    name = "projections"
    about = "BLS employment projections by occupation"
    source = SourceOf("bls-ep", "BLS Employment Projections", "BLS", url="https://www.bls.gov/emp/", as_of="2024")

    def accepts(self, path: Path) -> bool:
        return {"Occupation Code", "Employment 2024"} <= _columns(path)

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        for line, row in _rows(path):
            if row["Occupation Code"] not in context.socs:
                continue
            try:
                record = {
                    "soc": row["Occupation Code"],
                    "title": row["Occupation Title"],
                    "employment_2024": _thousands("Employment 2024", row),
                    "employment_2034": _thousands("Employment 2034", row),
                    "growth_percent": float(row["Employment Percent Change, 2024-2034"]),
                    "openings_per_year": _thousands("Occupational Openings, 2024-2034 Annual Average", row),
                    "entry_education": row["Typical Entry-Level Education"],
                    "experience": row["Work Experience in a Related Occupation"],
                    "training": row["Typical on-the-job Training"],
                    **context.sourced,
                }
            except ValueError as error:
                yield Problem(path.name, f"line {line}", "Employment", str(error))
                continue
            yield from checked(path, line, "projection", record)


class WageLevels:
    """DOL (OFLC) prevailing-wage levels by area. Levels are legal pay levels, never medians."""

    name = "wage-levels"
    about = (
        "DOL prevailing-wage levels (OFLC): ALC_Export.csv with Geography.csv beside it, or one table with area names"
    )
    source = SourceOf("dol-oflc", "DOL prevailing wage levels (OFLC)", "DOL", url="https://flag.dol.gov/wage-data")

    def accepts(self, path: Path) -> bool:
        named = _columns(path)
        return {"soc", "area_code", "level1_annual"} <= named or {"Area", "SocCode", "Level1", "Level4"} <= named

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        areas = _areas(context)
        named = _geography(path)
        for line, row in lines(path):
            area, soc = row.get("area_code") or row.get("Area", ""), row.get("soc") or row.get("SocCode", "")
            if area not in areas or soc not in context.socs:
                continue
            try:
                levels = {f"level{n}": _yearly(row, n) for n in (1, 2, 3, 4)}
            except CellError as error:
                yield Problem(path.name, f"line {line}", error.column, str(error))
                continue
            record: Record = {
                "soc": soc,
                "area": area,
                "area_name": row.get("area_name") or named.get(area, area),
                **levels,
            }
            record |= context.sourced
            if since := row.get("wage_year", "")[:7]:
                record["as_of"] = since
            yield from checked(path, line, "local_wage", record)


def _yearly(row: dict[str, str], level: int) -> int:
    text = row.get(f"level{level}_annual") or ""
    try:
        return round(float(text)) if text else round(float(row[f"Level{level}"]) * 2080)
    except (ValueError, KeyError):
        raise CellError(f"level{level}", f"{text or row.get(f'Level{level}')!r} is not a wage") from None


def _geography(path: Path) -> dict[str, str]:
    beside = path.with_name("Geography.csv")
    if not beside.exists():
        return {}
    return {row["Area"]: row["AreaName"] for _, row in lines(beside) if row.get("Area")}


def _figure(column: str, text: str) -> int | None:
    text = text.replace(",", "").strip()
    if text in ("", "*", "**", "#"):
        return None
    try:
        return round(float(text))
    except ValueError:
        raise CellError(column, f"{text!r} is not a figure") from None


def _thousands(column: str, row: dict[str, str]) -> int:
    try:
        return round(float(row[column].replace(",", "")) * 1000)
    except ValueError:
        raise ValueError(f"{row[column]!r} is not a number of thousands") from None


def _areas(context: Context) -> set[str]:
    """Areas learners of our regions and their neighbours live in."""
    of_places = context.session.scalars(select(PlaceRow.wage_area).distinct())
    of_regions = context.session.scalars(select(RegionRow.wage_area))
    return {area for area in (*of_places, *of_regions) if area}


@cache
def _sheet(path: Path, _changed: float) -> list[tuple[int, dict[str, str]]]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        named = [str(cell or "").strip() for cell in next(rows, ())]
        return [(n, dict(zip(named, map(_text, cells), strict=False))) for n, cells in enumerate(rows, 2)]
    finally:
        book.close()


def _text(cell: Any) -> str:
    return (
        "" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    )


def _columns(path: Path) -> set[str]:
    if path.suffix.lower() == ".xlsx":
        book = load_workbook(path, read_only=True)
        try:
            return {str(cell) for cell in next(book.worksheets[0].iter_rows(values_only=True), ())}
        finally:
            book.close()
    return set(header(path)) if path.suffix.lower() == ".csv" else set()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.suffix.lower() == ".xlsx":
        yield from _sheet(path, path.stat().st_mtime)
    else:
        yield from lines(path)
