"""How long scrubbing one message may take. Receives nothing; raises `OverBudget` once the time is spent.

A verdict, not a pre-emption: it is asked between recognizers and at the end, patterns carry their own time-outs, and the
text is bounded, so nothing here can run away; a late result is thrown away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]


class OverBudget(Exception):
    """The message took too long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of this thread's processor time and of wall time; the clocks are exchangeable in tests."""

    cpu_seconds: float = 0.05
    wall_seconds: float = 1.0
    cpu_clock: Clock = time.thread_time
    wall_clock: Clock = time.monotonic

    def start(self) -> Budget:
        return Budget(self)


class Budget:
    """The running time of one message."""

    __slots__ = ("_cpu", "_limits", "_wall")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cpu, self._wall = limits.cpu_clock(), limits.wall_clock()

    def check(self) -> None:
        limits = self._limits
        if (
            limits.cpu_clock() - self._cpu > limits.cpu_seconds
            or limits.wall_clock() - self._wall > limits.wall_seconds
        ):
            raise OverBudget
