"""The way from a start to a role: short, upwards, and never through a job the learner is leaving."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

import pytest

from knowledge.pathways import PathwayMap
from knowledge.views import Fact, Occupation, Source, Step, Words

SOURCE = Source("test", "Test", "Test", None)


class Job:
    """As much of an occupation as a pathway looks at."""

    def __init__(self, id: str, role: str, job_zone: int | None) -> None:
        self.id, self.role, self.job_zone = id, role, job_zone
        self.outlook = None


def step(start: str, to: str, kind: Any = "next_step") -> Step:
    return Step(start, to, kind, Words("", ""), (), "", Fact("", SOURCE, "2025"))


def mapped(steps: list[Step], **jobs: tuple[str, int | None]) -> PathwayMap:
    return PathwayMap(steps, cast("dict[str, Occupation]", {name: Job(name, *job) for name, job in jobs.items()}))


def stops(path: Any) -> list[str] | None:
    return None if path is None else [step.to for step in path.steps]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step("a", "d"), step("a", "b"), step("b", "d")], ["d"]),
        ([step("a", "b"), step("b", "c"), step("c", "d"), step("a", "c")], ["c", "d"]),
        ([step("a", "b"), step("b", "d", "off_ramp"), step("a", "c"), step("c", "d")], ["c", "d"]),
        ([step("a", "b"), step("b", "c")], None),
        ([step("a", "b"), step("b", "a")], None),
    ],
    ids=["straight there", "fewest steps", "not out and back in", "no way", "no way round in circles"],
)
def test_pathway_is_the_shortest_sensible_way(steps: list[Step], expected: list[str] | None) -> None:
    jobs = dict.fromkeys("abcd", ("target", 3))
    assert stops(mapped(steps, **jobs).pathway("a", "d")) == expected


def test_pathway_avoids_a_leap_in_preparation() -> None:
    steps = [step("a", "b"), step("b", "d"), step("a", "c"), step("c", "d")]
    jobs = {"a": ("feeder", 2), "b": ("target", 5), "c": ("target", 3), "d": ("target", 4)}
    assert stops(mapped(steps, **jobs).pathway("a", "d")) == ["c", "d"]


def test_pathway_never_returns_to_a_feeder_job() -> None:
    steps = [step("a", "b"), step("b", "feeder"), step("feeder", "d")]
    jobs = {"a": ("target", 3), "b": ("target", 3), "feeder": ("feeder", 2), "d": ("target", 4)}
    assert mapped(steps, **jobs).pathway("a", "d") is None


def test_pathway_may_begin_with_another_feeder_job() -> None:
    steps = [step("barista", "clerk"), step("clerk", "d", "on_ramp")]
    jobs = {"barista": ("feeder", 1), "clerk": ("feeder", 2), "d": ("target", 3)}
    assert stops(mapped(steps, **jobs).pathway("barista", "d")) == ["clerk", "d"]


def test_what_asks_for_no_experience_is_open_to_a_feeder() -> None:
    path = mapped([step("no-experience", "d", "on_ramp")], clerk=("feeder", 2), d=("target", 3)).pathway("clerk", "d")
    assert path
    assert [(one.start, one.to) for one in path.steps] == [("clerk", "d")]


def test_pathway_has_at_most_five_steps() -> None:
    names = "abcdefg"
    steps = [step(one, other) for one, other in pairwise(names)]
    chain = mapped(steps, **dict.fromkeys(names, ("target", 3)))
    assert stops(chain.pathway("a", "f")) == list("bcdef")
    assert chain.pathway("a", "g") is None


def test_there_is_no_pathway_from_a_role_to_itself() -> None:
    assert mapped([step("a", "a")], a=("target", 3)).pathway("a", "a") is None
