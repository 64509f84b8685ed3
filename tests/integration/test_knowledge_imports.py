"""Importing: every format, bad rows told and left out, twice the same, all or nothing, a person's word before the file's."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from typer.testing import CliRunner

from knowledge import editing, importing, records
from knowledge.cli import kb
from knowledge.database import Database
from knowledge.exporters import ctdl, spreadsheet
from knowledge.exporters.reading import every
from knowledge.importers import IMPORTERS, importer_for
from knowledge.importing import Report
from knowledge.models import Base, CredentialStep, Revision
from knowledge.repository import Knowledge
from knowledge.search import find
from knowledge.seed import load
from knowledge.views import ProgramSearch

CASES = Path(__file__).parents[1] / "cases" / "imports"
FILES = {path.stem: path for path in CASES.iterdir()}
TODAY = date(2026, 11, 25)
SOURCE_DATA = Path(__file__).parents[3] / "shared" / "data"
with_source_data = pytest.mark.skipif(not SOURCE_DATA.exists(), reason="the large source files are not here")


@pytest.fixture
def database(knowledge_copy: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{knowledge_copy}")
    yield opened
    opened.close()


def run(database: Database, path: Path, **how: object) -> Report:
    importer = importer_for(path)
    assert importer, path
    return importing.run(database, importer, path, **how)  # type: ignore[arg-type]


def everything(database: Database) -> dict[str, list[str]]:
    with database.read() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name != Revision.__tablename__
        }


def lines_of(report: Report) -> list[tuple[str, str]]:
    return [(problem.record, problem.field) for problem in report.problems]


# --- what holds for each of them ---


def test_every_importer_has_a_case_file() -> None:
    assert set(FILES) == set(IMPORTERS)


@pytest.mark.parametrize("name", IMPORTERS)
def test_a_file_is_known_by_what_it_holds(name: str) -> None:
    found = importer_for(FILES[name])
    assert found and found.name == name


@pytest.mark.parametrize("name", IMPORTERS)
def test_an_import_run_twice_gives_the_same(database: Database, name: str) -> None:
    first = run(database, FILES[name])
    assert first.added or first.changed
    held, number = everything(database), Knowledge(database).revision()
    again = run(database, FILES[name])
    assert not again.added and not again.changed and not again.removed
    assert again.unchanged
    assert everything(database) == held
    assert Knowledge(database).revision() == number


@pytest.mark.parametrize("name", IMPORTERS)
def test_bad_rows_are_told_with_their_place_and_do_not_stop_the_rest(database: Database, name: str) -> None:
    report = run(database, FILES[name])
    assert report.problems
    for problem in report.problems:
        assert problem.file and problem.record and problem.message
    assert report.added or report.changed


@pytest.mark.parametrize("name", IMPORTERS)
def test_what_an_import_gave_outlives_a_reload_of_the_content(database: Database, name: str) -> None:
    run(database, FILES[name])
    held = everything(database)
    load(database, force=True)
    kept = everything(database)
    for table, rows in held.items():
        assert [row for row in rows if f"'{name}'" in row] == [row for row in kept[table] if f"'{name}'" in row], table


def test_a_dry_run_changes_nothing(database: Database) -> None:
    held = everything(database)
    report = run(database, FILES["etpl"], dry_run=True)
    assert report.added and everything(database) == held


def test_an_import_that_breaks_leaves_nothing_behind(database: Database) -> None:
    held = everything(database)

    class Breaks(type(IMPORTERS["etpl"])):  # type: ignore[misc]
        def read(self, path: Path, context: object) -> Iterator[object]:
            yield from super().read(path, context)
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        importing.run(database, Breaks(), FILES["etpl"])
    assert everything(database) == held


# --- a person's word before the file's ---


def test_a_fact_that_contradicts_a_verified_one_waits_for_a_person(database: Database, tmp_path: Path) -> None:
    run(database, FILES["etpl"])
    assert editing.confirm(database, "program", "etpl-9001", "rosa", TODAY)
    changed = tmp_path / "etpl.csv"
    changed.write_text(FILES["etpl"].read_text(encoding="utf-8").replace('"$4,500"', "5100"), encoding="utf-8")
    report = run(database, changed)
    assert report.waiting == {"program": 1}
    told = Knowledge(database).program("etpl-9001")
    assert told and told.tuition == (4500, 4500) and told.described.status == "verified"
    (version,) = editing.waiting(database)
    assert version.author == "import:etpl" and "cost.tuition_low: 4500 -> 5100" in version.note
    assert run(database, changed).waiting == {}, "asked once, not at every import"
    editing.publish(database, version.id, "lee", TODAY)
    told = Knowledge(database).program("etpl-9001")
    assert told and told.tuition == (5100, 5100)


def test_sabotaged_guard_would_overwrite_a_verified_fact(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(database, FILES["etpl"])
    editing.confirm(database, "program", "etpl-9001", "rosa", TODAY)
    changed = tmp_path / "etpl.csv"
    changed.write_text(FILES["etpl"].read_text(encoding="utf-8").replace('"$4,500"', "5100"), encoding="utf-8")
    held = importing._Run._held

    def unguarded(self: importing._Run, kind: str) -> dict[str, importing._Held]:
        return {id: importing._Held(one.origin, one.digest, False) for id, one in held(self, kind).items()}

    monkeypatch.setattr(importing._Run, "_held", unguarded)
    run(database, changed)
    told = Knowledge(database).program("etpl-9001")
    assert told and told.tuition == (5100, 5100)


def test_what_a_feed_no_longer_has_goes_unless_it_looks_like_the_wrong_file(database: Database, tmp_path: Path) -> None:
    rows = [row for row in csv.reader(FILES["etpl"].read_text(encoding="utf-8").splitlines()) if row[2] != "9003"]

    def file(*ids: str) -> Path:
        path = tmp_path / "etpl.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([rows[0], *(row for row in rows if row[2] in ids)])
        return path

    run(database, file("9001", "9002", "9005"))
    assert run(database, file("9001", "9002")).removed == {"program": 1}
    report = run(database, file("9005"))
    assert report.kept["program"] == 2 and not report.removed
    assert run(database, file("9005"), replace=True).removed["program"] == 2


# --- each format's own ---


def test_etpl_says_cost_in_parts_length_codes_and_who_may_join(database: Database) -> None:
    report = run(database, FILES["etpl"])
    assert lines_of(report) == [("line 4", "Length: Weeks")]
    found = Knowledge(database).program("etpl-9001")
    assert found
    assert (found.tuition, found.books, found.total_cost) == ((4500, 4500), 350, (4850, 4850))
    assert (found.weeks, found.hours, found.cip, found.roles) == ((20, 20), 400, "11.1006", ("15-1232",))
    assert (found.credentials, found.diploma, found.supports) == (("comptia-a-plus",), True, ("child_care",))
    assert (found.region, found.described.as_of, found.described.status) == (
        "southern-arizona",
        "2023-11-06",
        "reported",
    )
    online = Knowledge(database).program("etpl-9002")
    assert online and online.online and online.free and online.earns and online.diploma is False
    joined = Knowledge(database).program("etpl-9005")
    assert joined and joined.provider == "pima-community-college"
    assert Knowledge(database).program("etpl-9004") is None


def test_oews_fills_the_place_of_local_medians_with_the_newest_year(database: Database) -> None:
    report = run(database, FILES["oews"])
    assert lines_of(report) == [("line 5", "")]  # its tenth is above its quarter
    knowledge = Knowledge(database)
    local = knowledge.local_median("15-1232", "southern-arizona")
    assert local and (local.value.median, local.value.p90, local.as_of) == (52000, None, "2025-05")
    national = knowledge.occupation("15-1232")
    assert national and national.pay and national.pay.value.median == 61000
    assert knowledge.local_median("15-1232", "10180") is None


def test_projections_and_wage_levels(database: Database) -> None:
    assert lines_of(run(database, FILES["projections"])) == [("line 3", "Employment")]
    assert lines_of(run(database, FILES["wage-levels"])) == [("line 3", "")]
    knowledge = Knowledge(database)
    role = knowledge.occupation("15-1232")
    assert role and role.outlook and role.outlook.value.openings_per_year == 45200
    local = knowledge.local_pay("15-1232", "46060")
    assert local and (local.value.level1, local.as_of) == (35110, "2025-07")


def test_onet_takes_zones_interests_relations_and_technology(database: Database) -> None:
    assert lines_of(run(database, FILES["onet"])) == [("line 3", "Job Zone")]
    knowledge = Knowledge(database)
    role = knowledge.occupation("15-1232")
    assert role and (role.job_zone, role.interests) == (3, "IC")
    assert knowledge.related("15-1232") == ("15-1244", "15-1231")
    assert [skill.name for skill in knowledge.skills("15-1232", "technology")] == ["Acme Remote", "Zebra Desk"]
    assert not [alias for alias in knowledge.aliases("role") if alias.text == "Desktop Wrangler"], (
        "titles are not names"
    )


def test_ipeds_counts_become_colleges_and_programs_of_our_regions(database: Database) -> None:
    assert lines_of(run(database, FILES["ipeds"])) == [("line 3", "CONTROL"), ("line 5", "AWLEVEL")]
    found = Knowledge(database).program("example-desert-college-cybersecurity-awards")
    assert found
    assert (found.awards, found.region, found.described.status) == (42, "southern-arizona", "reported")
    assert (found.described.as_of, found.provider_name) == ("2025", "Example Desert College")


def test_nice_gives_ways_in_both_directions(database: Database) -> None:
    run(database, FILES["nice"])
    role = Knowledge(database).work_role("IO-WRL-992")
    assert role and role.off_ramps == ("OG-WRL-991",) and role.described.source.id == "nice"


def test_hsds_gives_supports_of_our_regions(database: Database) -> None:
    assert lines_of(run(database, FILES["hsds"])) == [("line 4", "location")]
    support = Knowledge(database).support("hsds-s1")
    assert support
    assert (support.region, support.needs, support.phone) == ("southern-arizona", ("transport",), "520-555-0177")
    assert (support.hours, support.languages, support.address) == (
        "Mon-Fri 8 to 5",
        ("es",),
        "1 Example St, Nogales, AZ 85621",
    )
    assert support.described.as_of == "2026-03-15"


def test_hsds_json_reads_like_the_folder(database: Database, tmp_path: Path) -> None:
    place = {"location": {"addresses": [{"city": "Nogales", "state_province": "AZ", "address_1": "1 Example St"}]}}
    service = {
        "id": "j1", "name": "English Class", "description": "An English class for newcomers.", "status": "active",
        "organization": {"name": "Desert Helpers"}, "service_at_locations": [place], "assured_date": "2026-01-02",
    }  # fmt: skip
    path = tmp_path / "services.json"
    path.write_text(json.dumps({"contents": [service]}), encoding="utf-8")
    run(database, path)
    support = Knowledge(database).support("hsds-j1")
    assert support and support.needs == ("english",) and support.region == "southern-arizona"


def test_ctdl_gives_programs_and_the_ways_of_a_pathway(database: Database) -> None:
    assert ("resource 3", "ceterms:ownedBy") in lines_of(run(database, FILES["ctdl"]))
    program = Knowledge(database).program("ctdl-ce-1")
    assert program
    assert (program.tuition, program.weeks, program.roles) == ((1200, 1200), (13, 13), ("15-1244",))
    assert (program.region, program.provider_name) == ("southern-arizona", "Example Skills Center")
    with database.begin() as session:
        (step,) = session.scalars(select(CredentialStep))
        assert (step.before, step.after) == ("comptia-a-plus", "comptia-network-plus")


def test_a_nonprofits_sheet_in_its_own_words(database: Database) -> None:
    report = run(database, FILES["spreadsheet"])
    assert lines_of(report)[:2] == [("line 4", "cost.tuition_low"), ("line 5", "modality")]
    assert {line for line, _ in lines_of(report)} == {"line 4", "line 5", "line 6"}
    found = Knowledge(database).program("desert-helpers-laptop-basics")
    assert found
    assert (found.free, found.tuition, found.weeks, found.hours_per_week) == (True, (0, 0), (6, 6), 4)
    assert (found.evenings, found.modality, found.languages, found.min_age) == (True, ("in_person",), ("en", "es"), 16)
    assert (found.starts, found.deadline_on, found.capacity) == (("2027-01-11",), "2026-12-15", 12)
    assert found.name.es == "Lo básico de la laptop" and found.region == "southern-arizona"
    assert found.described.as_of == "2026-10" and found.described.status == "unverified"
    joined = Knowledge(database).program("pima-community-college-a-study-group")
    assert joined and joined.provider == "pima-community-college" and joined.credentials == ("comptia-a-plus",)


def test_the_same_sheet_as_a_workbook(database: Database, tmp_path: Path) -> None:
    book = Workbook()
    for row in csv.reader(FILES["spreadsheet"].read_text(encoding="utf-8").splitlines()):
        book.active.append([date.fromisoformat(cell) if cell.startswith("2027-") else cell or None for cell in row])
    book.save(tmp_path / "programs.xlsx")
    run(database, tmp_path / "programs.xlsx")
    found = Knowledge(database).program("desert-helpers-laptop-basics")
    assert found and found.starts == ("2027-01-11",)


# --- out and in again ---


@pytest.mark.parametrize("shape", ["xlsx", "csv", "jsonld"])
def test_what_is_exported_and_imported_is_equal(database: Database, tmp_path: Path, shape: str) -> None:
    kinds = ["provider", "program"] if shape == "jsonld" else list(records.KINDS)
    held = {kind: list(every(database, kind)) for kind in kinds}
    assert all(held[kind] for kind in ("provider", "program"))
    if shape == "xlsx":
        files = [tmp_path / "out.xlsx"]
        spreadsheet.write_xlsx(database, files[0], kinds)
    elif shape == "csv":
        spreadsheet.write_csv(database, tmp_path / "out", kinds)
        files = [tmp_path / "out" / f"{kind}.csv" for kind in kinds]
    else:
        files = [tmp_path / "out.jsonld"]
        ctdl.write(database, files[0])
    with database.begin() as session:
        for kind in ("program", "support", "career_center", "article"):
            if kind in kinds:
                records.erase_many(session, kind, [record["id"] for record in held[kind]])
    for file in files:
        assert run(database, file, origin="back").problems == []
    assert {kind: list(every(database, kind)) for kind in kinds} == held


def test_an_export_holds_no_formula(database: Database, tmp_path: Path) -> None:
    record = editing.current(database, "program", "az-cyber-mentoring")
    assert record
    version = editing.save_draft(database, "program", record | {"phone": "=cmd|'/c calc'!A1"}, "rosa")
    editing.submit(database, version.id, "rosa")
    editing.publish(database, version.id, "lee", TODAY)
    spreadsheet.write_csv(database, tmp_path, ["program"])
    assert '"=cmd' not in (text := (tmp_path / "program.csv").read_text(encoding="utf-8")) and ",=cmd" not in text


# --- the command ---


def test_the_command_imports_lists_bad_rows_exports_and_lists_what_is_due(knowledge_copy: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{knowledge_copy}"
    done = CliRunner().invoke(kb, ["import", str(FILES["etpl"]), "--feed", "az", "--as-of", "2026", "--database", url])
    assert done.exit_code == 0, done.output
    assert "etpl.csv: line 4: Length: Weeks: 'ERROR' is not a number" in done.output
    assert "Added: 1 provider, 3 program" in done.output
    assert Knowledge(url).program("az-9001")
    out = CliRunner().invoke(kb, ["export", str(tmp_path / "all.xlsx"), "--database", url])
    assert out.exit_code == 0 and (tmp_path / "all.xlsx").exists(), out.output
    due = CliRunner().invoke(kb, ["stale", "--kind", "support", "--today", "2026-11-25", "--database", url])
    assert due.exit_code == 0 and "past their time" in due.output, due.output
    bad = CliRunner().invoke(kb, ["import", str(Path(__file__)), "--database", url])
    assert bad.exit_code == 1 and "--format" in bad.output


# --- the genuine files ---


@with_source_data
@pytest.mark.parametrize(
    ("file", "kind", "least"),
    [
        ("formats/etpl/texas_statewide_etpl_2024-03-20_digital_subset.csv", "program", 1_300),
        ("formats/etpl/nj_standardized_etpl_test.csv", "program", 4),
        ("formats/etpl/tpot_programs.csv", "program", 20),
        ("bls/oews_national_2022_2025.csv", "national_wage", 50),
        ("bls/employment_projections_2024_34_all_occupations.csv", "projection", 50),
        ("oflc/oflc_2025_26_metro_wage_levels.csv", "local_wage", 350),
        ("onet/raw_29_2_full", "job_zone", 67),
        ("formats/ctdl/CompTIA-IT_Networking_Specialist.pathway.jsonld", "credential_steps", 5),
        ("formats/ctdl/programWithCourses.json", "program", 5),
        ("programs", "program", 230),
        ("credentials/nice_work_roles_on_off_ramps.json", "work_roles", 41),
    ],
)
def test_a_genuine_file_is_read(database: Database, file: str, kind: str, least: int) -> None:
    report = run(database, SOURCE_DATA / file)
    assert report.added.get(kind, 0) + report.changed.get(kind, 0) >= least
    again = run(database, SOURCE_DATA / file)
    assert not again.added and not again.changed


@with_source_data
def test_programs_of_another_state_are_not_offered_here(database: Database) -> None:
    run(database, SOURCE_DATA / "formats/etpl/texas_statewide_etpl_2024-03-20_digital_subset.csv")
    knowledge = Knowledge(database)
    for region in ("southern-arizona", "massachusetts"):
        found = find(knowledge, ProgramSearch(region=region, categories=("networking",)), limit=500)
        assert found.matches and not [m for m in found.matches if m.program.id.startswith("etpl-")]


@with_source_data
@pytest.mark.parametrize(
    "file", ["service_full.json", "organization_full.json", "ohana_sample_csv", "spec_examples_csv"]
)
def test_a_genuine_hsds_directory_of_elsewhere_is_read_and_left_out(database: Database, file: str) -> None:
    report = run(database, SOURCE_DATA / "formats" / "hsds" / file)
    assert report.problems and {problem.message for problem in report.problems} == {"is in none of our regions"}
