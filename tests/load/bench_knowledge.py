"""How the knowledge base behaves as it grows: the finder, name linking and a state's list of 75,000 programs.

`measure(folder, quick)` gives the keys `finder_p95`, `finder_p95_postgresql`, `linking_p95_100k` and `etl_import_75k_s`
of `make bench`; `python -m tests.load.bench_knowledge [--quick]` prints them. Programs are synthesised from real rows:
our own named programs, copied over our places and the rest of the country with other prices and hours.
Each search meets programs it has not met before (another town, another wish): nothing is answered from memory.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge import importing, seed
from knowledge.database import Database
from knowledge.importers import IMPORTERS
from knowledge.mentions.linker import Linker
from knowledge.mentions.names import Entry
from knowledge.names import entries
from knowledge.records import places
from knowledge.repository import Knowledge
from knowledge.saving import delete_programs, save_programs
from knowledge.search import find
from knowledge.views import ELSEWHERE, Place, Program, ProgramSearch
from tests import postgres

SIZES = (1_000, 10_000, 100_000)
ETPL_ROWS = 75_000
# Of a nation's programs about one in twenty is in our regions: their share of the population (15 of 335 million).
OURS = 0.05
# The worst there can be: every one of them in our regions, so that a search in one has a quarter of all to choose from.
DENSE = 1.0
SYNTHETIC = "synthetic"
SAID = (
    "how much is {program}", "does {program} have evening classes", "i want {program} or something near {place}",
    "cuanto cuesta {program} en {place}", "free help desk classes in {place}", "what do i need for comptia a+",
    "quiero ser analista de datos cerca de {place}", "is it hard", "gracias",
)  # fmt: skip


def measure(folder: Path, quick: bool = False) -> dict[str, Any]:
    """All keys; `quick` asks fewer times and leaves out 100,000 on PostgreSQL."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = 150 if quick else 600
    path = folder / "scale.db"
    for old in folder.glob("scale.db*"):
        old.unlink()
    url = f"sqlite:///{path}"
    seed.ensure(url)
    result: dict[str, Any] = {"finder_p95": {}, "linking_p95_by_size": {}}
    for size in SIZES:
        grow(url, size)
        result["finder_p95"][str(size)] = finder_p95(url, asked)
        result["linking_p95_by_size"][str(size)] = linking_p95(url, asked)
    result["finder_p95_dense"] = dense(url, asked, SIZES)
    result["linking_p95"] = result["linking_p95_by_size"][str(SIZES[-1])]
    result["knowledge_rss_mb_100k"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if postgres.binaries():
        with postgres.running() as server:
            seed.ensure(server)
            result["finder_p95_postgresql"] = {}
            for size in SIZES[: 2 if quick else 3]:
                grow(server, size)
                result["finder_p95_postgresql"][str(size)] = finder_p95(server, asked)
            result["finder_p95_dense_postgresql"] = dense(server, asked, SIZES[: 2 if quick else 3])
    result["etl_import_75k_s"] = etpl_seconds(folder, 7_500 if quick else ETPL_ROWS)
    return result


def dense(url: str, asked: int, sizes: Sequence[int]) -> dict[str, float]:
    """The finder where every program is in one of our regions, by size."""
    found = {}
    for size in sizes:
        grow(url, size, DENSE)
        found[str(size)] = finder_p95(url, asked)
    return found


def grow(url: str, size: int, ours: float = OURS) -> None:
    """Fills a knowledge base up to a number of programs, this share of them in our regions."""
    database, dice = Database(url), random.Random(7)
    knowledge = Knowledge(database)
    real = [program for program in knowledge.programs() if program.awards is None and program.kind != "partnership"]
    towns = [place for place in knowledge.places() if place.region and place.latitude is not None]
    with database.begin() as session:
        delete_programs(session, SYNTHETIC)
        there = knowledge.count_programs()
        made = (_copied(dice.choice(real), number, towns, ours, dice) for number in range(size - there))
        save_programs(session, made, places(session), SYNTHETIC)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    database.close()


def _copied(program: Program, number: int, towns: Sequence[Place], ours: float, dice: random.Random) -> Program:
    """Another program like this one, elsewhere, for another price, at other hours."""
    town = dice.choice(towns)
    here = dice.random() < ours
    latitude, longitude = (
        (town.latitude or 0, town.longitude or 0) if here else (dice.uniform(30, 48), dice.uniform(-98, -86))
    )
    price = dice.choice((None, 0, 900, 2_400, 6_800))
    return replace(
        program,
        id=f"synthetic-{number}",
        region=town.region if here else ELSEWHERE,
        places=(town.name,) if here else ("Example City",),
        latitude=latitude + dice.uniform(-0.05, 0.05),
        longitude=longitude + dice.uniform(-0.05, 0.05),
        free=None if price is None else price == 0,
        tuition=None if price is None else (price, price),
        evenings=dice.choice((None, None, True, False)),
        weekends=dice.choice((None, None, None, True)),
        online=dice.choice((None, True, False)),
        min_age=dice.choice((None, 16, 18)),
    )


def finder_p95(url: str, asked: int) -> float:
    """Milliseconds in a process that has answered for a while; each search differs from those before it."""
    knowledge, dice, times = Knowledge(url), random.Random(11), []
    towns = [place for place in knowledge.places() if place.region and place.latitude is not None]
    roles = [role.id for role in knowledge.occupations()]
    for number in range(2 * asked):
        search = _wish(dice, towns, roles)
        started = time.perf_counter()
        find(knowledge, search, limit=4)
        if number >= asked:
            times.append(time.perf_counter() - started)
    knowledge.close()
    return p95(times)


def _wish(dice: random.Random, towns: Sequence[Place], roles: Sequence[str]) -> ProgramSearch:
    """What learners ask: a town, a job or a field, and one or two conditions."""
    town = dice.choice(towns)
    search = ProgramSearch(place=town.id, region=town.region)
    if dice.random() < 0.5:
        search = replace(search, roles=(dice.choice(roles),))
    else:
        fields = ("networking", "data", "design", "programming", "support", "crosscutting")
        search = replace(search, categories=(dice.choice(fields),))
    for condition in dice.sample(
        ({"free": True}, {"max_cost": 2_000}, {"age": 17}, {"evenings": True}, {"online": True}, {"radius_miles": 10.0},
         {"max_weeks": 20}, {"has_diploma": False}, {"needs": ("child-care", "transport")}), k=dice.choice((0, 1, 2)),
    ):  # fmt: skip
        search = replace(search, **condition)  # type: ignore[arg-type]
    return search


def linking_p95(url: str, asked: int) -> float:
    """Milliseconds to link one message, every program's name among the names."""
    knowledge, dice = Knowledge(url), random.Random(13)
    named = list(entries(knowledge))
    programs = knowledge.programs()
    known = [*named, *(Entry("program", program.id, program.name.en) for program in programs)]
    linker, times = Linker(known), []
    towns = [place.name for place in knowledge.places()]
    for _ in range(asked):
        message = dice.choice(SAID).format(program=dice.choice(programs).name.en, place=dice.choice(towns))
        started = time.perf_counter()
        linker.link(message)
        times.append(time.perf_counter() - started)
    knowledge.close()
    return p95(times)


def etpl_seconds(folder: Path, rows: int) -> float:
    """Seconds to import a state's list of this many programs, synthesised from a real file's layout, into an empty feed."""
    path, base = folder / "etpl.csv", folder / "import.db"
    for old in folder.glob("import.db*"):
        old.unlink()
    seed.ensure(f"sqlite:///{base}")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(next(_etpl_rows(1))))
        writer.writeheader()
        writer.writerows(_etpl_rows(rows))
    database = Database(f"sqlite:///{base}")
    started = time.perf_counter()
    report = importing.run(database, IMPORTERS["etpl"], path)
    seconds = time.perf_counter() - started
    assert report.added["program"] == rows, report.problems[:3]
    database.close()
    return round(seconds, 1)


