"""Ends what has been idle long enough: conversations with their transcripts, texts nobody could be sent, idle numbers,
old questions and reports.

Runs beside the gateway once a minute, and by `sendero privacy purge`. What it deletes is gone from the file too
(secure_delete, and the write-ahead log emptied). How long each thing lives is a setting, and none is unlimited.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import CursorResult, delete, select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.sms import forget
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Conversation, MistakeReport, PassedQuestion, TranscriptEntry, now

log = structlog.get_logger()
SECONDS = 60


async def run(database: Database, settings: Settings) -> None:
    """Purges until cancelled; a failed round is logged and tried again."""
    while True:
        try:
            await purge(database, settings)
        except (SQLAlchemyError, OSError) as error:
            log.error("purge_failed", error=type(error).__name__)
        await asyncio.sleep(SECONDS)


async def purge(database: Database, settings: Settings) -> int:
    """Deletes what is past its time and wipes what that leaves; gives how many conversations ended."""
    web = now() - timedelta(minutes=settings.web_idle_minutes)
    sms = now() - timedelta(hours=settings.sms_idle_hours)
    stale = ((Conversation.pseudonym.is_(None)) & (Conversation.last_active_at < web)) | (
        Conversation.last_active_at < sms
    )
    today = datetime.now(UTC).date()
    old = (
        delete(PassedQuestion).where(PassedQuestion.received_on < today - timedelta(days=settings.questions_days)),
        delete(MistakeReport).where(MistakeReport.reported_on < today - timedelta(days=settings.reports_days)),
    )
    async with database.begin() as session:
        ended = list((await session.scalars(select(Conversation.id).where(stale))).all())
        for start in range(0, len(ended), 500):
            some = ended[start : start + 500]
            await session.execute(delete(TranscriptEntry).where(TranscriptEntry.conversation_id.in_(some)))
            await session.execute(delete(Conversation).where(Conversation.id.in_(some)))
        gone = 0
        for statement in old:
            deleted = await session.execute(statement)
            assert isinstance(deleted, CursorResult)
            gone += deleted.rowcount
        await forget.purge(session, settings)
    if ended or gone or database.unwiped:
        await database.wipe()
    return len(ended)
