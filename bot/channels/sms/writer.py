"""One writer for the channel: small pieces of writing that come in together are committed together.

Receives functions that write through the session they are given, gives back what they return, after the commit. With a
database that syncs to disk at every commit, this is what lets hundreds of texts a second be written down before they
are acknowledged, and keeps the channel's own tasks from waiting for each other's locks. A function may be run twice
(where another one of its batch failed) and must do nothing but read and write through its session.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database

log = structlog.get_logger()

# What says that the store cannot be reached now, and nothing about what was to be written.
STORE_AWAY = (OperationalError, InterfaceError, PoolTimeout, OSError)
Result = TypeVar("Result")
Work = Callable[[AsyncSession], Awaitable[Any]]
BATCH = 64


class Writer:
    """Commits in groups; an idle writer commits at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._task: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """Runs `work` in a transaction; gives its result once committed, or raises what it raised."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="sms-writer")
        return await done

    async def write_surely(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """As `write`, but while the store cannot be reached it waits and tries again."""
        pause = 0.1
        while True:
            try:
                return await self.write(work)
            except STORE_AWAY as error:
                log.error("sms_store_away", reason=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    async def _drain(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            if len(batch) == 1 or not await self._together(batch):
                for work, done in batch:
                    await self._alone(work, done)

    async def _together(self, batch: list[tuple[Work, asyncio.Future[Any]]]) -> bool:
        """Runs all in one transaction; False when any failed, and then nothing is written."""
        results = []
        try:
            async with self._database.begin() as session:
                for work, _ in batch:
                    results.append(await work(session))
                    await session.flush()
                    session.expunge_all()
        except Exception:  # whose fault it was shows when each runs alone
            return False
        for (_, done), result in zip(batch, results, strict=True):
            if not done.done():
                done.set_result(result)
        return True

    async def _alone(self, work: Work, done: asyncio.Future[Any]) -> None:
        try:
            async with self._database.begin() as session:
                result = await work(session)
        except Exception as error:
            if not done.done():
                done.set_exception(error)
            return
        if not done.done():
            done.set_result(result)
