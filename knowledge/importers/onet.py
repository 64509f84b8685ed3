"""The O*NET text database: a folder of its tab-separated files, or one of them.

Taken for the occupations we have: job zones, interest codes, related occupations, technology skills and rated skills,
alternate titles. Titles are kept for staff (kind "role_title"): as names a learner types they would match far too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from knowledge.freshness import UNDATED
from knowledge.importers.batch import Context, Item, OccupationField, Problem, Rows, SourceOf, header, lines
from knowledge.models import AliasRow, OccupationSkill, RelatedOccupation

_CODE = "O*NET-SOC Code"
_RIASEC = {1: "R", 2: "I", 3: "A", 4: "S", 5: "E", 6: "C"}
_HIGH_POINTS = ("First Interest High-Point", "Second Interest High-Point", "Third Interest High-Point")


class Onet:
    """Reads what a folder has of the database; a file that is not there leaves its facts as they are."""

    name = "onet"
    about = "O*NET text database: the folder of tab-separated files, or one of them"
    source = SourceOf(
        "onet", "O*NET Database, USDOL/ETA (CC BY 4.0, modified)", "O*NET", url="https://www.onetcenter.org/"
    )

    def accepts(self, path: Path) -> bool:
        return any(_CODE in header(file, "\t") for file in _files(path))

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        context.source = _vintage(path, context.source)
        for file in _files(path):
            named = set(header(file, "\t"))
            if {_CODE, "Job Zone"} <= named:
                yield from self._zones(file, context)
            elif {_CODE, "Related O*NET-SOC Code"} <= named:
                yield from self._related(file, context)
            elif {_CODE, "Commodity Title", "Hot Technology"} <= named:
                yield from self._technology(file, context)
            elif {_CODE, "Alternate Title"} <= named:
                yield from self._titles(file, context)
            elif {_CODE, "Scale ID", "Data Value"} <= named and "Interest" in file.stem:
                yield from self._interests(file, context)
            elif {_CODE, "Scale ID", "Data Value"} <= named and file.stem.startswith("Skills"):
                yield from self._skills(file, context)
            elif {_CODE, "Title", "Description"} <= named:
                yield from self._titles_agree(file, context)

    def _zones(self, file: Path, context: Context) -> Iterator[Item]:
        for line, row in _ours(file, context):
            if row["Job Zone"] in "12345":
                yield OccupationField(line, row[_CODE], "job_zone", int(row["Job Zone"]))
            else:
                yield Problem(file.name, f"line {line}", "Job Zone", f"{row['Job Zone']!r} is not 1 to 5")

    def _interests(self, file: Path, context: Context) -> Iterator[Item]:
        letters: dict[str, list[str]] = {}
        for line, row in _ours(file, context):
            if row["Element Name"] in _HIGH_POINTS:
                try:
                    letter = _RIASEC.get(int(float(row["Data Value"])), "")
                except ValueError:
                    yield Problem(file.name, f"line {line}", "Data Value", f"{row['Data Value']!r} is not a number")
                    continue
                letters.setdefault(row[_CODE], ["", "", ""])[_HIGH_POINTS.index(row["Element Name"])] = letter
        for id, found in letters.items():
            yield OccupationField(0, id, "interests", "".join(found))

    def _related(self, file: Path, context: Context) -> Iterator[Item]:
        rows = []
        for line, row in _ours(file, context):
            related = _id(row["Related O*NET-SOC Code"])
            if related in context.occupations:
                if not row["Index"].isdigit():
                    yield Problem(file.name, f"line {line}", "Index", f"{row['Index']!r} is not a rank")
                    continue
                rows.append(
                    {
                        "occupation_id": row[_CODE],
                        "related_id": related,
                        "tier": row["Relatedness Tier"],
                        "rank": int(row["Index"]),
                    }
                )
        yield Rows(RelatedOccupation, rows, gives_way=("occupation_id",))

    def _technology(self, file: Path, context: Context) -> Iterator[Item]:
        found: dict[tuple[str, str], dict[str, object]] = {}
        for _, row in _ours(file, context):
            hot, wanted = row["Hot Technology"] == "Y", row["In Demand"] == "Y"
            found[row[_CODE], row["Example"][:160]] = {"hot": hot, "in_demand": wanted}
        yield from _skill_rows("technology", found, lambda flags: (not flags["in_demand"], not flags["hot"]))

    def _skills(self, file: Path, context: Context) -> Iterator[Item]:
        found: dict[tuple[str, str], dict[str, object]] = {}
        for line, row in _ours(file, context):
            if row["Scale ID"] == "IM" and row.get("Recommend Suppress") != "Y":
                try:
                    found[row[_CODE], row["Element Name"]] = {"importance": float(row["Data Value"])}
                except ValueError:
                    yield Problem(file.name, f"line {line}", "Data Value", f"{row['Data Value']!r} is not a number")
        yield from _skill_rows("skill", found, lambda rating: -float(str(rating["importance"])))

    def _titles(self, file: Path, context: Context) -> Iterator[Item]:
        seen = {(row[_CODE], row["Alternate Title"][:160]) for _, row in _ours(file, context)}
        yield Rows(
            AliasRow,
            [{"kind": "role_title", "entity_id": id, "language": "en", "alias": title} for id, title in sorted(seen)],
        )

    def _titles_agree(self, file: Path, context: Context) -> Iterator[Item]:
        for line, row in _ours(file, context):
            held = context.occupations[row[_CODE]]
            if held != row["Title"]:
                yield Problem(file.name, f"line {line}", "Title", f"{row['Title']!r}; we say {held!r}")


def _vintage(path: Path, source: SourceOf) -> SourceOf:
    """The release as the folder's Read Me names it: "O*NET 29.2 Database", "February 2025 Release"."""
    about = path / "Read Me.txt"
    text = about.read_text(encoding="utf-8", errors="replace")[:500] if about.exists() else ""
    if source.as_of == UNDATED and (found := re.search(r"([A-Z][a-z]+) (20\d\d) Release", text)):
        month = f"{datetime.strptime(found[1], '%B').month:02}"
        return replace(source, as_of=f"{found[2]}-{month}")
    return source


def _skill_rows(kind: str, found: dict[tuple[str, str], dict[str, object]], weight: object) -> Iterator[Item]:
    by_occupation: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for (id, name), more in found.items():
        by_occupation.setdefault(id, []).append((name, more))
    rows = []
    for id, skills in by_occupation.items():
        for position, (name, more) in enumerate(sorted(skills, key=lambda one: (weight(one[1]), one[0]))):  # type: ignore[operator]
            base = {"importance": None, "hot": False, "in_demand": False}
            rows.append({"occupation_id": id, "kind": kind, "name": name, "position": position, **base, **more})
    yield Rows(OccupationSkill, rows, part={"kind": kind})


def _ours(file: Path, context: Context) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of the occupations we have, by our ids."""
    for line, row in lines(file, "\t"):
        if (id := _id(row.get(_CODE, ""))) in context.occupations:
            yield line, row | {_CODE: id}


def _id(code: str) -> str:
    return code.removesuffix(".00")


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.txt")) if path.is_dir() else [path] if path.suffix.lower() == ".txt" else []
