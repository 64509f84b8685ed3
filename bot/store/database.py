"""Opens the conversation store: SQLite (WAL, one file) or PostgreSQL, always asynchronously."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

log = structlog.get_logger()
WORDS = (
    "conversations", "transcript_entries", "passed_questions", "sms_inbound", "sms_outbound", "sms_nudges", "sms_invitables",
    "vault_entries",
)  # fmt: skip
"""Tables a learner's words, pseudonym or sealed number can be in."""
_SNAPSHOTS = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL"""


class Database:
    """One engine and its sessions. `async with database.begin() as session:` is one transaction."""

    def __init__(self, url: str) -> None:
        self.engine: AsyncEngine = create_async_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if url.startswith("sqlite"):
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
        self.unwiped = False  # whether a deletion's traces still wait to be wiped
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is committed at the end, or rolled back whole on an error."""
        async with self._sessions() as session, session.begin():
            yield session

    async def wipe(self) -> bool:
        """Empties what a deletion leaves behind outside the tables: SQLite's write-ahead log, where it would still be read.

        SQLite overwrites freed pages as they are freed (secure_delete). PostgreSQL keeps deleted rows in their tables and
        its log: both are written anew here, which takes rights and settings that docs/privacy.md names. False where a
        reader was in the way or a right is missing: the janitor tries again within a minute.
        """
        try:
            wiped = await (self._wipe_sqlite() if self.engine.dialect.name == "sqlite" else self._wipe_postgresql())
        except (SQLAlchemyError, OSError) as error:
            log.warning("wipe_put_off", reason=type(error).__name__)
            wiped = False
        self.unwiped = not wiped
        return wiped

    async def _wipe_sqlite(self) -> bool:
        async with self.engine.connect() as connection:
            await connection.execute(text("PRAGMA busy_timeout=500"))  # a receipt does not wait for a slow reader
            busy = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()[0]
            await connection.execute(text("PRAGMA busy_timeout=5000"))
        return not busy

    async def _wipe_postgresql(self) -> bool:
        """Rewrites the tables that hold words without their dead rows, then lets the log segments before that go."""
        async with self.engine.connect() as opened:
            connection = await opened.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("SET lock_timeout = '500ms'"))
            try:
                # Rows that an older snapshot may still see are copied: then it has to be done again.
                watched = (await connection.execute(text(_SNAPSHOTS))).scalar_one()
                for table in WORDS:
                    await connection.execute(text(f"VACUUM (FULL) {table}"))
                await connection.execute(text("SELECT pg_switch_wal()"))
                await connection.execute(text("CHECKPOINT"))
            finally:
                await connection.execute(text("RESET lock_timeout"))
        return not watched

    async def close(self) -> None:
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Durable, concurrent and forgetful: WAL, five seconds of patience, freed pages overwritten with zeros."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
