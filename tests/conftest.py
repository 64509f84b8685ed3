"""Fixtures of every kind of test. The whole product is started once, for the tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import PROJECT
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
