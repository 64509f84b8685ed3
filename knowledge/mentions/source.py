"""Keeps a linker in step with the knowledge base: a new revision, a new linker, and nobody waits for it.

Receives two functions: what the revision is now (cheap), and all entries (read only when the revision has changed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

from knowledge.mentions.linker import Linker
from knowledge.mentions.names import Entry


class LinkerSource:
    """`current()` is the linker of the latest revision; while one thread rebuilds, others go on with the last."""

    def __init__(self, revision: Callable[[], int], entries: Callable[[], Iterable[Entry]]) -> None:
        self._revision = revision
        self._entries = entries
        self._building = Lock()
        self._held: tuple[int, Linker] | None = None

    def current(self) -> Linker:
        """The linker to use now. Raises what `entries` raises only when there is no earlier linker to fall back on."""
        revision = self._revision()
        held = self._held
        if held is not None and held[0] == revision:
            return held[1]
        if not self._building.acquire(blocking=held is None) and held is not None:
            return held[1]
        try:
            if self._held is None or self._held[0] != revision:
                self._held = (revision, Linker(self._entries()))
            return self._held[1]
        finally:
            self._building.release()
