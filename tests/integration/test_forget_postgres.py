"""Forgetting on a real PostgreSQL, byte by byte: tables, write-ahead log, statistics and every other file of the cluster."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psycopg
import pytest

from bot.main import bootstrap, create_app
from bot.settings import Settings
from bot.store.upgrade import migrate, sync_url
from tests.integration.test_aftercare import KEY, OTHER_KEY, Room, ScriptedEngine, knowledge_url, said

__all__ = ["knowledge_url"]
WORD = b"zanzibarquark"


@pytest.fixture
async def room(tmp_path: Path, knowledge_url: str, postgres: str) -> AsyncIterator[Room]:
    """The service on PostgreSQL; `database` is the cluster's folder."""
    settings = Settings(
        env="test", data_dir=tmp_path, knowledge_url=knowledge_url, database_url=postgres, pseudonym_key=KEY,
        vault_key=KEY, session_key=KEY, opt_out_key=OTHER_KEY, evaluation=True,
    )  # type: ignore[arg-type]  # fmt: skip
    migrate(settings.database)
    parts = bootstrap(settings, ScriptedEngine())  # type: ignore[arg-type]
    transport = httpx.ASGITransport(create_app(settings, parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Room(client, parts, parts.engine, Path(ask(postgres, "SHOW data_directory")))  # type: ignore[arg-type]
    await parts.database.close()
    migrate(settings.database, "base")


def ask(url: str, query: str) -> str:
    with psycopg.connect(sync_url(url).replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(query)  # type: ignore[arg-type]
        row = cursor.fetchone() if cursor.description else None
        return str(row[0]) if row else ""


def holding(folder: Path) -> list[str]:
    """Files with the word in them."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and WORD in path.read_bytes()]


async def told(room: Room, url: str) -> list[str]:
    """Has a conversation, lets the server write and sample everything, and gives the files that hold its words."""
    talk = await room.open()
    for n in range(30):
        await talk.say(f"zanzibarquark {n} what does help desk pay " + "and in tucson " * 20)
    ask(url, "ANALYZE")
    ask(url, "CHECKPOINT")
    found = holding(room.database)
    receipt = await talk.say("FORGET ME")
    assert "deleted" in said(receipt)
    return found


async def test_forgotten_words_are_in_no_byte_of_the_cluster(room: Room, postgres: str) -> None:
    found = await told(room, postgres)
    assert any("pg_wal" in name for name in found), "the search finds what is really there"
    assert any("base" in name for name in found)
    assert holding(room.database) == []


async def test_without_the_wipe_the_words_would_be_found(
    room: Room, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: deleting alone leaves them in pages and log."""

    async def nothing() -> bool:
        return True

    monkeypatch.setattr(room.parts.database, "wipe", nothing)
    await told(room, postgres)
    assert holding(room.database)


async def test_reader_in_the_way_puts_the_wipe_off(room: Room, postgres: str) -> None:
    with psycopg.connect(sync_url(postgres).replace("+psycopg", "")) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT count(*) FROM sites")
        await told(room, postgres)
        assert room.parts.database.unwiped, "the janitor tries again"
    assert await room.parts.database.wipe()
    assert holding(room.database) == []
