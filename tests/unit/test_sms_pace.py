"""How fast a number sends, when a loop ends, and how writing is grouped."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.gate import SendGate
from bot.channels.sms.pace import LoopGuard, Pace
from bot.channels.sms.sender import backoff
from bot.channels.sms.writer import Writer
from bot.store.database import Database


class Clock:
    """Time that stands still until moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_pace_spaces_messages_by_their_segments() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert [pace.reserve("+1", n, 1.0) for n in (2, 1, 3)] == [0.0, 2.0, 3.0]
    assert pace.reserve("+2", 1, 1.0) == 0.0
    clock.at = 100.0
    assert pace.reserve("+1", 1, 1.0) == 0.0


def test_loop_guard_counts_by_phone_and_text_within_an_hour() -> None:
    clock = Clock()
    loops = LoopGuard(clock)
    assert all(loops.allows("a", "same") for _ in range(20))
    assert not loops.allows("a", "same")
    assert loops.allows("b", "same")
    assert loops.allows("a", "other")
    clock.at = 3601.0
    assert loops.allows("a", "same")


def test_backoff_grows() -> None:
    assert [round(backoff(n) / base, 1) >= 1.0 for n, base in ((0, 5), (1, 30), (2, 120), (9, 120))] == [True] * 4


async def test_gate_lets_a_stop_through_when_a_carrier_hangs() -> None:
    gate = SendGate()
    async with gate.open("p"), asyncio.timeout(5), gate.closed("p"):
        pass


async def tables(folder: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{folder / 'w.db'}")
    async with database.begin() as session:
        await session.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
    return database


async def test_writer_commits_what_comes_in_together_and_gives_each_its_result(tmp_path: Path) -> None:
    database = await tables(tmp_path)
    writer = Writer(database)

    async def insert(session: AsyncSession, n: int) -> int:
        await session.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})
        return n

    results = await asyncio.gather(*(writer.write(lambda session, n=n: insert(session, n)) for n in range(40)))
    assert results == list(range(40))
    async with database.begin() as session:
        assert await session.scalar(text("SELECT count(*) FROM t")) == 40
    await database.close()


async def test_writer_lets_one_failure_spoil_nobody_elses_work(tmp_path: Path) -> None:
    database = await tables(tmp_path)
    writer = Writer(database)

    async def insert(session: AsyncSession, n: int) -> int:
        if n == 3:
            raise ValueError("three")
        await session.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})
        return n

    results = await asyncio.gather(
        *(writer.write(lambda session, n=n: insert(session, n)) for n in range(6)), return_exceptions=True
    )
    assert [r for r in results if not isinstance(r, Exception)] == [0, 1, 2, 4, 5]
    assert isinstance(results[3], ValueError)
    async with database.begin() as session:
        assert await session.scalar(text("SELECT count(*) FROM t")) == 5
    await database.close()


async def test_writer_raises_what_a_lone_work_raises(tmp_path: Path) -> None:
    database = await tables(tmp_path)

    async def fail(session: AsyncSession) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await Writer(database).write(fail)
    await database.close()
