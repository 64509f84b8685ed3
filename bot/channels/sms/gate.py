"""Keeps a message from leaving while its receiver is being opted out.

A sender passes through `open` for one number at a time; `closed` waits until nobody is on the way to that number, so
that nothing is handed over after an opt-out has been committed. One process's promise: with several, the check inside
the claiming transaction (sender.py) still holds and only a hand-over already under way can cross.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 1.5  # seconds a stop waits for a hand-over under way; the acknowledgement may not


class SendGate:
    """One lock a number, forgotten when nobody holds it."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    @asynccontextmanager
    async def open(self, pseudonym: str) -> AsyncIterator[None]:
        """Held from the claim of a message to the carrier's answer."""
        lock = self._locks.setdefault(pseudonym, asyncio.Lock())
        async with lock:
            yield

    @asynccontextmanager
    async def closed(self, pseudonym: str) -> AsyncIterator[None]:
        """Held while the number is put on the opt-out list."""
        lock = self._locks.setdefault(pseudonym, asyncio.Lock())
        held = True
        try:
            await asyncio.wait_for(lock.acquire(), PATIENCE)
        except TimeoutError:
            held = False  # a carrier that hangs must not keep a stop from being committed
        try:
            yield
        finally:
            if held:
                lock.release()
