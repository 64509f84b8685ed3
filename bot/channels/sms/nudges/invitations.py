"""Inviting those who agreed to a survey: a nudge each, within the rules every nudge keeps.

Receives a session and an organization; gives counts, never who.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.nudges import book
from bot.channels.sms.nudges.hours import Reach
from bot.store.models import Invitable, Nudge


async def agreed(session: AsyncSession, organization_id: str) -> int:
    """How many numbers may be invited."""
    query = select(func.count()).select_from(Invitable).where(Invitable.organization_id == organization_id)
    return await session.scalar(query) or 0


async def invite(session: AsyncSession, organization_id: str, at: datetime) -> None:
    """An invitation to everyone who agreed, has none waiting, and has room this week; each in their own hours."""
    query = select(Invitable).where(Invitable.organization_id == organization_id)
    for person in (await session.scalars(query)).all():
        waiting = await book.upcoming(session, person.pseudonym)
        due = book.soonest(Reach.read(person.reach), at)
        if any(nudge.kind == "survey" for nudge in waiting) or not await book.room(session, person.pseudonym, due):
            continue
        session.add(
            Nudge(
                pseudonym=person.pseudonym, kind="survey", state="waiting", context={}, language=person.language,
                from_number=person.from_number, due_at=due, reach=person.reach,
                organization_id=person.organization_id, site_id=person.site_id,
            )
        )  # fmt: skip
