"""Builds a store for the staff tests: tables, one organization and site, one account, and seeded insight rows.

Run as a script it serves the staff pages over a made-up season, for looking at them:
`python -m tests.integration.staff_store var/staff-look.db 8123`.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import sys
from datetime import date, timedelta
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from bot.insights.weeks import week_of
from bot.settings import Settings
from bot.staff.accounts import create_user
from bot.staff.pages import router
from bot.store.database import Database
from bot.store.models import Base, InsightRow, Organization, Site

PASSWORD = "correct horse battery staple"
TODAY = date(2026, 11, 23)
TOPICS = {
    "role_pay": 30, "find_program": 26, "pay_for_training": 18, "entry_jobs": 14, "pathway": 12, "supports": 9,
    "career_center": 7, "credential_cost": 7, "high_school_options": 5, "role_overview": 5, "barrier_language": 3,
    "barrier_record": 1, "legit_check": 2, "remote_work": 4, "local_demand": 3, "youth_roles": 2, "mentoring": 1,
}  # fmt: skip
REGIONS = {"southern-arizona": 4, "dc-metro": 3, "massachusetts": 4, "miami-dade": 5, None: 4}
NEEDS = {"cost": 8, "schedule": 5, "child-care": 4, "transport": 3, "laptop": 2, "english": 2, "record": 1, None: 60}
ROLES = {"15-1232": 6, "15-1212": 5, "15-1254": 3, "15-2051.01": 2, "15-1299.05": 1, None: 10}
CREDENTIALS = {"comptia-a-plus": 5, "comptia-security-plus": 4, "google-it-support": 2, "cissp": 1, None: 30}


async def new_store(path: Path) -> Database:
    """An empty store with its default organization and site."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.begin() as session:
        session.add(Organization(id="default", name="Default"))
        await session.flush()
        session.add(Site(id="default", organization_id="default", name="Default"))
    return database


def row(**values: str | None) -> InsightRow:
    """One row; what is not given is the commonest."""
    usual = {"week": week_of(TODAY), "kind": "session", "topic": "role_pay", "outcome": "answered", "language": "en",
             "channel": "web"}  # fmt: skip
    return InsightRow(id=secrets.token_hex(16), **{**usual, **values})


def season(session: AsyncSession, sessions: int, seed: int = 1) -> None:
    """Twelve weeks of made-up sessions, growing, a third of them in Spanish."""
    rng = random.Random(seed)

    def pick(weights: dict) -> str | None:  # type: ignore[type-arg]
        return rng.choices(list(weights), list(weights.values()))[0]

    for _ in range(sessions):
        back = min(12, int(rng.triangular(0, 13, 0)))
        usual = {
            "week": week_of(TODAY - timedelta(weeks=back)), "language": rng.choices(["en", "es"], [65, 35])[0],
            "channel": rng.choices(["web", "sms"], [60, 40])[0], "region": pick(REGIONS),
        }  # fmt: skip
        for n, topic in enumerate(dict.fromkeys(pick(TOPICS) for _ in range(rng.randint(1, 4)))):
            missed = rng.random() < (0.4 if topic == "supports" else 0.08)
            first = {"need": pick(NEEDS), "role": pick(ROLES), "credential": pick(CREDENTIALS)} if n == 0 else {}
            kind, outcome = "turn" if n else "session", "not_known" if missed else "answered"
            session.add(row(kind=kind, topic=topic, outcome=outcome, **usual, **first))


async def _look(path: Path, port: int) -> None:
    import uvicorn

    database = await new_store(path)
    async with database.begin() as session:
        await create_user(session, "rosa", PASSWORD)
        season(session, 1_500)
    app = FastAPI()
    app.include_router(router(database, Settings(env="test")))
    await uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning")).serve()


if __name__ == "__main__":
    Path(sys.argv[1]).unlink(missing_ok=True)
    asyncio.run(_look(Path(sys.argv[1]), int(sys.argv[2])))
