"""The knowledge base on a real PostgreSQL: migrates both ways, loads, imports, edits, and finds what SQLite finds."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect

from knowledge import editing, importing, search, seed
from knowledge.database import Database
from knowledge.due import due
from knowledge.exporters.reading import every
from knowledge.importers import IMPORTERS
from knowledge.repository import Knowledge
from knowledge.views import ProgramSearch

CASES = Path(__file__).parents[1] / "cases" / "imports"
SEARCHES = (
    ProgramSearch(region="southern-arizona", categories=("networking",)),
    ProgramSearch(place="nogales-az", roles=("15-1232",), free=True),
    ProgramSearch(region="massachusetts", credentials=("comptia-a-plus",), age=17, has_diploma=False),
    ProgramSearch(region="miami-dade", max_cost=2_000, max_weeks=20, evenings=True, needs=("child-care", "schedule")),
    ProgramSearch(latitude=38.9, longitude=-77.0, radius_miles=15, online=True, language="es"),
    ProgramSearch(region="dc-metro", kinds=("camp",), free=True, max_weeks=1),
    ProgramSearch(region="dc-metro", categories=("support",), free=True, needs=("cost",), today=date(2040, 1, 1)),
)


@pytest.fixture(scope="module")
def database(postgres: str) -> Iterator[Database]:
    opened = Database(postgres)
    with opened.read() as connection:
        before = set(inspect(connection).get_table_names())  # other tests share the cluster
    seed.ensure(postgres)
    yield opened
    opened.downgrade()
    with opened.read() as connection:
        assert set(inspect(connection).get_table_names()) == before | {"knowledge_schema"}
    opened.close()


@pytest.mark.parametrize("number", range(len(SEARCHES)))
def test_it_finds_what_sqlite_finds(database: Database, knowledge_loaded: Path, number: int) -> None:
    here, there = Knowledge(database), Knowledge(f"sqlite:///{knowledge_loaded}")
    found, expected = (search.find(base, SEARCHES[number]) for base in (here, there))
    assert [match.program.id for match in found.matches] == [match.program.id for match in expected.matches]
    assert (found.total, found.loosen, found.more) == (expected.total, expected.loosen, expected.more)
    there.close()


def test_it_holds_what_sqlite_holds(database: Database, knowledge_loaded: Path) -> None:
    there = Database(f"sqlite:///{knowledge_loaded}")
    for kind in ("provider", "program", "support"):
        assert list(every(database, kind)) == list(every(there, kind))
    there.close()


@pytest.mark.parametrize("name", IMPORTERS)
def test_imports_run_twice_give_the_same(database: Database, name: str) -> None:
    path = next(path for path in CASES.iterdir() if path.stem == name)
    first = importing.run(database, IMPORTERS[name], path)
    assert first.added or first.changed
    again = importing.run(database, IMPORTERS[name], path)
    assert not again.added and not again.changed and not again.removed


def test_a_change_is_published_and_the_due_list_is_read(database: Database) -> None:
    record = editing.current(database, "program", "az-cyber-mentoring")
    assert record
    version = editing.save_draft(database, "program", record | {"phone": "520-555-0142"}, "rosa")
    editing.submit(database, version.id, "rosa")
    editing.publish(database, version.id, "lee", date(2026, 11, 25), checked=True)
    told = Knowledge(database).program("az-cyber-mentoring")
    assert told and told.phone == "520-555-0142"
    found, total = due(database, date(2026, 11, 25), limit=10)
    assert total >= len(found) == 10


def test_a_reload_keeps_what_others_own(database: Database) -> None:
    seed.load(database, force=True)
    told = Knowledge(database).program("az-cyber-mentoring")
    assert told and told.phone == "520-555-0142"


def test_of_two_editors_at_once_one_is_told_of_the_other_and_a_version_is_restored(database: Database) -> None:
    record = editing.current(database, "support", "help-211")
    assert record
    base = editing.base_of(record)

    def save(phone: str) -> str:
        try:
            editing.save_draft(database, "support", record | {"phone": phone}, phone, base=base)
        except editing.ChangedMeanwhile as error:
            return f"told of {error.version.author}"
        return "saved"

    with ThreadPoolExecutor(4) as editors:
        told = list(editors.map(save, ("rosa", "lee", "luis", "ada")))
    assert sorted(told)[0] == "saved" and len(set(told)) == 2, told
    (draft,) = [one for one in editing.history(database, "support", "help-211") if one.state == editing.DRAFT]
    editing.submit(database, draft.id, draft.author)
    editing.publish(database, draft.id, "eva", date(2026, 11, 26))
    first = editing.history(database, "support", "help-211")[-1]
    again = editing.restore(database, first.id, "rosa")
    editing.submit(database, again.id, "rosa")
    editing.publish(database, again.id, "eva", date(2026, 11, 26))
    told_now = editing.current(database, "support", "help-211")
    assert told_now and told_now["phone"] == record["phone"]
