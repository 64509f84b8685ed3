"""How fast one sending number may send, and how often one text may go to one phone.

Receives numbers and hashes of bodies, gives seconds to wait or a refusal. Keeps nothing but counts, in memory.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable

EQUAL_MESSAGES = 20  # the same text to the same phone, within the window: two machines are talking (mailroom's limit)
WINDOW = 3600.0
REMEMBERED = 20_000


class Pace:
    """Reserves sending time: a message of n segments keeps its number busy for n / pace seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._free_at: dict[str, float] = {}

    def reserve(self, sender: str, segments: int, per_second: float) -> float:
        """Seconds until this message may go; its time is taken from now on."""
        at = self._clock()
        start = max(at, self._free_at.get(sender, 0.0))
        self._free_at[sender] = start + segments / per_second
        return start - at


class LoopGuard:
    """Stops an answering machine at the other end: at most 20 equal messages to one phone in an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._salt = clock, secrets.token_bytes(16)
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def allows(self, pseudonym: str, body: str) -> bool:
        """Whether this text may go once more; counts it if so."""
        at = self._clock()
        key = hashlib.blake2b(f"{pseudonym}\0{body}".encode(), key=self._salt, digest_size=16).digest()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= at - WINDOW:
            times.popleft()
        if len(times) >= EQUAL_MESSAGES:
            return False
        times.append(at)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True
