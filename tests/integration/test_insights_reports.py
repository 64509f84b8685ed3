"""From rows to figures: what is counted, filtered, hidden, and when the running period is counted anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.insights.recorder import InsightRecorder, TurnFacts
from bot.insights.reports import InsightReports
from bot.store.database import Database
from bot.store.models import Organization
from tests.integration.staff_store import TODAY, new_store, row, season


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = await new_store(tmp_path / "store.db")
    yield made
    await made.close()


@pytest.fixture
def reports(database: Database) -> InsightReports:
    return InsightReports(database, lambda: TODAY)


async def add(database: Database, times: int, **values: str | None) -> None:
    async with database.begin() as session:
        session.add_all(row(**values) for _ in range(times))


async def test_overview_shows_eleven_and_hides_ten(database: Database, reports: InsightReports) -> None:
    await add(database, 11, topic="role_pay")
    await add(database, 10, topic="supports")
    found = await reports.overview("default", reports.question())

    assert [(line.code, line.figure.value) for line in found.topics.lines] == [("role_pay", 15)]
    assert found.sessions.value == 20


async def test_overview_hides_everything_of_ten_sessions(database: Database, reports: InsightReports) -> None:
    await add(database, 10, topic="role_pay", need="cost", role="15-1232", outcome="not_known")
    found = await reports.overview("default", reports.question())

    tables = (found.weeks, found.languages, found.regions, found.channels, found.topics, found.unanswered, found.needs,
              found.roles)  # fmt: skip
    assert found.sessions.value is None
    assert not any(table.shown for table in tables)
    assert all(table.apart.value is None for table in tables)


async def test_overview_counts_what_went_unanswered_with_its_share(database: Database, reports: InsightReports) -> None:
    await add(database, 60, topic="supports")
    await add(database, 40, topic="supports", outcome="not_known")
    await add(database, 20, topic="supports", outcome="asked_back", kind="gap")
    found = await reports.overview("default", reports.question())

    (line,) = found.unanswered.lines
    assert (line.code, line.figure.value, line.of and line.of.percent) == ("supports", 60, 60)


async def test_filters_choose_rows(database: Database, reports: InsightReports) -> None:
    await add(database, 30, topic="role_pay", language="es", region="miami-dade", channel="sms")
    await add(database, 50, topic="find_program")
    chosen = reports.question(language="es", region="miami-dade", channel="sms")
    found = await reports.overview("default", chosen)

    assert found.sessions.value == 30
    assert [line.code for line in found.topics.lines] == ["role_pay"]
    assert [line.code for line in found.languages.lines] == ["es"]


async def test_question_takes_whole_periods_and_known_values_only(reports: InsightReports) -> None:
    assert len(reports.question(1).periods) == 1
    assert len(reports.question(999).periods) == 13
    for name in ("region", "language", "channel"):
        with pytest.raises(ValueError, match=name):
            reports.question(**{name: "x' or 1=1"})  # type: ignore[arg-type]


async def test_time_filter_leaves_older_weeks_out(database: Database, reports: InsightReports) -> None:
    await add(database, 20, week="2026-W38")
    await add(database, 30)
    assert (await reports.overview("default", reports.question(1))).sessions.value == 30
    assert (await reports.overview("default", reports.question(3))).sessions.value == 50


async def test_another_organization_sees_nothing(database: Database, reports: InsightReports) -> None:
    async with database.begin() as session:
        session.add(Organization(id="other", name="Other"))
    await add(database, 50)
    assert (await reports.overview("other", reports.question())).sessions.value is None


async def test_looking_before_and_after_one_visit_shows_no_difference(
    database: Database, reports: InsightReports
) -> None:
    await add(database, 17)
    before = await reports.overview("default", reports.question())
    await add(database, 1)
    assert await reports.overview("default", reports.question()) == before

    await add(database, 10)
    assert (await reports.overview("default", reports.question())).sessions.value == 30


async def test_what_the_recorder_writes_the_reports_count(database: Database, reports: InsightReports) -> None:
    class Catalogue:
        def __getattr__(self, name: str) -> object:
            return lambda id: id

    recorder = InsightRecorder(Catalogue(), lambda: TODAY)  # type: ignore[arg-type]
    for _ in range(13):
        async with database.begin() as session:
            turn = TurnFacts(["role_pay", "supports"], "answered", "es", "sms", "miami-dade", ["15-1232"])
            await recorder.record(session, turn, await recorder.record(session, turn, []))
    found = await reports.overview("default", reports.question(1))

    assert found.sessions.value == 15
    assert {line.code: line.figure.value for line in found.topics.lines} == {"role_pay": 15, "supports": 15}
    assert {line.code: line.figure.value for line in found.roles.lines} == {"15-1232": 15}
    assert {line.code: line.figure.value for line in found.weeks.shown} == {"2026-W48": 15}


async def test_rows_lie_in_the_file_in_an_order_that_tells_nothing(database: Database) -> None:
    await add(database, 40)
    async with database.begin() as session:
        ids = list((await session.scalars(text("SELECT id FROM insight_rows"))).all())
        made = await session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'insight_rows'"))
    assert ids == sorted(ids)
    assert "WITHOUT ROWID" in made


async def test_no_figure_of_a_season_is_small_or_unrounded(database: Database, reports: InsightReports) -> None:
    async with database.begin() as session:
        season(session, 600)
    for region in (None, *reports.regions):
        for language in (None, "en", "es"):
            found = await reports.overview("default", reports.question(region=region, language=language))
            tables = (found.weeks, found.languages, found.regions, found.channels, found.topics, found.unanswered,
                      found.needs, found.roles, found.credentials)  # fmt: skip
            figures = [line.figure for table in tables for line in table.lines] + [table.apart for table in tables]
            assert all(f.value is None or (f.value >= 15 and f.value % 5 == 0) for f in figures)


def test_today_is_in_the_last_period_of_a_question(reports: InsightReports) -> None:
    assert date(2026, 11, 23) == TODAY
    assert reports.question(1).first == reports.question(1).last
