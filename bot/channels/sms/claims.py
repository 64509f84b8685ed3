"""Inserting a row once, whoever else tries at the same moment: SQLite and PostgreSQL alike.

Receives a session and the row's values, within the caller's transaction; gives whether this call made the row.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import Base


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """INSERT … ON CONFLICT DO NOTHING; True when the row is new."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = (postgresql.insert if on_postgresql else sqlite.insert)(table).values(**values)
    result = await session.execute(insert.on_conflict_do_nothing())
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
