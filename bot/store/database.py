"""Opens the conversation store: SQLite (WAL, one file) or PostgreSQL, always asynchronously."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine


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

        Freed pages are overwritten as they are freed (secure_delete). False where a reader was in the way: the janitor
        tries again within a minute. PostgreSQL keeps deleted rows until it vacuums: docs/privacy.md says what to set there.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("PRAGMA busy_timeout=500"))  # a receipt does not wait for a slow reader
                busy = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()[0]
                await connection.execute(text("PRAGMA busy_timeout=5000"))
        except (SQLAlchemyError, OSError):
            busy = 1
        self.unwiped = bool(busy)
        return not busy

    async def close(self) -> None:
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Durable, concurrent and forgetful: WAL, five seconds of patience, freed pages overwritten with zeros."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
