"""IPEDS: a folder with the directory of institutions (HD) and the completions by field of study and award level.

Counts of awards become programs a learner can find, as `knowledge.awards` words them. A program the content names itself
stands in place of its school's bare count. Institutions outside our regions are left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge import content, official
from knowledge.awards import Awards
from knowledge.importers.batch import Context, Counted, Item, Problem, SourceOf, header, lines
from knowledge.seed import CONTENT_FOLDER
from knowledge.views import Source

Row = dict[str, str]
_HD = {"UNITID", "INSTNM", "STABBR", "LATITUDE", "CONTROL", "ICLEVEL"}
_COMPLETIONS = {"UNITID", "CIPCODE", "AWLEVEL"}


class Ipeds:
    """Reads a folder that holds both files, whatever they are called."""

    name = "ipeds"
    about = "IPEDS: a folder with institutions (HD) and completions (C_A)"
    source = SourceOf("ipeds", "IPEDS, NCES", "IPEDS", url="https://nces.ed.gov/ipeds/")

    def accepts(self, path: Path) -> bool:
        return path.is_dir() and all(_files(path))

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        directory, completions = _files(path)
        assert directory is not None
        assert completions is not None
        regions = official.REGIONS
        schools: list[Row] = []
        for line, row in lines(directory):
            place = context.places.find(row["CITY"].title(), state=row["STABBR"])
            region = row.get("region") or next((n for n, id in regions.items() if place and place.region == id), "")
            if not region:
                continue
            if row["CONTROL"] not in "123" or row["ICLEVEL"] not in "123":
                yield Problem(directory.name, f"line {line}", "CONTROL", "is none of 1, 2, 3")
                continue
            schools.append(row | {"region": region})
        fields = _fields()
        ours, counts = {row["UNITID"] for row in schools}, []
        for line, row in lines(completions):
            awarded = next((row[name] for name in row if name.startswith("awards") or name == "CTOTALT"), "")
            if row["UNITID"] not in ours or row["CIPCODE"] not in fields or row.get("MAJORNUM", "1") != "1":
                continue
            if not awarded.isdigit() or row["AWLEVEL"] not in official.LEVELS:
                yield Problem(
                    completions.name, f"line {line}", "AWLEVEL", f"{awarded!r} awards at level {row['AWLEVEL']!r}"
                )
                continue
            counts.append(row | {"awards_2023_24": awarded})
        yield from self._counted(schools, counts, fields, completions, context)

    def _counted(
        self, schools: list[Row], counts: list[Row], fields: dict[str, Row], completions: Path, context: Context
    ) -> Iterator[Item]:
        held = content.read(CONTENT_FOLDER)
        roles = {cip: set(held_roles.split()) for cip, held_roles in _roles(held, fields).items()}
        year = _year(completions) or context.source.as_of
        cited = {"source": context.source.id, "as_of": year}
        institutions = [row | cited for row in official.institutions(schools)]
        awards = [row | cited for row in official.awards(counts, fields, roles)]
        given = replace(held, official=held.official | {"ipeds_institutions": institutions, "ipeds_awards": awards})
        source = context.source
        made = Awards(given, {source.id: Source(source.id, source.name, source.short, source.url, source.kind)})
        yield from (Counted(0, provider) for provider in made.providers())
        yield from (Counted(0, program) for program in made.programs())


def _files(folder: Path) -> tuple[Path | None, Path | None]:
    named = {path: set(header(path)) for path in sorted(folder.glob("*.csv"))}
    directory = next((path for path, columns in named.items() if columns >= _HD), None)
    return directory, next((path for path, columns in named.items() if columns >= _COMPLETIONS), None)


def _fields() -> dict[str, Row]:
    with (CONTENT_FOLDER / "official" / "cip_fields.csv").open(encoding="utf-8", newline="") as file:
        return {row["cip"]: row for row in csv.DictReader(file)}


def _roles(held: content.Content, fields: dict[str, Row]) -> dict[str, str]:
    """CIP → the occupations its field leads to, as the shipped extract has them from the NCES crosswalk."""
    by_field = {row["field"]: row["roles"] for row in held.official["ipeds_awards"] if row["roles"]}
    return {cip: by_field.get(row["field"], "") for cip, row in fields.items()}


def _year(path: Path) -> str:
    """ "c2024_a.csv" and "…_2023_24.csv" → 2024, the year the awards were counted up to."""
    if found := re.search(r"20(\d\d)[_-](\d\d)(?!\d)", path.stem):
        return f"20{found[2]}"
    found = re.search(r"20\d\d", path.stem)
    return found[0] if found else ""
