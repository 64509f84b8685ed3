"""Fixtures of every kind of test. The whole product is started once, for the tests that ask for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PROJECT
from knowledge import seed
from tests import postgres as postgres_server
from tests.stack import Stack, Talk, start


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The running product; its log is var/test.log."""
    running = start(PROJECT / "var" / "test.log")
    yield running
    running.stop()


@pytest.fixture
def web(stack: Stack) -> Talk:
    """A new web conversation."""
    return Talk(stack.url)


@pytest.fixture
def sms(stack: Stack) -> Talk:
    """A new conversation that reads like text messages."""
    return Talk(stack.url, "sms")


@pytest.fixture(scope="session")
def knowledge_loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own content in a SQLite file, made once. Never write to it: take `knowledge_copy`."""
    path = tmp_path_factory.mktemp("knowledge") / "knowledge.db"
    seed.ensure(f"sqlite:///{path}")
    return path


@pytest.fixture
def knowledge_copy(knowledge_loaded: Path, tmp_path: Path) -> Path:
    """A copy of the loaded file that a test may change."""
    path = tmp_path / "knowledge.db"
    for suffix in ("", "-wal"):
        if (file := Path(f"{knowledge_loaded}{suffix}")).exists():
            shutil.copy(file, f"{path}{suffix}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL with nothing in it; a test makes a schema or database of its own."""
    with postgres_server.running() as url:
        yield url
