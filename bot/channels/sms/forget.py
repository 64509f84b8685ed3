"""Forgetting: everything the text-message channel keeps about one number, and everything it has kept too long.

Receives a session and a pseudonym or an age, within the caller's transaction. The opt-out list is not touched: its
hashes stay so that nobody who said stop is ever texted again.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.nudges import book
from bot.settings import Settings
from bot.store.models import (
    Conversation,
    PassedQuestion,
    SmsInbound,
    SmsOutbound,
    SmsStatus,
    VaultEntry,
    now,
)


async def forget_number(session: AsyncSession, pseudonym: str) -> None:
    """Deletes messages both ways, delivery statuses, the deliverable number and the conversation."""
    sids = select(SmsOutbound.twilio_sid).where(SmsOutbound.pseudonym == pseudonym)
    await session.execute(delete(SmsStatus).where(SmsStatus.twilio_sid.in_(sids)))
    passed = await session.scalar(select(Conversation.passed_on).where(Conversation.pseudonym == pseudonym))
    if passed:
        await session.execute(delete(PassedQuestion).where(PassedQuestion.id.in_(passed)))
    for table in (SmsOutbound, SmsInbound, VaultEntry, Conversation):
        await session.execute(delete(table).where(table.pseudonym == pseudonym))
    await book.forget(session, pseudonym)


async def purge(session: AsyncSession, settings: Settings) -> None:
    """What has been kept long enough: undelivered text, traces (for support and refusing duplicates), idle numbers."""
    undelivered = now() - timedelta(hours=settings.undelivered_hours)
    unread = SmsInbound.received_at < undelivered
    await session.execute(
        update(SmsInbound)
        .where(unread, SmsInbound.state.in_(("waiting", "working")))
        .values(state="failed", scrubbed_text=None)
    )
    await session.execute(
        update(SmsOutbound)
        .where(SmsOutbound.created_at < undelivered, SmsOutbound.body.is_not(None))
        .values(state="failed", body=None)
    )
    traces = now() - timedelta(days=settings.sms_traces_days)
    await session.execute(delete(SmsInbound).where(SmsInbound.received_at < traces))
    await session.execute(delete(SmsOutbound).where(SmsOutbound.created_at < traces))
    await session.execute(delete(SmsStatus).where(SmsStatus.received_at < traces))
    await book.purge(session)
    idle = now() - timedelta(days=settings.vault_idle_days)
    await session.execute(delete(VaultEntry).where(VaultEntry.last_used_at < idle))
