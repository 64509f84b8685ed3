"""Public releases: the noise covers a session, the budget is kept, and the error stands beside the number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.insights import release as releases
from bot.insights.recorder import ROWS_PER_SESSION
from bot.insights.release import BudgetSpent, QuarterOpen, noised, release, smallest, weeks_of
from bot.store.database import Database
from bot.store.models import Base, InsightRow, Organization, PrivacySpend, Site

AFTER = date(2026, 10, 20)


async def store(path: Path, sessions: int) -> Database:
    database = Database(f"sqlite+aiosqlite:///{path / 'store.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.begin() as session:
        session.add(Organization(id="default", name="x"))
        session.add(Site(id="default", organization_id="default", name="x"))
        await session.flush()
        for n in range(sessions):
            session.add(
                InsightRow(id=f"{n:032x}", week="2026-W32", kind="session", topic="role_pay", outcome="answered",
                           language="en", channel="web", organization_id="default", site_id="default")
            )  # fmt: skip
    return database


async def test_release_shows_the_error_and_logs_what_it_cost(tmp_path: Path) -> None:
    database = await store(tmp_path, 400)
    made = await release(database, "2026-Q3", 1.0, today=AFTER)
    pay = next(line for line in made.lines if line.code == "role_pay")
    assert pay.value is not None and abs(pay.value - 400) <= 4 * made.error
    assert f"+/- {made.error}" in made.csv()
    assert len(made.lines) >= 67, "topics nobody asked about are in it too: what is absent would tell"
    async with database.begin() as session:
        spent = await session.get(PrivacySpend, 1)
        assert spent is not None and (spent.quarter, spent.epsilon) == ("2026-Q3", 1.0)
    await database.close()


async def test_second_release_shows_the_same_numbers_and_costs_nothing(tmp_path: Path) -> None:
    database = await store(tmp_path, 50)
    assert await release(database, "2026-Q3", 0.5, today=AFTER) == await release(database, "2026-Q3", 1.0, today=AFTER)
    with pytest.raises(BudgetSpent):  # another table of the same quarter finds half the budget
        await release(database, "2026-Q3", 0.6, organization="other", today=AFTER)
    await database.close()


async def test_open_quarters_and_too_much_epsilon_are_refused(tmp_path: Path) -> None:
    database = await store(tmp_path, 5)
    with pytest.raises(QuarterOpen):
        await release(database, "2026-Q4", 1.0, today=AFTER)
    for epsilon in (0, -1, 1.01, 8):
        with pytest.raises(BudgetSpent):
            await release(database, "2026-Q3", epsilon, today=AFTER)
    with pytest.raises(ValueError, match="2026-Q3"):
        weeks_of("2026-3")
    await database.close()


def test_noise_is_as_wide_as_a_session_can_matter() -> None:
    drawn, error = noised([0] * 4_000, 1.0)
    mean = sum(abs(n) for n in drawn) / len(drawn)
    assert 0.8 * ROWS_PER_SESSION <= mean <= 1.2 * ROWS_PER_SESSION
    assert sum(abs(n) <= error for n in drawn) >= 0.93 * len(drawn)
    assert smallest(error) >= 15


def test_noise_too_small_for_the_sessions_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: were a session bounded to one row while it leaves eight, the promise would not hold."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    weak = (dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)) >> dp.m.then_laplace(scale=1.0)
    assert weak.map(releases.ROWS_PER_SESSION) == pytest.approx(8.0)
    assert weak.map(releases.ROWS_PER_SESSION) > releases.BUDGET


def test_weeks_of_the_quarters_cover_the_year_once() -> None:
    weeks = [week for n in range(1, 5) for week in weeks_of(f"2026-Q{n}")]
    assert len(weeks) == len(set(weeks)) == 52
