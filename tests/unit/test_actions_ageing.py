"""Travelling through time: each kind of fact is told, then told with its date, then withheld with whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from actions import library
from knowledge import editing
from knowledge.database import Database
from knowledge.due import due
from knowledge.freshness import TTL, Stage, stage
from knowledge.views import Fact, Source
from tests.unit.action_harness import Said, ask
from tests.unit.soundness import SIDES, is_sound, seeded  # noqa: F401

CHECKED = date(2026, 11, 1)
PROGRAM = "az-cyber-mentoring"
# The day of the check, past the time a cost lives (548 days), past twice that.
FRESH, AGING, STALE = "2026-12-01", "2028-06-01", "2029-12-01"


@pytest.fixture(scope="module", autouse=True)
def priced(seeded: None) -> Iterator[Database]:  # noqa: F811
    """One program whose cost, deadline and phone a person checked on the day."""
    database = Database(library.knowledge().database.url)
    record = editing.current(database, "program", PROGRAM)
    assert record
    cost = {"free": False, "tuition_low": 900, "tuition_high": 900, "stipend": None, "text": None}
    change = {"cost": cost, "deadline": "June 1", "start_dates": "July", "phone": "520-555-0142", "deadline_on": None}
    version = editing.save_draft(database, "program", record | change, "rosa")
    editing.submit(database, version.id, "rosa")
    editing.publish(database, version.id, "lee", CHECKED, checked=True)
    library.knowledge.cache_clear()
    yield database
    database.close()


def told(topic: str, today: str, **how: str) -> Said:
    return ask(topic, choice={"program": PROGRAM}, today=today, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "channel"), SIDES)
def test_a_cost_is_told_then_hedged_then_withheld(language: str, channel: str) -> None:
    side = {"language": language, "channel": channel}
    fresh, aging, stale = (told("program_cost", today, **side) for today in (FRESH, AGING, STALE))
    hedge = "as of fall 2026" if language == "en" else "dato de otoño de 2026"
    assert "$900" in fresh.text and hedge not in fresh.text
    assert "$900" in aging.text and hedge in aging.text
    assert "$900" not in stale.everything and "520-555-0142" in stale.text
    assert stale.outcome == "not_known"
    for said in (fresh, aging, stale):
        is_sound(said, channel, names=("AZ Cyber",), sources=("AZ Cyber", "JFF"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_deadline_is_withheld_sooner_than_a_cost(language: str) -> None:
    fresh, aging, stale = (
        told("program_apply", today, language=language) for today in ("2026-12-01", "2027-09-01", "2028-06-01")
    )
    assert "June 1" in fresh.text and "2026" not in fresh.text
    assert "June 1" in aging.text and "2026" in aging.text
    assert "June 1" not in stale.everything and "520-555-0142" in stale.text


def test_a_deadline_that_has_passed_is_never_told_as_one_to_keep(priced: Database) -> None:
    record = editing.current(priced, "program", PROGRAM)
    assert record
    change = {"deadline_on": "2026-12-15", "starts": ["2027-01-11", "2027-06-01"], "deadline": None}
    version = editing.save_draft(priced, "program", record | change, "rosa")
    editing.submit(priced, version.id, "rosa")
    editing.publish(priced, version.id, "lee", CHECKED, checked=True)
    library.knowledge.cache_clear()
    before, between, after = (told("program_apply", today).text for today in ("2026-12-01", "2027-02-01", "2027-07-01"))
    assert "2026-12-15" in before and "2027-01-11" in before
    assert "2026-12-15" not in between and "2027-01-11" not in between and "2027-06-01" in between
    assert "passed" in after and "520-555-0142" in after


def test_a_credentials_price_is_withheld_when_it_is_too_old() -> None:
    credential = next(c for c in library.knowledge().credentials() if c.cost and c.cost.as_of == "2024-07")
    assert credential.cost
    price = f"${credential.cost.value.low:,}"
    now, late = (
        ask("credential_cost", choice={"credential": credential.id}, today=today)
        for today in ("2026-11-23", "2027-08-01")
    )
    assert price in now.text and "2024" in now.text
    assert price not in late.everything and credential.issuer in late.text


def test_staff_get_a_task_when_a_fact_is_past_its_time(priced: Database) -> None:
    def task(today: str) -> list[Stage]:
        found, _ = due(priced, date.fromisoformat(today), "program", limit=1000)
        return [one.stage for one in found if one.id == PROGRAM and one.part == "*"]

    assert [task(today) for today in (FRESH, AGING, STALE)] == [[], [Stage.AGING], [Stage.STALE]]


@pytest.mark.parametrize("kind", TTL)
def test_every_kind_of_fact_passes_through_the_stages(kind: str) -> None:
    fact = Fact("x", Source("s", "Source", "S"), "2024-01-01")
    born = date(2024, 1, 1).toordinal()
    record, part = (kind, "*") if kind in ("program", "role") else ("program", kind)
    found = [
        stage(fact, record, date.fromordinal(born + days), part)
        for days in (0, TTL[kind], TTL[kind] + 1, TTL[kind] * 2 + 1)
    ]
    assert found == [Stage.FRESH, Stage.FRESH, Stage.AGING, Stage.STALE]


def test_a_fact_without_a_date_is_hedged_and_one_marked_expired_is_stale() -> None:
    source = Source("s", "Source", "S")
    assert stage(Fact("x", source, "undated"), "program", CHECKED) is Stage.AGING
    assert stage(Fact("x", source, "2026-10", status="expired"), "program", CHECKED) is Stage.STALE
    assert stage(Fact("x", source, "2019", verified_on="2026-10-01"), "program", CHECKED) is Stage.FRESH


@pytest.fixture(scope="module")
def checked_as_free(priced: Database) -> None:
    """Every free program of a field near the DC area, its price checked by a person on the day."""
    for id in ("per-scholas-it-support-dc", "per-scholas-it-support-remote"):
        record = editing.current(priced, "program", id)
        assert record and record["cost"]["free"] is True
        version = editing.save_draft(priced, "program", record | {"phone": "202-555-0142"}, "rosa")
        editing.submit(priced, version.id, "rosa")
        editing.publish(priced, version.id, "lee", CHECKED, checked=True)
    library.knowledge.cache_clear()


@pytest.mark.parametrize(("language", "channel"), SIDES)
@pytest.mark.usefixtures("checked_as_free")
def test_a_price_too_old_to_repeat_makes_no_program_count_as_free(language: str, channel: str) -> None:
    wished = {"region": "dc-metro", "category": "support"}
    free = {"type": "budget", "value": "0", "start": 0, "end": 4, "text": "free", "score": 1.0}
    aging, stale = (
        ask(
            "find_program", mentions=[free], today=today, language=language, channel=channel,
            context={"search": wished, "region": "dc-metro", "category": "support"},
        )
        for today in (AGING, STALE)
    )  # fmt: skip
    nobody_says = "None" if language == "en" else "Ningun"
    assert nobody_says not in aging.text and nobody_says in stale.text, (aging.text, stale.text)
    first = [said.slots["shown"][0]["id"].startswith("per-scholas") for said in (aging, stale)]
    assert first == [True, False], "what may not be told does not put a program first either"
    is_sound(stale, channel)
