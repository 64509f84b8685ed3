"""Finds the way from where a learner is to the job they want, through the transitions editors have approved.

The shortest path wins; among equals the one whose hardest step is easiest. Nobody is sent through a job they come from
(a feeder) once they have a digital one, and no path has more than five steps. Steps down a level cost extra. What asks
for no experience is open to whoever has some, too: the steps from "no-experience" stand in where a start has none better.
A step that is none (`realism.too_far`) is left out, whoever wrote it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from knowledge.realism import too_far
from knowledge.views import Occupation, Pathway, Step

MOST_STEPS = 5
# What a step costs beside being a step: on-ramps and next steps lead up, lateral moves change little, off-ramps lead out
# of the digital jobs and are never part of the way to one unless the goal itself lies there.
_EXTRA = {"on_ramp": 0.0, "next_step": 0.0, "lateral": 0.35, "off_ramp": 0.7}
# O*NET job zones say how much preparation a job needs, 1 to 5; a jump of two is a leap for most people.
_LEAP = 0.5
_STEP_DOWN = 0.25
_THROUGH_FEEDER = 0.6
NO_EXPERIENCE = "no-experience"
_MAY_START_ANEW = frozenset({"veteran", "degree-abroad"})
_STAND_IN = 0.5


class PathwayMap:
    """The transitions as a graph. Built once per revision."""

    def __init__(self, steps: Iterable[Step], occupations: Mapping[str, Occupation]) -> None:
        self._occupations = occupations
        self._from: dict[str, list[Step]] = {}
        for step in steps:
            there = occupations.get(step.to)
            if there is not None and too_far(step.start, occupations.get(step.start), there) is None:
                self._from.setdefault(step.start, []).append(step)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step that is one."""
        return tuple(step for steps in self._from.values() for step in steps)

    def steps_from(self, id: str) -> tuple[Step, ...]:
        """The single steps one may take from here."""
        return tuple(self._from.get(id, ()))

    def pathways(self, start: str, role: str, most: int = 3) -> tuple[Pathway, ...]:
        """Up to `most` ways, the best first; each further one begins with another first step than those before it."""
        found: list[Pathway] = []
        while len(found) < most:
            way = self._best(start, role, frozenset(other.steps[0].to for other in found))
            if way is None:
                break
            found.append(way)
        return tuple(found)

    def pathway(self, start: str, role: str) -> Pathway | None:
        """The steps in order, or None when there is no sensible way (or nothing to do: start and role are one)."""
        return self._best(start, role, frozenset())

    def _best(self, start: str, role: str, not_first: frozenset[str]) -> Pathway | None:
        if start == role:
            return None
        best: dict[str, float] = {start: 0.0}
        queue: list[tuple[float, int, str, tuple[Step, ...]]] = [(0.0, 0, start, ())]
        pushed = 0
        while queue:
            cost, _, here, taken = heapq.heappop(queue)
            if here == role:
                return Pathway(start, role, taken)
            if len(taken) >= MOST_STEPS:
                continue
            for step, extra in self._steps(here, first=not taken):
                if not self._leads_on(step, role) or (not taken and step.to in not_first):
                    continue
                total = cost + 1.0 + extra
                if total < best.get(step.to, float("inf")):
                    best[step.to] = total
                    pushed += 1
                    heapq.heappush(queue, (total, pushed, step.to, (*taken, step)))
        return None

    def _steps(self, here: str, first: bool) -> Iterator[tuple[Step, float]]:
        """Steps one can take here, each with what it costs beside being a step."""
        for step in self._from.get(here, ()):
            yield step, self._extra(step)
        occupation = self._occupations.get(here)
        if first and (here in _MAY_START_ANEW or (occupation and occupation.role == "feeder")):
            for step in self._from.get(NO_EXPERIENCE, ()):
                if step.to != here:
                    yield replace(step, start=here), self._extra(step) + _STAND_IN

    def _leads_on(self, step: Step, role: str) -> bool:
        here, there = self._occupations.get(step.start), self._occupations.get(step.to)
        if there is None:
            return False
        return step.to == role or there.role == "target" or here is None or here.role == "feeder"

    def _extra(self, step: Step) -> float:
        here, there = self._occupations.get(step.start), self._occupations.get(step.to)
        extra = _EXTRA.get(step.kind, 0.0) + (_THROUGH_FEEDER if there and there.role == "feeder" else 0.0)
        if here and there and here.job_zone and there.job_zone:
            rise = there.job_zone - here.job_zone
            extra += _LEAP * max(0, rise - 1) + (_STEP_DOWN if rise < 0 else 0.0)
        return extra
