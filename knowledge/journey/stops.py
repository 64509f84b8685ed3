"""Each stop of a way with what a learner weighs: what it takes, where to learn it near them, pay, and where one can get off.

Receives a knowledge base, a start, a goal and a place; gives facts with their sources. Says nothing itself and knows
nothing of a learner but where they start and the area they are in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.repository import Knowledge
from knowledge.search import find
from knowledge.views import Credential, Fact, LocalPay, Occupation, ProgramMatch, ProgramSearch, Step, Words

NO_EXPERIENCE, HIGH_SCHOOL = "no-experience", "high-school"
STARTS = (NO_EXPERIENCE, HIGH_SCHOOL, "veteran", "degree-abroad")
LEARNING = ("training", "degree", "bootcamp")
MOST_PROGRAMS, MOST_OFFS = 2, 3


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. `number` counts from 1; `places` are programs near the learner, `offs` jobs beside the way.

    `pay_group` names everybody a pay figure counts where BLS has one for several jobs.
    """

    number: int
    step: Step
    role: Occupation
    credentials: tuple[Credential, ...]
    places: tuple[ProgramMatch, ...]
    local: Fact[LocalPay] | None
    offs: tuple[Occupation, ...]
    last: bool = False
    pay_group: Words | None = None

    @property
    def reviewed(self) -> bool:
        """Whether an advisor has looked at the step."""
        return self.step.described.verified_on is not None or self.step.described.status == "verified"


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a start to a job, with the area it was looked up for (ids, or None).

    `start` is where the learner is; `origin` where the first step begins: another place (a diploma) where none begins there.
    """

    start: str
    origin: str
    goal: Occupation
    stops: tuple[Stop, ...]
    region: str | None = None
    place: str | None = None

    @property
    def reviewed(self) -> bool:
        return all(stop.reviewed for stop in self.stops)


def steps_of(knowledge: Knowledge, start: str, goal: str, by: str | None = None) -> tuple[Step, ...]:
    """The way from the start (whose first stop is `by`, if given), else the way from no experience or high school."""
    for origin in dict.fromkeys((start, NO_EXPERIENCE, HIGH_SCHOOL)):
        found = knowledge.pathways(origin, goal)
        chosen = next((way for way in found if way.steps[0].to == by), None) or next(iter(found), None)
        if chosen and chosen.steps:
            return chosen.steps
    return ()


def way(
    knowledge: Knowledge, start: str, goal: str, region: str | None = None, place: str | None = None, by: str | None = None
) -> Way | None:  # fmt: skip
    """The stops in order; None when the job is not known or no way with a source leads there.

    A place without a region is looked up in the region it borders on.
    """
    region = region or (knowledge.region_near(place) if place else None)
    role = knowledge.occupation(goal)
    steps = steps_of(knowledge, start, goal, by) if role else ()
    if role is None or not steps:
        return None
    on_the_way = {start, *(step.to for step in steps)}
    stops = (
        Stop(
            number=number,
            step=step,
            role=stop,
            credentials=tuple(c for id in step.credentials if (c := knowledge.credential(id))),
            places=near(knowledge, stop, step.credentials, region, place, in_high_school=start == HIGH_SCHOOL),
            local=_local(knowledge, stop, region, place),
            offs=tuple(_offs(knowledge, stop, on_the_way)),
            last=number == len(steps),
            pay_group=pay_group(knowledge, stop),
        )
        for number, step in enumerate(steps, 1)
        if (stop := knowledge.occupation(step.to))
    )
    return Way(start, steps[0].start, role, tuple(stops), region, place)


def near(
    knowledge: Knowledge, stop: Occupation, credentials: tuple[str, ...], region: str | None, place: str | None,
    in_high_school: bool = False,
) -> tuple[ProgramMatch, ...]:  # fmt: skip
    """Where to do a step: programs for the job in the area, else for one of its certifications; nothing without an area.

    What is only for students still in high school is left out for everybody else.
    """
    if region is None and place is None:
        return ()
    young = None if in_high_school else False
    by_role = ProgramSearch(region=region, place=place, roles=(stop.id,), kinds=LEARNING, in_high_school=young)
    found = [match for match in find(knowledge, by_role, MOST_PROGRAMS * 3).matches if stop.id in match.program.roles]
    if not found and credentials:
        by_cert = replace(by_role, roles=(), credentials=credentials)
        found = list(find(knowledge, by_cert, MOST_PROGRAMS).matches)
    return tuple(found[:MOST_PROGRAMS])


def pay_group(knowledge: Knowledge, stop: Occupation) -> Words | None:
    """Who else the job's pay figure counts; None when it is the job's own."""
    title = stop.pay.value.covers if stop.pay else ""
    if not title:
        return None
    same = [o for o in knowledge.occupations(role=None) if o.official_title.casefold() == title.casefold()]
    return same[0].people if same else Words(title, title)


def _local(knowledge: Knowledge, stop: Occupation, region: str | None, place: str | None) -> Fact[LocalPay] | None:
    area = place or region
    return knowledge.local_pay(stop.id, area) if area else None


def _offs(knowledge: Knowledge, stop: Occupation, on_the_way: set[str]) -> list[Occupation]:
    """Other digital jobs one step from this stop: where one may get off and go on differently."""
    order = {"off_ramp": 0, "lateral": 1, "next_step": 2, "on_ramp": 3}
    steps = sorted(knowledge.steps_from(stop.id), key=lambda step: order[step.kind])
    others = (knowledge.occupation(step.to) for step in steps if step.to not in on_the_way)
    found = {other.id: other for other in others if other and other.role == "target"}
    return list(found.values())[:MOST_OFFS]
