"""The content loads, and content with anything wrong in it does not: every problem is named with file, record and field."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.content import Content, ContentError, read
from knowledge.seed import CONTENT_FOLDER

Edit = Callable[[Callable[[dict[str, Any]], None]], Path]


@pytest.fixture(scope="module")
def content() -> Content:
    return read(CONTENT_FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content to spoil."""
    return Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))


def spoil(folder: Path, file: str, change: Callable[[dict[str, Any]], Any], position: int = 0) -> list[str]:
    """Changes one record and gives the problems that reading then names."""
    path = folder / file
    records = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    change(records[position])
    path.write_text(yaml.dump(records, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read(folder)
    return [str(problem) for problem in caught.value.problems]


def test_every_record_of_the_content_is_right(content: Content) -> None:
    assert len(content.occupations) == 68
    assert len(content.programs) > 100


def test_every_credential_the_contract_names_is_there(content: Content) -> None:
    named = yaml.safe_load((CONTENT_FOLDER / "ids.yml").read_text(encoding="utf-8"))
    assert set(named["credentials"]) <= {credential.id for credential in content.credentials}
    assert set(named["categories"]) == {category.id for category in content.categories}
    assert set(named["regions"]) == {region.id for region in content.regions}


def test_every_target_occupation_says_what_it_is_in_both_languages(content: Content) -> None:
    for occupation in content.occupations:
        for words in (occupation.name, occupation.short, occupation.people, occupation.what):
            assert words.en, occupation.id
            assert words.es, occupation.id
        if occupation.role == "target":
            assert occupation.way_in, occupation.id
            assert occupation.day or occupation.id == "15-1299", occupation.id  # "all other": no one day to tell


def test_roles_of_the_contract_exist(content: Content) -> None:
    named = yaml.safe_load((CONTENT_FOLDER / "ids.yml").read_text(encoding="utf-8"))
    known = {occupation.id for occupation in content.occupations}
    assert {role for roles in named["role_aliases"].values() for role in roles} <= known


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("credentials.yml", lambda record: record.pop("source"), ": source: Field required"),
        ("credentials.yml", lambda record: record.pop("as_of"), ": as_of: Field required"),
        ("programs.yml", lambda record: record.update(as_of="last year"), ": as_of: must be YYYY"),
        ("programs.yml", lambda record: record.update(as_of="2024-13"), ": as_of: month must be in 1..12"),
        ("programs.yml", lambda record: record.update(price=0), ": price: Extra inputs are not permitted"),
        ("programs.yml", lambda record: record["about"].pop("es"), ": about.es: Field required"),
        (
            "programs.yml",
            lambda record: record["about"].update(es="a" * 171),
            ": about: es has 171 characters, at most 170",
        ),
        ("programs.yml", lambda record: record["about"].update(en="Free — now"), ": about.en: holds '—'"),
        ("programs.yml", lambda record: record.update(provider="nobody"), ": provider: 'nobody' is not known"),
        ("programs.yml", lambda record: record.update(roles=["99-9999"]), ": roles: '99-9999' is not known"),
        ("programs.yml", lambda record: record.update(source="hearsay"), ": source: 'hearsay' is not known"),
        ("programs.yml", lambda record: record.update(region="mars"), ": region: 'mars' is not known"),
        ("programs.yml", lambda record: record.update(status="verified"), "says verified_on and reviewed_by"),
        (
            "programs.yml",
            lambda record: record["length"].update(weeks_low=9, weeks_high=3),
            ": length: low is above high",
        ),
        ("credentials.yml", lambda record: record["cost"].pop("source"), ": cost.source: Field required"),
        ("credentials.yml", lambda record: record["cost"].update(low=9000), ": cost: low is above high"),
        ("credentials.yml", lambda record: record.update(next=["none-such"]), ": next: 'none-such' is not known"),
        ("credentials.yml", lambda record: record.update(id="comptia-b"), "comptia-a-plus: id: is named in ids.yml"),
        ("transitions.yml", lambda record: record.update({"from": "nowhere"}), ": from: 'nowhere' is not known"),
        ("transitions.yml", lambda record: record.update(kind="jump"), ": kind: Input should be"),
        ("supports.yml", lambda record: record.update(needs=["wings"]), ": needs: 'wings' is not known"),
        ("occupations/support.yml", lambda record: record.update(category=None), "a target occupation has a category"),
        (
            "sources/official.yml",
            lambda record: record.update(short="a" * 15),
            ": short: String should have at most 14",
        ),
    ],
)
def test_a_wrong_record_is_named_and_nothing_loads(
    folder: Path, file: str, change: Callable[[dict[str, Any]], Any], says: str
) -> None:
    problems = spoil(folder, file, change)
    assert any(says in problem for problem in problems), problems
    assert all(".yml" in problem or problem.startswith(("occupations", "sources")) for problem in problems), problems


def test_an_id_used_twice_is_named(folder: Path) -> None:
    records = yaml.safe_load((folder / "supports.yml").read_text(encoding="utf-8"))
    problems = spoil(folder, "supports.yml", lambda record: record.update(id=records[1]["id"]))
    assert problems == [f"supports.yml: {records[1]['id']}: id: is used more than once"]


def test_a_key_given_twice_is_named(folder: Path) -> None:
    with (folder / "regions.yml").open("a", encoding="utf-8") as file:
        file.write("- id: x\n  id: y\n")
    with pytest.raises(ContentError, match="'id' is given twice"):
        read(folder)


def test_an_official_figure_without_a_source_is_named(folder: Path) -> None:
    path = folder / "official" / "wages_national.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bls-oews-2025,", ",", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"official/wages_national.csv: line 2: source"):
        read(folder)


def test_files_that_are_not_written_yet_are_no_problem(tmp_path: Path) -> None:
    assert read(tmp_path).programs == []


def test_no_place_is_listed_twice_and_all_have_coordinates() -> None:
    with (CONTENT_FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows)
    zips = [code for row in rows for code in row["zips"].split()]
    assert len(zips) == len(set(zips))
    for row in rows:
        assert 24 < float(row["latitude"]) < 43, row
        assert -114 < float(row["longitude"]) < -69, row
        assert row["wage_area"], row
    assert {row["region"] for row in rows if row["county"] in ("Pima County", "Santa Cruz County")} == {
        "southern-arizona"
    }
    neighbours = {"Cochise County", "Loudoun County", "Essex County", "Plymouth County", "Broward County"}
    assert {row["county"] for row in rows if not row["region"]} == neighbours
