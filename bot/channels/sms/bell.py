"""Wakes those who wait for work the moment there is some; a waiter also wakes by itself after a while."""

from __future__ import annotations

import asyncio


class Bell:
    """`ring()` wakes everyone waiting; a ring nobody heard is heard by the next to wait."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Returns at the next ring, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()
