"""The knowledge base on a real SQLite file: loads, survives reloads, migrates with data, and answers from memory."""

from __future__ import annotations

import csv
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import inspect, select, text, update

from knowledge import seed
from knowledge.content import ContentError
from knowledge.database import Database
from knowledge.models import Base, OccupationRow, ProgramRow, Provenance, Revision
from knowledge.repository import Knowledge
from knowledge.saving import PlaceFinder, delete_programs, save_programs
from knowledge.seed import CONTENT_FOLDER, load

SOURCE_DATA = Path(__file__).parents[3] / "shared" / "data"
with_source_data = pytest.mark.skipif(not SOURCE_DATA.exists(), reason="the large official files are not here")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded file, made once; tests that write copy it."""
    path = tmp_path_factory.mktemp("knowledge") / "knowledge.db"
    seed.ensure(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def knowledge(loaded: Path) -> Iterator[Knowledge]:
    opened = Knowledge(f"sqlite:///{loaded}")
    yield opened
    opened.close()


@pytest.fixture
def database(loaded: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of the loaded file that a test may change."""
    path = tmp_path / "knowledge.db"
    for suffix in ("", "-wal"):
        if (file := Path(f"{loaded}{suffix}")).exists():
            shutil.copy(file, f"{path}{suffix}")
    opened = Database(f"sqlite:///{path}")
    yield opened
    opened.close()


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table but the revision."""
    with database.read() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name != Revision.__tablename__
        }


def revision(database: Database) -> int:
    with database.begin() as session:
        return session.get_one(Revision, 1).number


# --- loading ---


def test_loading_the_same_content_twice_changes_nothing(database: Database) -> None:
    before, number = everything(database), revision(database)
    again = load(database)
    assert not again.changed
    assert revision(database) == number
    forced = load(database, force=True)
    assert forced.changed
    assert forced.revision == revision(database) == number + 1
    assert everything(database) == before


def test_nothing_is_loaded_when_anything_is_wrong(database: Database, tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))
    path = content / "supports.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("source:", "sauce:", 1), encoding="utf-8")
    before, number = everything(database), revision(database)
    with pytest.raises(ContentError):
        load(database, content)
    assert everything(database) == before
    assert revision(database) == number


def test_a_persons_check_survives_a_reload_until_the_record_changes(database: Database, tmp_path: Path) -> None:
    key = ("program", "az-cyber-mentoring", "*")
    with database.begin() as session:
        row = session.get_one(Provenance, key)
        row.verified_on, row.reviewed_by, row.status = "2026-11-01", "Rosa", "verified"
    load(database, force=True)
    with database.begin() as session:
        assert session.get_one(Provenance, key).reviewed_by == "Rosa"
    content = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))
    path = content / "programs.yml"
    records = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    next(record for record in records if record["id"] == key[1])["phone"] = "520-555-0100"
    path.write_text(yaml.dump(records, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    load(database, content)
    with database.begin() as session:
        row = session.get_one(Provenance, key)
        assert (row.verified_on, row.reviewed_by, row.status) == (None, None, "unverified")


def test_what_a_partner_owns_outlives_a_reload(database: Database) -> None:
    program = Knowledge(database).program("az-cyber-mentoring")
    assert program
    with database.begin() as session:
        save_programs(session, [replace(program, id="partner-1")], PlaceFinder([]), "partner", "azcyber")
    load(database, force=True)
    kept = Knowledge(database).program("partner-1")
    assert kept
    assert kept.organization_id == "azcyber"
    with database.begin() as session:
        delete_programs(session, "partner")
    assert Knowledge(database).program("partner-1") is None


def test_every_change_moves_the_revision_and_a_mere_read_does_not(database: Database) -> None:
    number = revision(database)
    assert revision(database) == number
    with database.begin() as session:
        session.get_one(OccupationRow, "15-1232").job_zone = 4
    assert revision(database) == number + 1
    with database.begin() as session:
        session.execute(update(ProgramRow).values(stipend=True).where(ProgramRow.id == "az-cyber-mentoring"))
    assert revision(database) == number + 2


# --- migrations ---


def test_migrations_go_up_down_and_up_again_with_data(database: Database) -> None:
    database.downgrade()
    assert inspect(database.engine).get_table_names() == ["knowledge_schema"]
    database.migrate()
    assert load(database).counts["occupations"] == 68


def test_migrations_make_the_tables_the_models_describe(tmp_path: Path) -> None:
    migrated, created = (Database(f"sqlite:///{tmp_path / name}") for name in ("migrated.db", "created.db"))
    migrated.migrate()
    Base.metadata.create_all(created.engine)
    schemas = []
    for database in (migrated, created):
        with database.read() as connection:
            rows = connection.execute(
                text("select type, name, sql from sqlite_master where name not like '%knowledge_schema%'")
            )
            schemas.append({(row.type, row.name): " ".join((row.sql or "").split()) for row in rows})
        database.close()
    assert schemas[0].keys() == schemas[1].keys()
    for key, sql in schemas[0].items():
        assert sorted(re.findall(r"[^\s(),]+", sql)) == sorted(re.findall(r"[^\s(),]+", schemas[1][key])), key


# --- reading ---


def test_every_occupation_is_read_in_both_languages_with_pay_and_outlook(knowledge: Knowledge) -> None:
    occupations = knowledge.occupations(role=None)
    assert len(occupations) == 68
    assert len(knowledge.occupations()) == 51
    for occupation in occupations:
        assert occupation.name.say("en")
        assert occupation.name.say("es")
        assert occupation.described.source.short, occupation.id
        assert occupation.pay, occupation.id
        assert occupation.outlook, occupation.id
        pay = occupation.pay.value
        percentiles = [pay.p10, pay.p25, pay.median, pay.p75, pay.p90]
        known = [figure for figure in percentiles if figure is not None]
        assert known == sorted(known), occupation.id
        assert len(known) == 5 or pay.top_coded, occupation.id


def test_a_detailed_occupation_says_whose_figures_it_shows(knowledge: Knowledge) -> None:
    engineer, group = knowledge.occupation("15-1299.05"), knowledge.occupation("15-1299.00")
    assert engineer and engineer.pay and engineer.outlook and group and group.pay
    assert engineer.pay.value.covers == "Computer Occupations, All Other"
    assert engineer.outlook.value.covers
    assert engineer.pay.value.median == group.pay.value.median
    assert group.pay.value.covers == ""


def test_local_pay_is_found_by_area_region_and_place(knowledge: Knowledge) -> None:
    tucson = knowledge.local_pay("15-1232", "46060")
    assert tucson
    assert (
        tucson == knowledge.local_pay("15-1232", "southern-arizona") == knowledge.local_pay("15-1232", "sahuarita-az")
    )
    nogales = knowledge.local_pay("15-1232", "nogales-az")
    assert nogales
    assert nogales.value.area_name == "Arizona nonmetropolitan area"
    assert knowledge.local_pay("15-1299.05", "boston-ma") == knowledge.local_pay("15-1299", "14460")
    assert knowledge.local_pay("15-1232", "nowhere") is None
    for occupation in knowledge.occupations(role=None):
        for region in knowledge.regions():
            pay = knowledge.local_pay(occupation.id, region.id)
            assert pay, (occupation.id, region.id)
            assert pay.value.level1 <= pay.value.level2 <= pay.value.level3 <= pay.value.level4


def test_facts_of_a_credential_keep_their_own_sources(knowledge: Knowledge) -> None:
    plus = knowledge.credential("comptia-a-plus")
    assert plus and plus.cost and plus.renewal and plus.worth
    assert plus.cost.source.id != plus.renewal.source.id
    assert plus.worth.as_of == "2024-02-16"
    assert plus in knowledge.credentials(role="15-1232")
    assert plus in knowledge.credentials(category="support")
    assert plus not in knowledge.credentials(category="design")


def test_programs_are_read_whole(knowledge: Knowledge) -> None:
    program = knowledge.program("az-cyber-youth-ambassador")
    assert program
    assert program.provider_name == "AZ Cyber Initiative"
    assert program.online is True
    assert program.free is None
    assert program.modality == ("online",)
    assert program.residency
    assert knowledge.program("none-such") is None
    everyone = knowledge.programs()
    assert len(everyone) == knowledge.count_programs()
    assert {p.region for p in knowledge.programs("miami-dade")} == {"miami-dade"}
    assert all("design" in p.categories for p in knowledge.programs("miami-dade", "design"))
    assert [p.id for p in knowledge.programs(limit=3, offset=2)] == [p.id for p in everyone[2:5]]


def test_award_counts_become_programs_only_where_no_program_is_named(knowledge: Knowledge) -> None:
    bare = [program for program in knowledge.programs() if program.awards is not None]
    named = {(p.provider, category) for p in knowledge.programs() if p.awards is None for category in p.categories}
    assert len(bare) > 150
    for program in bare:
        assert program.described.source.id == "ipeds-2023-24"
        assert program.awards
        assert program.free is None
        assert program.latitude
        assert not {(program.provider, category) for category in program.categories} & named
    names = {program.name.es for program in bare}
    assert "Títulos y certificados en ciberseguridad" in names


def test_supports_and_centers_are_found_by_region_need_and_place(knowledge: Knowledge) -> None:
    child_care = knowledge.supports("miami-dade", "child-care")
    assert child_care
    assert all("child-care" in support.needs and support.region in ("miami-dade", "all") for support in child_care)
    assert knowledge.career_centers(place="nogales-az")[0].id == "arizona-at-work-santa-cruz"
    assert {center.region for center in knowledge.career_centers("massachusetts")} == {"massachusetts"}


def test_places_are_found_by_zip_and_neighbours_by_what_they_border_on(knowledge: Knowledge) -> None:
    place = knowledge.place_of_zip("85621")
    assert place
    assert place.id == "nogales-az"
    assert knowledge.region_near("nogales-az") == "southern-arizona"
    assert knowledge.region_near("ashburn-va") == "dc-metro"
    assert knowledge.region_near("sierra-vista-az") == "southern-arizona"
    assert knowledge.region_near("nowhere") is None


def test_names_are_those_of_the_content_and_of_the_colleges(knowledge: Knowledge) -> None:
    names = {(entry.type, entry.id, entry.alias) for entry in knowledge.names()}
    assert ("role", "15-1232", "help desk") in names
    assert ("background", "29-2052", "farmacia") in names
    assert ("place", "nogales-az", "Nogales") in names
    assert ("zip", "85621", "85621") in names
    assert {kind for kind, *_ in names} >= {"role", "background", "credential", "provider", "program", "place", "zip"}


def test_every_start_and_feeder_leads_somewhere(knowledge: Knowledge) -> None:
    starts = ["high-school", "no-experience", "veteran", "degree-abroad"]
    starts += [occupation.id for occupation in knowledge.occupations(role="feeder")]
    for start in starts:
        reached = [role.id for role in knowledge.occupations() if knowledge.pathway(start, role.id)]
        assert len(reached) >= 5, (start, reached)
    path = knowledge.pathway("no-experience", "15-1212")
    assert path
    assert path.steps[0].start == "no-experience"
    assert path.steps[-1].to == "15-1212"
    assert all(one.to == other.start for one, other in pairwise(path.steps))
    assert knowledge.steps_from("15-1232")
    assert knowledge.steps_to("15-1212")


def test_a_change_by_another_process_is_seen_within_a_second_and_a_bit(database: Database) -> None:
    here = Knowledge(database)
    before = here.occupation("15-1232")
    assert before
    other = Database(database.url)
    with other.begin() as session:
        session.get_one(OccupationRow, "15-1232").job_zone = 5
    other.close()
    time.sleep(1.05)
    after = here.occupation("15-1232")
    assert after
    assert after.job_zone == 5
    assert here.revision() == revision(database)


def test_old_answers_stay_when_the_database_cannot_be_asked(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    here = Knowledge(database)
    assert here.occupation("15-1232")
    assert here.supports()
    database.engine.dispose()
    path = Path(str(database.engine.url.database))
    path.rename(path.with_suffix(".gone"))
    path.mkdir()
    time.sleep(1.05)
    assert here.occupation("15-1232")
    assert here.supports()
    assert "knowledge_revision_unreadable" in caplog.text


def test_an_occupation_from_memory_takes_less_than_a_tenth_of_a_millisecond(knowledge: Knowledge) -> None:
    knowledge.occupation("15-1232")
    times = []
    for _ in range(2000):
        started = time.perf_counter()
        knowledge.occupation("15-1232")
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.0001


# --- the figures are those of the official files ---


def rows(name: str) -> list[dict[str, str]]:
    with (SOURCE_DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@with_source_data
def test_national_pay_equals_the_oews_file(knowledge: Knowledge) -> None:
    checked = 0
    for row in rows("bls/oews_national_2022_2025.csv"):
        occupation = knowledge.occupation(row["OCC_CODE"])
        if row["YEAR"] == "2025" and occupation and occupation.pay:
            pay = occupation.pay.value
            found = [pay.p10, pay.p25, pay.median, pay.p75, pay.p90]
            names = ("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")
            assert found == [int(row[name]) if row[name].isdigit() else None for name in names], row["OCC_CODE"]
            checked += 1
    assert checked == 50


@with_source_data
def test_local_pay_equals_the_oflc_file(knowledge: Knowledge) -> None:
    checked = 0
    for row in rows("oflc/oflc_2025_26_metro_wage_levels.csv"):
        if pay := knowledge.local_pay(row["soc"], row["area_code"]):
            levels = [pay.value.level1, pay.value.level2, pay.value.level3, pay.value.level4]
            assert levels == [int(row[f"level{level}_annual"]) for level in (1, 2, 3, 4)]
            checked += 1
    assert checked == 500


@with_source_data
def test_outlook_equals_the_projections_file(knowledge: Knowledge) -> None:
    checked = 0
    for row in rows("bls/bls_ep_table1_2_2024_34_digital.csv"):
        occupation = knowledge.occupation(row["2024 National Employment Matrix code"])
        if occupation and occupation.outlook and occupation.outlook.value.covers == "":
            outlook = occupation.outlook.value
            assert outlook.employment_2024 == round(float(row["Employment, 2024"]) * 1000)
            assert outlook.openings_per_year == round(
                float(row["Occupational openings, 2024–34 annual average"]) * 1000
            )
            assert outlook.growth_percent == float(row["Employment change, percent, 2024–34"])
            assert outlook.entry_education == row["Typical education needed for entry"]
            checked += 1
    assert checked == 50


@with_source_data
def test_award_counts_add_up_to_the_ipeds_file(knowledge: Knowledge) -> None:
    with (CONTENT_FOLDER / "official" / "cip_fields.csv").open(encoding="utf-8", newline="") as file:
        counted = {row["cip"] for row in csv.DictReader(file) if row["field"]}
    file_rows = rows("programs/ipeds_digital_programs_2023_24.csv")
    total = sum(int(row["awards_2023_24"]) for row in file_rows if row["CIPCODE"] in counted)
    with knowledge.database.read() as connection:
        assert connection.execute(text("select sum(awards) from awards")).scalar() == total


@with_source_data
def test_extracts_are_what_extracting_gives(tmp_path: Path) -> None:
    from knowledge.official import extract

    shutil.copy(CONTENT_FOLDER / "official" / "cip_fields.csv", tmp_path)
    extract(SOURCE_DATA, tmp_path)
    for path in sorted(tmp_path.glob("*.csv")):
        assert path.read_bytes() == (CONTENT_FOLDER / "official" / path.name).read_bytes(), path.name


# --- the commands ---


def test_commands_check_and_load(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from knowledge.cli import kb

    run = CliRunner().invoke
    assert "nothing wrong" in run(kb, ["validate"]).output
    url = f"sqlite:///{tmp_path / 'var' / 'knowledge.db'}"
    assert "revision 1" in run(kb, ["load", "--database", url]).output
    assert "is up to date" in run(kb, ["load", "--database", url]).output
    content = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))
    (content / "categories.yml").write_text("- id: data\n", encoding="utf-8")
    wrong = run(kb, ["validate", "--content", str(content)])
    assert wrong.exit_code == 1
    assert "categories.yml: data: name: Field required" in wrong.output
    assert run(kb, ["load", "--database", url, "--content", str(content)]).exit_code == 1


@with_source_data
def test_command_extracts_official_data(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from knowledge.cli import kb

    (tmp_path / "official").mkdir()
    shutil.copy(CONTENT_FOLDER / "official" / "cip_fields.csv", tmp_path / "official")
    done = CliRunner().invoke(kb, ["extract", "--from", str(SOURCE_DATA), "--content", str(tmp_path)])
    assert "wages_national.csv: 50 lines" in done.output