def _etpl_rows(rows: int) -> Iterator[dict[str, str]]:
    """Rows of Texas's layout, one provider to about twenty-five programs, as in the real list."""
    dice = random.Random(17)
    cips, socs = (
        ("11.0901", "11.1003", "51.0713", "11.1006", "11.0101"),
        ("15114200", "29207100", "15112200", "15123200"),
    )
    for number in range(rows):
        school = number // 25
        yield {
            "Program ID": str(100_000 + number), "Program Status": "Approved", "ProviderName": f"Example School {school}",
            "Institution Type": "Private for-profit", "Campus Address": "1 Example Way",
            "Campus City": dice.choice(("Tucson", "Nogales", "Boston", "Worcester", "Miami", "Dallas", "Houston")),
            "Campus State": "AZ", "Campus Zip Code": "85701", "Information: Onsite Childcare": dice.choice(("", "Yes", "No")),
            "Program Name": f"Computer Support Specialist {number}",
            "Instructional Program (CIP) Code": dice.choice(cips).replace(".", ""),
            "Academic PreRequisites": dice.choice(("None", "High School Diploma or Equivalent")),
            "Program URL": "www.example.com/program",
            "Program Outcome": dice.choice(("Industry recognized certificate or certification", "Associates Degree")),
            "Associted Credential Name": dice.choice(("", "CompTIA A+", "Certificate of Completion")),
            "Length: Contact Hours": str(dice.randrange(40, 900)), "Length: Weeks": str(dice.randrange(4, 104)),
            "Delivery Method": dice.choice(("Distance Education", "Hybrid", "In-person")),
            "Occupation Code (ONET 1)": dice.choice(socs), "Occupation Code (ONET 2)": "",
            "Required Cost: Tuition & Fees": str(dice.randrange(0, 12_000)), "Required Cost: Books & Supplies": "300",
            "Program ETPL Last Update": "June 6, 2023 10:16 AM",
        }  # fmt: skip


def p95(times: Sequence[float]) -> float:
    return round(statistics.quantiles(times, n=20)[-1] * 1000, 2)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="sendero-scale-"))
    try:
        print(json.dumps(measure(folder, "--quick" in sys.argv), indent=1))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
