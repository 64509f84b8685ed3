"""Questions learners asked to pass on: what staff read, and how one is put away.

Receives an organization, gives scrubbed questions with topic, region and week; nothing says who asked or when to the hour.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.models import PassedQuestion

SHOWN = 200


async def waiting(database: Database, organization: str) -> Sequence[PassedQuestion]:
    """The newest weeks first; within a week in no order that could tell who came first."""
    query = select(PassedQuestion).where(PassedQuestion.organization_id == organization)
    async with database.begin() as session:
        ordered = query.order_by(PassedQuestion.week.desc(), PassedQuestion.id).limit(SHOWN)
        return (await session.scalars(ordered)).all()


async def put_away(database: Database, organization: str, key: str) -> None:
    """Deletes a question that has been read and dealt with."""
    async with database.begin() as session:
        mine = (PassedQuestion.id == key) & (PassedQuestion.organization_id == organization)
        await session.execute(delete(PassedQuestion).where(mine))
    await database.wipe()
