"""How much one conversation, and everyone together, may ask: a sliding minute each, and a cap on turns under way."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.errors import Overloaded, TooManyMessages

CONVERSATIONS_REMEMBERED = 20_000


class RateLimit:
    """At most `per_minute` messages a conversation and minute; raises `TooManyMessages` with the seconds to wait."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, key: str) -> None:
        at = self._clock()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= at - 60:
            times.popleft()
        if len(times) >= self._per_minute:
            raise TooManyMessages(retry_after=max(1, int(times[0] + 60 - at) + 1))
        times.append(at)
        while len(self._seen) > CONVERSATIONS_REMEMBERED:
            self._seen.popitem(last=False)


class Load:
    """Turns under way; raises `Overloaded` at the door rather than dropping good messages inside."""

    def __init__(self, most: int) -> None:
        self._most, self.under_way = most, 0

    @contextmanager
    def one(self) -> Iterator[None]:
        if self.under_way >= self._most:
            raise Overloaded(retry_after=2)
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
