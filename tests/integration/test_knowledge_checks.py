"""What must hold of the whole knowledge base: sources and dates, sane orderings, the contract's ids, and the source files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from knowledge.database import Database
from knowledge.freshness import UNDATED, dated
from knowledge.importers.batch import slug
from knowledge.models import WHOLE_RECORD, Award, Base, Provenance
from knowledge.repository import Knowledge
from knowledge.seed import CONTENT_FOLDER

SHARED = Path(__file__).parents[3] / "shared"
SOURCE_DATA, CONTRACT = SHARED / "data", SHARED / "contract"
with_source_data = pytest.mark.skipif(not SOURCE_DATA.exists(), reason="the large source files are not here")
with_contract = pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not here")
# Kind of record → its table and key.
TOLD = {
    "role": "occupations", "credential": "credentials", "provider": "providers", "program": "programs",
    "support": "supports", "career_center": "career_centers", "article": "articles", "statement": "statements",
    "step": "steps",
}  # fmt: skip


FUNDS = {
    "State of Arizona / community colleges": "Arizona Community College Workforce",
    "Massachusetts community colleges": "MassReconnect",
    "City of Boston": "Tuition-Free Community College",
    "DC Futures": "DC Futures",
}


@pytest.fixture(scope="module")
def database(knowledge_loaded: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{knowledge_loaded}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def knowledge(database: Database) -> Knowledge:
    return Knowledge(database)


@pytest.mark.parametrize("kind", TOLD)
def test_no_record_is_without_source_and_date(database: Database, kind: str) -> None:
    ids = select(Base.metadata.tables[TOLD[kind]].c.id)
    with database.read() as connection:
        described = {
            row.entity_id: row
            for row in connection.execute(
                select(Provenance).where(Provenance.kind == kind, Provenance.field == WHOLE_RECORD)
            )
        }
        held = set(connection.scalars(ids))
    assert held and held == set(described)
    for row in described.values():
        assert row.source_id
        assert row.as_of == UNDATED or dated(row.as_of), row


def test_every_figure_has_source_and_date(knowledge: Knowledge) -> None:
    for role in knowledge.occupations(role=None):
        for fact in (role.pay, role.outlook, role.degree_share):
            assert fact is None or (fact.source.name and fact.as_of), role.id
    for credential in knowledge.credentials():
        for told in (credential.cost, credential.study, credential.renewal, credential.worth):
            assert told is None or (told.source.name and told.as_of), credential.id


def test_pay_rises_and_costs_are_in_order(knowledge: Knowledge) -> None:
    for role in knowledge.occupations(role=None):
        if role.pay:
            pay = role.pay.value
            known = [value for value in (pay.p10, pay.p25, pay.median, pay.p75, pay.p90) if value is not None]
            assert known == sorted(known) and known, role.id
        for region in knowledge.regions():
            if local := knowledge.local_pay(role.id, region.id):
                levels = [local.value.level1, local.value.level2, local.value.level3, local.value.level4]
                assert levels == sorted(levels), (role.id, region.id)
    for credential in knowledge.credentials():
        assert credential.cost is None or credential.cost.value.low <= credential.cost.value.high, credential.id
    for program in knowledge.programs():
        if program.tuition and program.total_cost:
            assert program.tuition[0] <= program.tuition[1], program.id
            parts = sum(part or 0 for part in (program.fees, program.books, program.exam_fee))
            assert program.total_cost == (program.tuition[0] + parts, program.tuition[1] + parts), program.id
        assert not (program.free and program.tuition and program.tuition[1]), program.id
        assert program.weeks is None or program.weeks[0] <= program.weeks[1], program.id
        assert program.min_age is None or program.max_age is None or program.min_age <= program.max_age, program.id


def test_shares_of_education_are_whole(knowledge: Knowledge) -> None:
    for role in knowledge.occupations(role=None):
        if role.degree_share:
            assert 97 <= sum(role.degree_share.value.values()) <= 103, role.id


def test_there_are_no_local_medians_until_somebody_brings_them(knowledge: Knowledge) -> None:
    assert not any(
        knowledge.local_median(role.id, region.id) for role in knowledge.occupations() for region in knowledge.regions()
    )


@with_contract
def test_every_id_of_the_contract_is_there(knowledge: Knowledge) -> None:
    contract = yaml.safe_load((CONTRACT / "ids.yml").read_text(encoding="utf-8"))
    ours = yaml.safe_load((CONTENT_FOLDER / "ids.yml").read_text(encoding="utf-8"))
    assert {category.id for category in knowledge.categories()} == set(contract["categories"])
    assert {region.id for region in knowledge.regions()} == set(contract["regions"])
    assert {credential.id for credential in knowledge.credentials()} >= set(contract["credentials"])
    for roles in contract["role_aliases"].values():
        assert all(knowledge.occupation(role) for role in roles)
    assert set(ours["needs"]) >= set(contract["needs"])


@with_source_data
def test_every_occupation_of_the_file_is_there(knowledge: Knowledge) -> None:
    with (SOURCE_DATA / "onet" / "digital_occupations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            role = knowledge.occupation(row["onet_soc"])
            assert role and role.role == row["role"], row["onet_soc"]


@with_source_data
def test_all_98_institutions_are_there_with_their_awards(database: Database, knowledge: Knowledge) -> None:
    with (SOURCE_DATA / "programs" / "ipeds_digital_programs_2023_24.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = {row["cip"]: row["field"] for row in _extract("cip_fields")}
    awarding = {row["UNITID"] for row in rows if fields[row["CIPCODE"]] and row["awards_2023_24"] != "0"}
    institutions = _extract("ipeds_institutions")
    assert len(institutions) == 98
    with database.read() as connection:
        counted = dict(connection.execute(select(Award.unitid, func.sum(Award.awards)).group_by(Award.unitid)).all())
        providers = dict(connection.execute(select(Award.unitid, Award.provider_id)).all())
    assert set(counted) == awarding
    for unitid in awarding:
        total = sum(int(row["awards_2023_24"]) for row in rows if row["UNITID"] == unitid and fields[row["CIPCODE"]])
        assert counted[unitid] == total, unitid
        assert knowledge.programs(provider=providers[unitid]), unitid
    names = {slug(alias.text) for alias in knowledge.aliases("provider")} | {p.id for p in knowledge.providers()}
    missing = [row["name"] for row in institutions if row["provider_id"] not in names and row["unitid"] in awarding]
    assert [name for name in missing if providers[_unitid(institutions, name)] not in names] == []


@with_source_data
def test_the_providers_of_the_collected_programs_are_there(knowledge: Knowledge) -> None:
    programs = json.loads((SOURCE_DATA / "programs" / "programs_seed.json").read_text(encoding="utf-8"))
    records = (
        programs if isinstance(programs, list) else next(part for part in programs.values() if isinstance(part, list))
    )
    known = {slug(alias.text) for alias in knowledge.aliases("provider")}
    funds = " ".join(support.name.en for support in knowledge.supports())
    known = {name for name in known if len(name) > 4}
    # Tuition funds of a state or city are kept as supports.
    known |= {slug(provider) for provider, fund in FUNDS.items() if fund in funds}
    missing = [
        record["provider"]
        for record in records
        if not any(name in slug(record["provider"]) or slug(record["provider"]) in name for name in known)
    ]
    assert missing == []


def _extract(name: str) -> list[dict[str, str]]:
    with (CONTENT_FOLDER / "official" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _unitid(institutions: list[dict[str, str]], name: str) -> str:
    return next(row["unitid"] for row in institutions if row["name"] == name)
