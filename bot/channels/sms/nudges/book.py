"""The book of nudges: what was asked for, and the rules no nudge breaks.

Receives a session, pseudonyms, codes and moments, within the caller's transaction. At most two nudges in any seven days,
none more than sixty days ahead, none outside the receiver's hours; all of them end with a STOP or a FORGET ME.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.nudges.hours import Reach, next_open
from bot.store.models import Invitable, Nudge, now

Clock = Callable[[], datetime]

A_WEEK = 2
WEEK = timedelta(days=7)
FARTHEST = timedelta(days=60)  # the number of a silent learner is forgotten after 90 days
REMEMBERED = timedelta(days=2)  # how long after a nudge its one-word answer still means it
PENDING = timedelta(hours=2)  # how long "when?" waits for an answer
KEPT = timedelta(days=8)  # done ones, for the weekly limit; then they are deleted


async def upcoming(session: AsyncSession, pseudonym: str) -> list[Nudge]:
    """What is still to be sent, soonest first."""
    query = select(Nudge).where(Nudge.pseudonym == pseudonym, Nudge.state == "waiting")
    return list((await session.scalars(query.order_by(Nudge.due_at))).all())


async def pending(session: AsyncSession, pseudonym: str, at: datetime) -> Nudge | None:
    """The reminder whose day was asked back, while the question stands."""
    query = select(Nudge).where(Nudge.pseudonym == pseudonym, Nudge.state == "asked", Nudge.due_at > at - PENDING)
    return await session.scalar(query.order_by(Nudge.id.desc()).limit(1))


async def sent_lately(session: AsyncSession, pseudonym: str, at: datetime) -> bool:
    """Whether a nudge went out so recently that an answer may be to it."""
    query = select(Nudge.id).where(
        Nudge.pseudonym == pseudonym, Nudge.state == "sent", Nudge.due_at > at - REMEMBERED, Nudge.due_at <= at
    )
    return await session.scalar(query.limit(1)) is not None


async def room(session: AsyncSession, pseudonym: str, at: datetime, but: int | None = None) -> bool:
    """Whether one more nudge at `at` keeps every seven days at two or fewer."""
    query = select(Nudge.due_at).where(
        Nudge.pseudonym == pseudonym, Nudge.state.in_(("waiting", "sent")), Nudge.id != (but or 0),
        Nudge.due_at > at - WEEK, Nudge.due_at < at + WEEK,
    )  # fmt: skip
    near = sorted([*(await session.scalars(query)).all(), at])
    return not any(later - earlier < WEEK for earlier, later in zip(near, near[A_WEEK:], strict=False))


async def cancel_all(session: AsyncSession, pseudonym: str) -> int:
    """No nudge of any kind any more; gives how many were waiting. Agreed invitations end too."""
    waiting = update(Nudge).where(Nudge.pseudonym == pseudonym, Nudge.state.in_(("waiting", "asked")))
    result = await session.execute(waiting.values(state="cancelled", context={}))
    await session.execute(delete(Invitable).where(Invitable.pseudonym == pseudonym))
    assert isinstance(result, CursorResult)
    return result.rowcount


async def forget(session: AsyncSession, pseudonym: str) -> None:
    """Deletes everything the book holds about a number."""
    for table in (Nudge, Invitable):
        await session.execute(delete(table).where(table.pseudonym == pseudonym))


async def purge(session: AsyncSession) -> None:
    """Deletes what is done and no longer counts."""
    done = Nudge.state.in_(("sent", "cancelled", "dropped"))
    await session.execute(delete(Nudge).where(done, Nudge.due_at < now() - KEPT))
    await session.execute(delete(Nudge).where(Nudge.state == "asked", Nudge.due_at < now() - PENDING))


def soonest(reach: Reach, wanted: datetime) -> datetime:
    """The first moment from `wanted` (UTC) at which a text may reach that phone."""
    return next_open(reach, wanted.replace(microsecond=0))
